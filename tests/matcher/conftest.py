"""A small city of our own that has every exclusion reason and every value of the lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.collection import People, read_people
from matcher.engine.match import Engine
from resources.importing import read_resources
from resources.records import ResourceRecord
from resources.snapshot import Snapshot, build_snapshot


@pytest.fixture(scope="session")
def small_city() -> Path:
    return Path(__file__).parents[1] / "data" / "small_city"


@pytest.fixture(scope="session")
def records(small_city: Path) -> tuple[ResourceRecord, ...]:
    return read_resources(small_city / "resources.csv").records


@pytest.fixture(scope="session")
def snapshot(records: tuple[ResourceRecord, ...]) -> Snapshot:
    return build_snapshot(records)


@pytest.fixture(scope="session")
def people(small_city: Path) -> People:
    return read_people(small_city)


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine()
