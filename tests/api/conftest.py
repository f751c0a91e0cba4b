"""A small city with accounts, and a browser-like visitor of its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlmodel import select

from api.accounts.repository import NewAccount, add_account
from api.app import create_app
from api.installing import municipality_organisation, open_or_create
from api.settings import Settings
from resources.catalogue_writer import add_resource, get_or_add_organisation, touch_catalogue
from resources.encryption import write_new_key
from resources.tables import District, Resource
from tests.api.sample_city import ACCOUNTS, PASSWORDS, sample_records
from tests.api.visitor import Visitor
from tests.databases import copy_of_postgres, copy_of_sqlite

MORNING = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)


@dataclass
class MovingClock:
    """A clock that a test sets forward."""

    moment: datetime = MORNING

    def now(self) -> datetime:
        return self.moment

    def forward(self, **time: float) -> None:
        self.moment += timedelta(**time)


@pytest.fixture
def moving_clock() -> MovingClock:
    return MovingClock()


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key of the city's encrypted columns."""
    path = tmp_path_factory.mktemp("key") / "columns.key"
    write_new_key(path)
    return path


@pytest.fixture(scope="session")
def city_in_sqlite(sqlite_template: Path, key_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city in a file to copy from."""
    folder = tmp_path_factory.mktemp("city")
    url = copy_of_sqlite(sqlite_template, folder)
    fill(Settings(database_url=url, key_file=key_file))
    return folder / "tsunagite.db"


@pytest.fixture(scope="session")
def city_in_postgres(postgres_template: str, key_file: Path) -> Iterator[str]:
    """The name of a PostgreSQL database with the city, to copy from."""
    with copy_of_postgres(postgres_template) as url:
        fill(Settings(database_url=url, key_file=key_file))
        yield url.rsplit("/", 1)[1]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def settings(request: pytest.FixtureRequest, key_file: Path, tmp_path: Path) -> Iterator[Settings]:
    """A city of its own for each test, on both kinds of database. It is no demo, and publishes its feed."""
    if request.param == "sqlite":
        url = copy_of_sqlite(request.getfixturevalue("city_in_sqlite"), tmp_path)
        yield Settings(database_url=url, key_file=key_file, publish=True)
    else:
        with copy_of_postgres(request.getfixturevalue("city_in_postgres")) as url:
            yield Settings(database_url=url, key_file=key_file, publish=True)


def fill(settings: Settings) -> None:
    """The entries and accounts of the sample city."""
    clock = MovingClock()
    database, _key = open_or_create(settings, clock=clock, municipality="架空市")
    with database.session() as session:
        session.add(District(code="D01", name="本町学区", lat=35.01, lon=135.94))
        session.add(District(code="D02", name="港学区", lat=35.03, lon=135.91))
        session.flush()
        get_or_add_organisation(session, "委託法人", relation="contractor")
        owner = municipality_organisation(session)
        for record in sample_records():
            add_resource(session, record, owner=owner, clock=clock)
        touch_catalogue(session, clock=clock)
        for name, role, organisation in ACCOUNTS:
            account = NewAccount(name, f"{name}さん", role, PASSWORDS[name], organisation)
            add_account(session, account, now=clock.now())
    database.close()


@pytest.fixture
def app(settings: Settings, moving_clock: MovingClock) -> Iterator[FastAPI]:
    application = create_app(settings, clock=moving_clock)
    yield application
    application.state.parts.database.close()


@pytest.fixture
def visitors(app: FastAPI) -> Iterator[Callable[[], Visitor]]:
    """`visitors()` is a new browser on the application; nobody is signed in."""
    with ExitStack() as open_clients:
        yield lambda: open_clients.enter_context(Visitor.of(app))


@pytest.fixture
def visitor(visitors: Callable[[], Visitor]) -> Visitor:
    """Somebody who is not signed in."""
    return visitors()


@pytest.fixture
def worker(visitor: Visitor) -> Visitor:
    """A worker of the municipality, signed in."""
    visitor.sign_in("worker", PASSWORDS["worker"])
    return visitor


@pytest.fixture
def public_ids(app: FastAPI) -> dict[str, str]:
    """Name of an entry → its public id."""
    with app.state.parts.database.session() as session:
        return {row.name: row.public_id for row in session.exec(select(Resource))}
