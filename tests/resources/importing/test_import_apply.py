"""Into the database: all or nothing, and the same file twice changes nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, func, select

from geo.sources import Source
from resources.catalogue_writer import get_or_add_organisation
from resources.clock import FixedClock
from resources.database import Database
from resources.errors import BadInput
from resources.importing import read_resource_files, read_resources
from resources.importing.apply import apply_import, plan_import
from resources.importing.plan import ImportPlan
from resources.importing.result import ReadResult
from resources.repository import catalogue_version
from resources.tables import ImportSource, Resource, SourceRow

DATA = Path(__file__).parents[2] / "data" / "importing"
Counts = tuple[int, int, int]


def _import(town: Database, clock: FixedClock, *results: ReadResult) -> list[Counts]:
    with town.session() as session:
        owner = get_or_add_organisation(session, "みどり市", relation="own")
        return _counts(apply_import(session, results, owner=owner, clock=clock))


def _counts(plan: ImportPlan) -> list[Counts]:
    return [(f.count("created"), f.count("updated"), f.count("unchanged")) for f in plan.files]


def _state(session: Session) -> tuple[int, int, int, int]:
    tables = (Resource, SourceRow, ImportSource)
    sizes = [session.exec(select(func.count()).select_from(table)).one() for table in tables]
    return sizes[0], sizes[1], sizes[2], catalogue_version(session)


def test_the_same_file_twice_changes_nothing(town: Database, clock: FixedClock) -> None:
    result = read_resources(DATA / "facility_old.csv")
    assert _import(town, clock, result) == [(3, 0, 0)]
    with town.session() as session:
        before = _state(session)
        versions = session.exec(select(Resource.version).order_by(col(Resource.id))).all()
    assert _import(town, clock, result) == [(0, 0, 3)]
    with town.session() as session:
        assert _state(session) == before
        assert session.exec(select(Resource.version).order_by(col(Resource.id))).all() == versions


def test_the_same_file_twice_in_one_command_is_stored_once(town: Database, clock: FixedClock) -> None:
    result = read_resources(DATA / "facility_old.csv")
    assert _import(town, clock, result, result) == [(3, 0, 0), (0, 0, 3)]


def test_a_changed_row_updates_its_entry_and_only_that(
    town: Database, clock: FixedClock, tmp_path: Path
) -> None:
    with (DATA / "cafeteria.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    _import(town, clock, read_resources(DATA / "cafeteria.csv"))
    rows[1][rows[0].index("定員")] = "45"
    rows[1][rows[0].index("ID")] = "77"  # the publisher numbered anew: still the same place
    with (tmp_path / "cafeteria.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([rows[0], *reversed(rows[1:])])
    changed = read_resources(tmp_path / "cafeteria.csv")
    with town.session() as session:
        public_id = session.exec(select(Resource.public_id).where(Resource.capacity_hard == 30)).one()
    assert _import(town, clock, changed) == [(0, 1, 2)]
    with town.session() as session:
        updated = session.exec(select(Resource).where(Resource.capacity_hard == 45)).one()
        assert updated.public_id == public_id


def test_equal_ids_of_two_publishers_stay_two_places(
    town: Database, clock: FixedClock, tmp_path: Path
) -> None:
    for name, address in (("a.csv", "緑台1"), ("b.csv", "泉2")):
        (tmp_path / name).write_text(f"ID,名称,住所\n1,みどり館,{address}\n", encoding="utf-8")
    results = read_resource_files([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert _import(town, clock, *results) == [(1, 0, 0), (1, 0, 0)]
    with town.session() as session:
        assert _state(session)[0] == 2


def test_two_rows_of_one_place_are_both_kept_and_reported(
    town: Database, clock: FixedClock, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("名称,住所,説明\nみどり館,緑台1,朝\nみどり館,緑台１,夜\n", encoding="utf-8")
    result = read_resources(path)
    assert [(f.row, f.severity) for f in result.findings] == [(3, "doubtful")]
    assert _import(town, clock, result) == [(2, 0, 0)]
    assert _import(town, clock, result) == [(0, 0, 2)]


def test_a_collection_with_an_unknown_kind_goes_in_not_at_all(
    town: Database, clock: FixedClock, tmp_path: Path
) -> None:
    text = (DATA / "collection.csv").read_text(encoding="utf-8").replace(",就労体験,", ",ふしぎ,")
    (tmp_path / "c.csv").write_text(text, encoding="utf-8")
    good, bad = read_resources(DATA / "facility_old.csv"), read_resources(tmp_path / "c.csv")
    with pytest.raises(BadInput, match=r"^c\.csv 3行目 「種別」列"):
        _import(town, clock, good, bad)
    with town.session() as session:
        assert _state(session) == (0, 0, 0, 0)


def test_a_plan_writes_nothing(town: Database) -> None:
    with town.session() as session:
        plan = plan_import(session, [read_resources(DATA / "collection.csv")])
    assert _counts(plan) == [(2, 0, 0)]
    with town.session() as session:
        assert _state(session) == (0, 0, 0, 0)


def test_the_id_of_a_collection_is_remembered_but_is_not_the_key(town: Database, clock: FixedClock) -> None:
    _import(town, clock, read_resources(DATA / "collection.csv"))
    with town.session() as session:
        assert set(session.exec(select(SourceRow.external_id))) == {"K1", "K2"}
        assert not {"K1", "K2"} & set(session.exec(select(Resource.public_id)))


def test_everything_a_row_may_hold_fits_the_database(
    town: Database, clock: FixedClock, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    rows = [
        ["館", "a" * 600, "", ""],
        ["b" * 301, "緑台1", "", ""],
        ["c" * 300, "緑台2", "k" * 400, "㍿" * 200],
        ["d", "e" * 500, "", "㍿" * 60],
    ]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["名称", "住所", "種別", "運営主体"], *rows])
    result = read_resources(path)
    assert (result.taken, result.refused) == (2, 2)
    assert _import(town, clock, result) == [(2, 0, 0)]


def test_a_long_list_takes_few_statements(town: Database, clock: FixedClock, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    rows = (f"館{n},緑台{n},公民館,みどり会{n % 7}" for n in range(1200))
    path.write_text("\n".join(("名称,住所,種別,運営主体", *rows, "")), encoding="utf-8")
    statements: list[str] = []

    @event.listens_for(town.engine, "before_cursor_execute")
    def _count(_c: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    assert _import(town, clock, read_resources(path)) == [(1200, 0, 0)]
    assert len(statements) < 60


def test_a_licence_that_is_stated_stays_with_the_list_also_when_its_rows_do_not_change(
    town: Database, clock: FixedClock
) -> None:
    result = read_resources(DATA / "facility_old.csv")
    _import(town, clock, result)
    with town.session() as session:
        owner = get_or_add_organisation(session, "みどり市", relation="own")
        stated = Source("みどり市", "2026年版", "CC BY 4.0")
        plan = apply_import(session, [result], owner=owner, clock=clock, source=stated)
        assert _counts(plan) == [(0, 0, 3)]
        apply_import(session, [result], owner=owner, clock=clock)
        (kept,) = session.exec(select(ImportSource)).all()
        assert (kept.name, kept.edition, kept.licence) == ("みどり市", "2026年版", "CC BY 4.0")
