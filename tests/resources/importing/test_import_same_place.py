"""One place that several files hold: the same bytes, the same facts, or only the same name and address."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlmodel import Session, col, func, select

from resources.database import Database
from resources.importing import read_resources
from resources.importing.apply import plan_import
from resources.repository import catalogue_version
from resources.tables import ImportSource, Resource, SourceRow
from tests.resources.importing.conftest import Importing

HEADER = "名称,住所,説明,定員"


@pytest.fixture
def list_a(tmp_path: Path) -> Path:
    return _write(tmp_path / "a.csv", "みどり館,緑台1,朝の会,10", "あお館,泉2,,")


def _write(path: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join((HEADER, *rows, "")), encoding=encoding)
    return path


def _sizes(session: Session) -> tuple[int, int, int]:
    tables = (Resource, SourceRow, ImportSource)
    resources, rows, sources = (
        session.exec(select(func.count()).select_from(table)).one() for table in tables
    )
    return resources, rows, sources


def test_the_same_bytes_under_another_name_change_nothing_and_name_the_earlier_file(
    town: Database, bring: Importing, list_a: Path
) -> None:
    bring(read_resources(list_a))
    copy = Path(shutil.copy(list_a, list_a.with_name("全く別の名前.csv")))
    plan = bring(read_resources(copy))
    assert plan.files[0].count("unchanged") == 2
    assert [(f.severity, "「a.csv」" in f.what) for f in plan.findings] == [("note", True)]
    with town.session() as session:
        assert _sizes(session) == (2, 2, 1)
        assert catalogue_version(session) == 1


def test_the_same_bytes_under_two_names_in_one_command_are_stored_once(
    town: Database, bring: Importing, list_a: Path
) -> None:
    copy = Path(shutil.copy(list_a, list_a.with_name("b.csv")))
    bring(read_resources(list_a), read_resources(copy))
    with town.session() as session:
        assert _sizes(session) == (2, 2, 1)


def test_a_list_that_was_saved_in_another_encoding_is_linked_to_the_entries_that_are_there(
    town: Database, bring: Importing, list_a: Path
) -> None:
    bring(read_resources(list_a))
    other = _write(list_a.with_name("b.csv"), "みどり館,緑台1,朝の会,10", "あお館,泉2,,", encoding="cp932")
    plan = bring(read_resources(other))
    assert plan.files[0].count("linked") == 2
    assert {(f.row, f.severity) for f in plan.findings} == {(2, "note"), (3, "note")}
    with town.session() as session:
        assert _sizes(session) == (2, 4, 2)
        linked = select(SourceRow.resource_id, SourceRow.natural_key)
        assert len(set(session.exec(linked).all())) == 2
        assert catalogue_version(session) == 1
    assert bring(read_resources(other)).files[0].count("unchanged") == 2


def test_two_lists_of_one_command_share_an_entry_when_all_is_the_same(
    town: Database, bring: Importing, list_a: Path
) -> None:
    other = _write(list_a.with_name("b.csv"), "みどり館,緑台1,朝の会,10")
    plan = bring(read_resources(list_a), read_resources(other))
    assert [file.count("created", "linked") for file in plan.files] == [2, 1]
    with town.session() as session:
        assert _sizes(session) == (2, 3, 2)


def test_a_linked_entry_follows_the_list_that_changes(town: Database, bring: Importing, list_a: Path) -> None:
    other = list_a.with_name("b.csv")
    bring(read_resources(list_a), read_resources(_write(other, "みどり館,緑台1,朝の会,10")))
    bring(read_resources(_write(other, "みどり館,緑台1,朝の会,12")))
    bring(read_resources(_write(list_a, "みどり館,緑台1,朝と夜の会,10", "あお館,泉2,,")))
    with town.session() as session:
        place = session.exec(select(Resource).where(Resource.name == "みどり館")).one()
        assert (place.capacity_hard, place.summary) == (12, "朝と夜の会")


def test_other_facts_at_the_same_name_and_address_are_a_doubt(
    town: Database, bring: Importing, list_a: Path
) -> None:
    bring(read_resources(list_a))
    other = read_resources(_write(list_a.with_name("b.csv"), "みどり館,緑台１,夜の会,8", "あか館,泉9,,"))
    with town.session() as session:
        assert plan_import(session, [other]).files[0].doubtful == 1
    plan = bring(other)
    assert plan.files[0].count("created") == 2
    (found,) = plan.findings
    assert (found.row, found.column, found.severity) == (2, "名称", "doubtful")
    assert "すでに登録されている「みどり館」と同じ場所かもしれません（doctor で確認）" in found.what
    with town.session() as session:
        assert _sizes(session) == (4, 4, 2)


def test_an_entry_that_a_person_changed_is_still_found_by_another_list_of_the_same_facts(
    town: Database, bring: Importing, list_a: Path
) -> None:
    bring(read_resources(list_a))
    with town.session() as session:
        session.exec(select(Resource).where(Resource.name == "みどり館")).one().capacity_hard = 4
    bring(read_resources(_write(list_a.with_name("b.csv"), "みどり館,緑台1,朝の会,10")))
    with town.session() as session:
        capacities = select(Resource.capacity_hard).where(col(Resource.name) == "みどり館")
        assert session.exec(capacities).all() == [4]
