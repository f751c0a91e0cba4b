"""Loading the demo city 瑞浜市 into a fresh database."""

from __future__ import annotations

from pathlib import Path

from api.accounts.demo import DemoAccount, add_demo_accounts
from api.installing import municipality_organisation, open_or_create, sqlite_path
from api.settings import Settings
from resources.areas import store_districts
from resources.clock import Clock
from resources.database import Database
from resources.demo import demo_city
from resources.errors import NotPermitted
from resources.importing import read_resources
from resources.importing.apply import apply_import
from resources.repository import installation

DEMO_MUNICIPALITY = "瑞浜市(みずはまし・架空)"
_SOURCE = "つなぎて デモデータ(架空の市)"


def load_demo_city(settings: Settings, *, clock: Clock) -> tuple[Database, tuple[DemoAccount, ...]]:
    """Make the demo database, or complete one that is there already; the open database and its sign-ins.

    Raises NotPermitted for a database that belongs to a real municipality. A SQLite file that was new and
    could not be filled is removed: half a demo must not be taken for a whole one.
    """
    path = sqlite_path(settings.database_url)
    is_new = path is not None and not path.exists()
    try:
        return _load(settings, clock)
    except BaseException:
        if path is not None and is_new:
            _remove_sqlite(path)
        raise


def _load(settings: Settings, clock: Clock) -> tuple[Database, tuple[DemoAccount, ...]]:
    database, _ = open_or_create(settings, clock=clock, municipality=DEMO_MUNICIPALITY, is_demo=True)
    with database.session() as session:
        found = installation(session)
        if found is None or not found.is_demo:
            raise NotPermitted(
                "このデータベースは実際の自治体のものなので、デモの市は入れません。--database で別の場所を指定してください。"
            )
        folder = demo_city()
        store_districts(session, folder, source=_SOURCE)
        apply_import(
            session,
            [read_resources(folder / "resources.csv")],
            owner=municipality_organisation(session),
            clock=clock,
        )
        accounts = add_demo_accounts(session, now=clock.now())
    return database, accounts


def _remove_sqlite(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
