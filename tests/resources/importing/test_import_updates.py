"""A new edition of a list changes what its publisher changed, and nothing that people entered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from resources.catalogue_writer import touch_catalogue
from resources.clock import FixedClock
from resources.database import Database
from resources.importing import read_resources
from resources.importing.apply import plan_import
from resources.repository import catalogue_version
from resources.tables import (
    Resource,
    ResourceContact,
    ResourceFeature,
    ResourceLocation,
    ResourceSchedule,
    SourceRow,
    VolunteerPerson,
)
from tests.resources.importing.conftest import Importing

HEADER = "資源ID,名称,種別,所在地,対象年齢_下限,曜日,開始時刻,終了時刻,定員,空き,費用_円,規模,受入の配慮,状態,情報更新日,電話,学区"
FIRST = "K1,みどりの家,居場所,緑台1,18,月,10:00,12:00,10,3,100,少人数,静か,公開中,2026-07-14,0770-00-0001,"
VOLUNTEER = "V1,傾聴します,ボランティア人材,泉町2-3,,,,,,,,,,公開中,2026-07-14,090-0000-1111,"

OURS: dict[str, Any] = {
    "status": "paused",
    "openings": 0,
    "confirmed_on": date(2026, 11, 1),
    "confirmed_by": "担当",
    "capacity_soft": "あと2人くらい",
    "honorarium": "500円",
    "insurance": "加入ずみ",
    "roles": "お茶当番",
    "group_size": "large",
    "fee_yen": 0,
    "age_min": 15,
    "transport_note": "駅から送迎",
    "visibility": "internal",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "list.csv").write_text(f"{HEADER}\n{FIRST}\n{VOLUNTEER}\n", encoding="utf-8")
    return tmp_path


def _edition(folder: Path, *changes: tuple[str, str]) -> Path:
    """The list with words replaced: what its publisher puts out next."""
    text = (folder / "list.csv").read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / "list.csv").write_text(text, encoding="utf-8")
    return folder / "list.csv"


def _place(session: Session) -> Resource:
    return session.exec(select(Resource).where(Resource.kind == "third_place")).one()


def _enter(town: Database, **values: object) -> None:
    with town.session() as session:
        _place(session).sqlmodel_update(values)


def _columns(findings: Any) -> list[tuple[int, str]]:
    return [(f.row, f.column) for f in findings if f.severity == "doubtful"]


def test_what_people_entered_survives_a_new_edition(town: Database, bring: Importing, folder: Path) -> None:
    bring(read_resources(folder / "list.csv"))
    _enter(town, **OURS)
    plan = bring(read_resources(_edition(folder, ("12:00,10,", "12:00,12,"))))
    assert (plan.files[0].count("updated"), _columns(plan.findings)) == (1, [])
    with town.session() as session:
        place = _place(session)
        assert place.capacity_hard == 12
        assert {name: getattr(place, name) for name in OURS} == OURS


def test_rows_that_a_file_does_not_carry_stay(town: Database, bring: Importing, folder: Path) -> None:
    bring(read_resources(folder / "list.csv"))
    with town.session() as session:
        key = _place(session).id
        contact = session.exec(select(ResourceContact).where(ResourceContact.resource_id == key)).one()
        contact.email, contact.hours, contact.person = "a@example.jp", "平日", "世話役"
        rule = session.exec(select(ResourceSchedule)).one()
        rule.valid_to = date(2027, 3, 31)
        session.add(ResourceLocation(resource_id=key or 0, position=1, address="分室"))
        session.add(
            ResourceFeature(resource_id=key or 0, list_name="consideration", position=1, value="途中退室")
        )
        first = session.exec(select(ResourceLocation.id).where(ResourceLocation.position == 0)).all()
    bring(read_resources(_edition(folder, ("緑台1", "緑台１"), ("0770-00-0001", "0770-00-0002"))))
    with town.session() as session:
        contact = session.exec(select(ResourceContact)).one()
        assert (contact.phone, contact.email, contact.hours) == ("0770-00-0002", "a@example.jp", "平日")
        assert contact.person == "世話役"
        assert session.exec(select(ResourceSchedule)).one().valid_to == date(2027, 3, 31)
        places = select(ResourceLocation.id, ResourceLocation.address).order_by(col(ResourceLocation.id))
        stored = session.exec(places).all()
        assert {address for _, address in stored} == {"緑台１", "", "分室"}
        assert set(first) < {key for key, _ in stored}
        words = select(ResourceFeature.value).where(ResourceFeature.list_name == "consideration")
        assert session.exec(words.order_by(col(ResourceFeature.position))).all() == ["静か", "途中退室"]


def test_a_field_that_both_sides_changed_keeps_ours_and_is_reported_without_values(
    town: Database, bring: Importing, folder: Path
) -> None:
    bring(read_resources(folder / "list.csv"))
    _enter(town, capacity_hard=5)
    with town.session() as session:
        session.exec(select(VolunteerPerson)).one().phone = "090-9999-9999"
    changed = _edition(folder, ("12:00,10,", "12:00,12,"), ("090-0000-1111", "090-0000-2222"))
    with town.session() as session:
        assert _columns(plan_import(session, [read_resources(changed)]).findings) == [
            (2, "定員"),
            (3, "電話"),
        ]
    plan = bring(read_resources(changed))
    assert _columns(plan.findings) == [(2, "定員"), (3, "電話")]
    assert plan.files[0].doubtful == 2
    said = " ".join(finding.what + finding.remedy for finding in plan.findings)
    assert not any(number in said for number in ("090", "5", "12"))
    with town.session() as session:
        assert _place(session).capacity_hard == 5
        assert session.exec(select(VolunteerPerson)).one().phone == "090-9999-9999"
    again = bring(read_resources(changed))
    assert (again.files[0].count("unchanged"), _columns(again.findings)) == (2, [])


def test_a_volunteer_stays_the_same_person(town: Database, bring: Importing, folder: Path) -> None:
    bring(read_resources(folder / "list.csv"))
    with town.session() as session:
        person = session.exec(select(VolunteerPerson)).one()
        person.name = "名のひと"
        before = person.public_id, person.created_at
    with town.session() as session:
        version = session.exec(select(VolunteerPerson.version)).one()
    bring(read_resources(_edition(folder, ("090-0000-1111", "090-0000-2222"))))
    with town.session() as session:
        person = session.exec(select(VolunteerPerson)).one()
        assert (person.public_id, person.created_at) == before
        assert (person.name, person.phone, person.version) == ("名のひと", "090-0000-2222", version + 1)


def test_a_list_that_calls_a_person_a_place_opens_nothing_and_is_reported(
    town: Database, bring: Importing, folder: Path
) -> None:
    bring(read_resources(folder / "list.csv"))
    plan = bring(read_resources(_edition(folder, ("ボランティア人材", "サロン"))))
    assert [finding.column for finding in plan.findings if finding.severity == "doubtful"] == ["種別"]
    with town.session() as session:
        assert session.exec(select(VolunteerPerson)).one().address == "泉町2-3"
        assert session.exec(select(ResourceContact.phone)).all() == ["0770-00-0001"]
        assert "泉町2-3" not in session.exec(select(ResourceLocation.address)).all()


def test_an_edition_that_changes_no_fact_of_an_entry_leaves_its_version(
    town: Database, bring: Importing, folder: Path
) -> None:
    bring(read_resources(folder / "list.csv"))
    with town.session() as session:
        before = _place(session).version
    text = (folder / "list.csv").read_text(encoding="utf-8")
    lines = [f"{line},{more}" for line, more in zip(text.splitlines(), ("面積", "300", ""), strict=True)]
    (folder / "list.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert bring(read_resources(folder / "list.csv")).files[0].count("updated") == 1
    with town.session() as session:
        assert _place(session).version == before
        remembered = session.exec(select(SourceRow.record_json).where(SourceRow.external_id == "K1")).one()
        assert "面積" in remembered


def test_an_older_edition_can_be_brought_back(town: Database, bring: Importing, folder: Path) -> None:
    first = read_resources(folder / "list.csv")
    bring(first)
    bring(read_resources(_edition(folder, ("12:00,10,", "12:00,12,"))))
    assert bring(first).files[0].count("updated") == 1
    with town.session() as session:
        assert _place(session).capacity_hard == 10


def test_an_update_makes_a_new_version_of_the_catalogue(
    town: Database, bring: Importing, folder: Path, clock: FixedClock
) -> None:
    bring(read_resources(folder / "list.csv"))
    with town.session() as session:
        touch_catalogue(session, clock=clock)
    with town.session() as session:
        before = catalogue_version(session)
    bring(read_resources(folder / "list.csv"))
    with town.session() as session:
        assert catalogue_version(session) == before
    bring(read_resources(_edition(folder, ("12:00,10,", "12:00,12,"))))
    with town.session() as session:
        assert catalogue_version(session) == before + 1
