"""What an import changes is shown before it is done, field by field, and stands in the history afterwards."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import select

from resources.database import Database
from resources.importing import read_resources
from resources.importing.apply import plan_import
from resources.importing.differences import differences
from resources.importing.field_changes import field_changes
from resources.keeping.changes import WITHHELD, Change, list_changes
from resources.repository import load_records
from resources.scope import Scope
from resources.tables import Resource, ResourceLocation
from tests.resources.importing.conftest import Importing

HEADER = "資源ID,名称,種別,所在地,曜日,開始時刻,終了時刻,定員,状態,電話"
PLACE = "K1,みどりの家,居場所,緑台1,月,10:00,12:00,10,公開中,0770-00-0001"
OTHER = "K2,わかばの家,居場所,若葉2,火,10:00,12:00,10,公開中,0770-00-0002"
VOLUNTEER = "V1,傾聴します,ボランティア人材,,,,,,公開中,090-0000-1111"


def _list(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = "\n".join([HEADER, PLACE, OTHER, VOLUNTEER]) + "\n"
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def _history(town: Database, name: str) -> list[Change]:
    with town.session() as session:
        (key,) = [r.key for r in load_records(session, Scope.operator()) if r.name == name]
        return list_changes(session, Scope.operator(), key)


def test_a_plan_names_the_fields_that_change_before_and_after(
    bring: Importing, town: Database, tmp_path: Path
) -> None:
    bring(read_resources(_list(tmp_path)))
    changed = read_resources(
        _list(tmp_path, ("10:00,12:00,10,公開中,0770-00-0001", "10:00,13:00,12,公開中,"))
    )
    with town.session() as session:
        plan = plan_import(session, [changed])
    shown = {row.record.name: field_changes(row) for row in plan.files[0].rows}
    assert shown["わかばの家"] == {} == shown["傾聴します"]
    assert shown["みどりの家"].keys() == {"schedule", "capacity", "phone"}
    assert shown["みどりの家"]["capacity"] == (10, 12)
    assert shown["みどりの家"]["phone"] == ("0770-00-0001", "")
    before, after = shown["みどりの家"]["schedule"]
    assert (before[0]["end"], after[0]["end"]) == (720, 780)


def test_the_history_says_what_the_plan_showed(bring: Importing, town: Database, tmp_path: Path) -> None:
    bring(read_resources(_list(tmp_path)))
    changed = read_resources(
        _list(tmp_path, ("10:00,12:00,10,公開中,0770-00-0001", "10:00,13:00,12,公開中,"))
    )
    with town.session() as session:
        shown = field_changes(plan_import(session, [changed]).files[0].rows[0])
    bring(changed)
    newest, oldest = _history(town, "みどりの家")
    assert (newest.action, oldest.action) == ("imported", "created")
    assert newest.fields == shown
    assert oldest.fields == {}
    assert [change.action for change in _history(town, "わかばの家")] == ["created"]


def test_what_people_entered_stays_and_is_not_shown_as_changed(
    bring: Importing, town: Database, tmp_path: Path
) -> None:
    bring(read_resources(_list(tmp_path)))
    with town.session() as session:
        ours = session.exec(select(Resource).where(Resource.name == "みどりの家")).one()
        ours.status = "paused"
    changed = read_resources(_list(tmp_path, ("10,公開中,0770-00-0001", "10,終了,")))
    with town.session() as session:
        plan = plan_import(session, [changed])
    assert field_changes(plan.files[0].rows[0]) == {"phone": ("0770-00-0001", "")}


def test_a_volunteers_telephone_is_named_and_never_shown(
    bring: Importing, town: Database, tmp_path: Path
) -> None:
    bring(read_resources(_list(tmp_path)))
    changed = read_resources(_list(tmp_path, ("090-0000-1111", "090-0000-2222")))
    with town.session() as session:
        plan = plan_import(session, [changed])
    assert field_changes(plan.files[0].rows[2]) == {"phone": (WITHHELD, WITHHELD)}
    bring(changed)
    assert _history(town, "傾聴します")[0].fields == {"phone": (WITHHELD, WITHHELD)}


def test_the_same_file_again_writes_no_history(bring: Importing, town: Database, tmp_path: Path) -> None:
    for _ in range(2):
        bring(read_resources(_list(tmp_path)))
    assert [change.action for change in _history(town, "みどりの家")] == ["created"]


def test_a_position_that_we_derived_is_no_difference_and_no_line_of_the_history(
    bring: Importing, town: Database, tmp_path: Path
) -> None:
    bring(read_resources(_list(tmp_path)))
    with town.session() as session:
        hall = session.exec(select(Resource).where(Resource.name == "みどりの家")).one()
        place = session.exec(select(ResourceLocation).where(ResourceLocation.resource_id == hall.id)).one()
        place.lat, place.lon, place.accuracy = 35.0, 137.0, "representative"
    changed = read_resources(_list(tmp_path, ("公開中,0770-00-0001", "公開中,0770-00-0009")))
    with town.session() as session:
        (difference,) = differences(plan_import(session, [changed]).files[0])
    assert difference.changed == {"phone": ("0770-00-0001", "0770-00-0009")}
    bring(changed)
    assert _history(town, "みどりの家")[0].fields == {"phone": ("0770-00-0001", "0770-00-0009")}
