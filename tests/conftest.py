"""What every test may ask for: the folder `shared`, real databases, and an honest count of what was not run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from resources.clock import FixedClock
from resources.database import Database, open_database
from tests.databases import (
    copy_of_postgres,
    copy_of_sqlite,
    migrate,
    postgres_answers,
    postgres_databases,
)

REPOSITORY = Path(__file__).resolve().parents[1]
NOT_RUN = {
    "shared": "folder ../shared absent, or set TSUNAGITE_SHARED",
    "postgres": "no PostgreSQL on 127.0.0.1:5432",
    "browser": "BROWSER=skip",
    "distributed": "extra [distributed] not installed",
    "closed_network": "unshare -rn is refused here",
}


def shared_folder() -> Path:
    """`TSUNAGITE_SHARED`, else the folder `shared` beside the checkout."""
    return Path(os.environ.get("TSUNAGITE_SHARED") or REPOSITORY.parent / "shared")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Judged cities, real files and standards that are not part of the repository."""
    return shared_folder()


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands on the morning of 21 November 2026 in Japan."""
    return FixedClock(datetime(2026, 11, 21, 0, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy from."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """The name of a migrated, empty PostgreSQL database to copy from."""
    with postgres_databases() as name:
        yield name


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database: every test that asks runs on both kinds."""
    if request.param == "sqlite":
        yield copy_of_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
    else:
        with copy_of_postgres(request.getfixturevalue("postgres_template")) as url:
            yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty, migrated database, open."""
    opened = open_database(database_url)
    yield opened
    opened.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = {"shared"} if not shared_folder().is_dir() else set()
    if any("postgres" in item.keywords for item in items) and not postgres_answers():
        missing.add("postgres")
    if find_spec("distributed") is None:
        missing.add("distributed")
    for item in items:
        for marker in missing & set(item.keywords):
            item.add_marker(pytest.mark.skip(reason=NOT_RUN[marker]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    for marker, why in NOT_RUN.items():
        count = sum(marker in report.keywords for report in skipped)
        if count:
            terminalreporter.write_line(f"not run: {count} tests of {marker} ({why})", yellow=True)
