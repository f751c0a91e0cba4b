"""docs/hsds.md names every field that a file has no column for, and no other."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from resources.exporting.about import About
from resources.exporting.forms import FORMS
from resources.publishing.model import PublishedEntry, PublishedOrganisation
from resources.records import ResourceRecord, ScheduleRule
from resources.schedules.parsing import parse_schedule

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "hsds.md").read_text(encoding="utf-8")
ABOUT = About("架空市", "252999", date(2026, 11, 21))
NOW = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
HOUSE = PublishedOrganisation("house0000001", "NPO法人みなも", "npo", None)
PLAIN = ResourceRecord(key="k", name="場", kind="salon")
FULL = ResourceRecord(
    key="k2",
    name="別の場",
    kind="sports",
    name_kana="ベツノバ",
    standing="candidate_venue",
    operator="別の団体",
    operator_kind="npo",
    summary="概要",
    audience="だれでも",
    age_min=1,
    age_max=2,
    gender="female",
    conditions=("reservation",),
    district="D01",
    address="架空市",
    lat=35.0,
    lon=135.0,
    accuracy="oaza",
    municipality_code="25212",
    delivery=("online",),
    schedule=(ScheduleRule(("mon",), 600, 720, "weekly"),),
    capacity=3,
    openings=1,
    capacity_soft="余地",
    group_size="small",
    fee_yen=100,
    fee_note="材料費",
    honorarium="謝金",
    transport="yes",
    accessibility=("wheelchair",),
    roles="役割",
    stages=("attend",),
    considerations=("静か",),
    insurance="保険",
    resource_fields=("mobility",),
    agencies=("社協",),
    status="full",
    confirmed_on=date(2026, 1, 2),
    phone="0770-00-0000",
    url="https://example.jp/",
    contact_person="担当",
    remarks="備考",
    extra=(("列", "値"),),
)


def content(form: str, record: ResourceRecord) -> bytes:
    entry = PublishedEntry(record, NOW, HOUSE, kept_by_organisation=False)
    return b"".join(FORMS[form].parts([entry], ABOUT))


def lost(form: str) -> set[str]:
    plain = content(form, replace(PLAIN, lat=34.0, lon=134.0))
    names = {field.name for field in fields(ResourceRecord)}
    base = replace(PLAIN, lat=34.0, lon=134.0)
    return {name for name in names if content(form, replace(base, **{name: getattr(FULL, name)})) == plain}


@pytest.mark.parametrize(("form", "column"), [("collection", 2), ("geojson", 2), ("opendata", 3)])
def test_the_page_names_every_field_that_a_file_has_no_column_for(form: str, column: int) -> None:
    table = PAGE.split("## What the other files lose")[1]
    rows = [line.split("|") for line in table.splitlines() if line.startswith("| `")]
    assert {row[1].strip(" `") for row in rows if row[column].strip() == "lost"} == lost(form)


@pytest.mark.parametrize("form", ["collection", "opendata"])
def test_a_rule_with_exceptions_is_words_and_a_rule_of_weeks_has_them_too(form: str) -> None:
    for text, words in (
        ("第1・3土曜 10時〜12時（8月は休み）", "第1・3土曜 10:00〜12:00（8月を除く）"),
        ("毎月15日 10:00〜12:00", "毎月15日 10:00〜12:00"),
        ("月〜金 9:00〜17:00（祝日を除く）", "月〜金曜 9:00〜17:00（祝日を除く）"),
    ):
        found = content(form, replace(PLAIN, schedule=parse_schedule(text).rules)).decode("utf-8-sig")
        assert words in found
        assert "09:00" not in found
        assert "10:00," not in found
    weeks = content(form, replace(PLAIN, schedule=parse_schedule("第2・4土曜 10時〜12時").rules))
    assert "第2・4土曜" in weeks.decode("utf-8-sig")
    assert ("月2" in weeks.decode("utf-8-sig")) is (form == "collection")
