"""The demo city as it is published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.demo_city import load_demo_city
from api.settings import Settings
from resources.clock import FixedClock
from resources.database import Database
from resources.publishing.conditions import is_participation_place
from resources.publishing.entries import all_published
from resources.publishing.model import PublishedEntry
from tests.api.conftest import MORNING


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The whole demo city in SQLite."""
    path = tmp_path_factory.mktemp("published") / "demo.db"
    database, _ = load_demo_city(Settings(database_url=f"sqlite:///{Path(path)}"), clock=FixedClock(MORNING))
    yield database
    database.close()


@pytest.fixture(scope="session")
def demo_entries(demo_database: Database) -> list[PublishedEntry]:
    """Every entry of the demo city that leaves."""
    with demo_database.session() as session:
        return list(all_published(session, [is_participation_place()]))
