"""A copy of the small city, streets and a bus for it, and the address of a database that is yet to be made."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources.encryption import write_new_key
from tests.cli.gap_runs import CITY, copied
from tests.cli.small_streets import small_bus, write_small_streets
from tests.geo.travel.made_feed import write_zip


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy without the judgement files."""
    return copied(CITY, tmp_path / "small_city")


@pytest.fixture
def streets(tmp_path: Path) -> Path:
    return write_small_streets(tmp_path / "town.osm.pbf")


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    return write_zip(tmp_path / "bus.zip", small_bus())


@pytest.fixture
def new_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Its key is there."""
    write_new_key(tmp_path / "key")
    monkeypatch.setenv("TSUNAGITE_KEY_FILE", str(tmp_path / "key"))
    return f"sqlite:///{tmp_path / 't.db'}"
