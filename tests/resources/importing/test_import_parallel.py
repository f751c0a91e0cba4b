"""Two imports at once: one after the other, or one of them refused in a line; never a half, never a double."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlmodel import func, select

from resources.catalogue_writer import get_or_add_organisation
from resources.clock import FixedClock
from resources.database import Database, open_database
from resources.errors import AppError
from resources.importing import read_resources
from resources.importing.apply import apply_import
from resources.importing.locking import lock_imports
from resources.tables import Resource, SourceRow


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    rows = (f"館{n},緑台{n},みどり会{n % 5}" for n in range(300))
    (tmp_path / "list.csv").write_text("\n".join(("名称,住所,運営主体", *rows, "")), encoding="utf-8")
    return tmp_path / "list.csv"


def test_the_same_list_twice_at_the_same_time_is_stored_once(
    town: Database, database_url: str, listed: Path, clock: FixedClock
) -> None:
    result = read_resources(listed)
    together = threading.Barrier(3)

    def run() -> tuple[int, int]:
        mine = open_database(database_url)
        try:
            with mine.session() as session:
                owner = get_or_add_organisation(session, "みどり市", relation="own")
                together.wait(10)
                plan = apply_import(session, [result], owner=owner, clock=clock)
            return plan.files[0].count("created"), plan.files[0].count("unchanged")
        finally:
            mine.close()

    with ThreadPoolExecutor(3) as pool:
        outcomes = [future.result() for future in [pool.submit(run) for _ in range(3)]]
    assert sorted(outcomes) == [(0, 300), (0, 300), (300, 0)]
    with town.session() as session:
        assert session.exec(select(func.count()).select_from(Resource)).one() == 300
        assert session.exec(select(func.count()).select_from(SourceRow)).one() == 300


def test_an_import_that_waits_too_long_ends_in_one_line(
    town: Database, database_url: str, listed: Path, clock: FixedClock
) -> None:
    is_sqlite = town.engine.dialect.name == "sqlite"
    other = open_database(database_url)
    with town.session() as holding:
        lock_imports(holding)
        with pytest.raises(AppError) as refused, other.session() as session:
            session.connection().exec_driver_sql(
                "PRAGMA busy_timeout=50" if is_sqlite else "SET lock_timeout = 50"
            )
            owner = get_or_add_organisation(session, "みどり市", relation="own")
            apply_import(session, [read_resources(listed)], owner=owner, clock=clock)
    other.close()
    assert "\n" not in refused.value.message
