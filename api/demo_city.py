"""Loading the demo city 瑞浜市 into a fresh database."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import inspect
from sqlmodel import Session

from api.accounts.demo import DemoAccount, add_demo_accounts
from api.installing import (
    add_first_rows,
    create_tables,
    installation_kind,
    municipality_organisation,
    open_with_key,
    sqlite_path,
)
from api.settings import Settings
from geo.sources import Source
from resources.areas import store_areas
from resources.clock import Clock
from resources.database import Database
from resources.demo import demo_city
from resources.errors import NotPermitted
from resources.importing import read_resources
from resources.importing.apply import apply_import
from resources.importing.area_files import AreaQuestion, read_area_files
from resources.importing.population_files import read_population_files
from resources.population import store_population
from resources.quality.checks import check_catalogue

DEMO_MUNICIPALITY = "瑞浜市(みずはまし・架空)"
DEMO_LICENCE = "Apache License 2.0（架空の市のデータ）"
_SOURCE = Source("つなぎて デモデータ(架空の市)")


def load_demo_city(settings: Settings, *, clock: Clock) -> tuple[Database, tuple[DemoAccount, ...]]:
    """Make the demo database, or complete one that is there already; the open database and its sign-ins.

    Everything is one unit of work, so that a demo that was interrupted is never taken for a whole one.
    Raises NotPermitted for a database that belongs to a real municipality.
    """
    database = create_tables(settings)
    try:
        with database.session() as session:
            kind = installation_kind(session)
            if kind == "real":
                raise NotPermitted(
                    "このデータベースは実際の自治体のものなので、デモの市は入れません。"
                    "--database で別の場所を指定してください。"
                )
            if kind is None:
                add_first_rows(session, DEMO_MUNICIPALITY, is_demo=True, clock=clock)
            accounts = _fill(session, clock)
    except BaseException:
        database.close()
        raise
    return database, accounts


def demo_is_loaded(settings: Settings) -> bool:
    """Whether there is a complete database (of whatever kind) at this address. Creates nothing."""
    path = sqlite_path(settings.database_url)
    if path and not path.exists():
        return False
    database = open_with_key(settings)
    try:
        if not inspect(database.engine).has_table("installation"):
            return False
        with database.session() as session:
            return installation_kind(session) is not None
    finally:
        database.close()


def _fill(session: Session, clock: Clock) -> tuple[DemoAccount, ...]:
    folder = demo_city()
    districts = read_area_files(
        [folder / "districts.geojson"], AreaQuestion(kind="elementary_district", source=_SOURCE)
    )
    store_areas(session, districts.areas, points=districts.points)
    people = read_population_files([folder / "population_mesh.csv"]).population
    store_population(session, replace(people, source=_SOURCE), clock=clock)
    apply_import(
        session,
        [read_resources(folder / "resources.csv")],
        owner=municipality_organisation(session),
        clock=clock,
        source=Source("", "", DEMO_LICENCE),
    )
    check_catalogue(session, clock=clock)
    return add_demo_accounts(session, now=clock.now())
