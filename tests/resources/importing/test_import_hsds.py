"""HSDS files: import(export(x)) = x on all fields but those that docs/hsds.md names; others' files as far as they go."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.code_lists import code_list
from resources.demo import demo_city
from resources.errors import BadInput
from resources.hsds.documents import document_parts, line_parts
from resources.hsds.services import STATUS, service_object
from resources.importing import read_resource_files, read_resources
from resources.importing.cells import clean
from resources.importing.hsds_services import service_record
from resources.importing.kinds import standing_of
from resources.publishing.model import PublishedEntry, PublishedOrganisation
from resources.records import ResourceRecord, ScheduleRule
from tests.resources.importing.conftest import Importing

NOW = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
FOREIGN: dict[str, Any] = {
    "id": "ac148810-d857-441c-9679-408f346de14b",
    "name": "Community Counselling",
    "status": "active",
    "minimum_age": 12,
    "organization": {"id": "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610", "name": "Example", "description": "x"},
    "schedules": [
        {"id": "x", "freq": "MONTHLY", "byday": "2TU,4TU", "opens_at": "10:00", "closes_at": "12:00:00Z"},
        {"id": "y", "freq": "WEEKLY", "byday": "MO", "description": "Not in August"},
    ],
    "attributes": [{"id": "a", "taxonomy_term": {"id": "b", "name": "サロン", "taxonomy": "UK"}}],
    "cost_options": [{"id": "c", "amount": 5, "currency": "GBP"}],
    "service_at_locations": [
        {
            "id": "s",
            "location": {
                "id": "l",
                "location_type": "physical",
                "latitude": 35.01,
                "longitude": 135.9,
                "addresses": [{"state_province": "滋賀県", "city": "架空市", "address_1": "本町1-1"}],
                "phones": [{"id": "p", "number": "0770-00-0001"}],
            },
        }
    ],
}


def entry_of(record: ResourceRecord) -> PublishedEntry:
    """The record as the database would publish it."""
    house = PublishedOrganisation("house0000001", record.operator or "架空市", record.operator_kind, None)
    return PublishedEntry(record, NOW, house, kept_by_organisation=not record.operator)


def there_and_back(record: ResourceRecord) -> ResourceRecord | None:
    return service_record(json.loads(json.dumps(service_object(entry_of(record), full=True))))


def lost(record: ResourceRecord) -> ResourceRecord:
    """The record without what HSDS loses, as docs/hsds.md says."""
    return replace(
        record,
        key="",
        standing=standing_of(record.kind),
        contact_person="",
        extra=(),
        operator_kind=record.operator_kind if record.operator else None,
    )


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(clean)
WORD = TEXT.filter(bool)
CODES = {
    name: st.lists(st.sampled_from([*code_list(name).codes, "一覧にない値"]), unique=True, max_size=3).map(
        tuple
    )
    for name in ("resource_condition", "delivery_method", "accessibility", "participation_stage")
}
NUMBER = st.none() | st.integers(0, 10_000)


def code(name: str) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from([*code_list(name).codes, "一覧にない値"])


@st.composite
def rules(draw: st.DrawFn) -> ScheduleRule:
    start = draw(st.none() | st.integers(0, 1439))
    end = draw(st.none() | st.integers(1, 1440).filter(lambda minute: minute != start))
    days = draw(st.lists(st.sampled_from([*code_list("weekday").codes, "祝"]), unique=True, max_size=4))
    raw = draw(TEXT)
    return ScheduleRule(tuple(days), start, end, draw(code("frequency")), raw)


@st.composite
def records(draw: st.DrawFn) -> ResourceRecord:
    placed = draw(st.booleans())
    return ResourceRecord(
        key="a",
        name=draw(WORD),
        kind=draw(st.sampled_from(list(code_list("resource_kind").codes))),
        name_kana=draw(TEXT),
        operator=draw(TEXT),
        operator_kind=draw(code("organisation_kind")),
        summary=draw(TEXT),
        audience=draw(TEXT),
        age_min=draw(NUMBER),
        age_max=draw(NUMBER),
        gender=draw(code("gender")) or "any",
        conditions=draw(CODES["resource_condition"]),
        district=draw(WORD | st.none()),
        address=draw(TEXT),
        lat=draw(st.floats(20.0, 46.0).map(lambda x: round(x, 6))) if placed else None,
        lon=draw(st.floats(122.0, 154.0).map(lambda x: round(x, 6))) if placed else None,
        delivery=draw(CODES["delivery_method"]),
        schedule=tuple(draw(st.lists(rules(), max_size=3))),
        capacity=draw(NUMBER),
        openings=draw(NUMBER),
        capacity_soft=draw(TEXT),
        group_size=draw(code("group_size")),
        fee_yen=draw(NUMBER),
        fee_note=draw(TEXT),
        honorarium=draw(TEXT),
        transport=draw(code("transport")),
        accessibility=draw(CODES["accessibility"]),
        roles=draw(TEXT),
        stages=draw(CODES["participation_stage"]),
        considerations=tuple(draw(st.lists(WORD, unique=True, max_size=3))),
        insurance=draw(TEXT),
        status=draw(st.sampled_from(sorted(STATUS))),
        confirmed_on=draw(st.none() | st.dates(date(2000, 1, 1))),
        phone=draw(TEXT),
        url=draw(TEXT | st.just("https://example.jp/a?b=c")),
        remarks=draw(TEXT),
    )


@given(records())
def test_what_is_exported_and_imported_is_the_same_on_every_field_that_is_not_lost(
    record: ResourceRecord,
) -> None:
    back = there_and_back(record)
    assert back is not None
    assert replace(back, key="") == lost(record)


@pytest.mark.parametrize("suffix", [".json", ".ndjson"])
def test_the_demo_city_comes_back_from_a_file_of_either_form(tmp_path: Path, suffix: str) -> None:
    before = read_resources(demo_city() / "resources.csv").records
    services = [service_object(entry_of(record), full=True) for record in before]
    parts = document_parts(services, {"publisher": "瑞浜市"}) if suffix == ".json" else line_parts(services)
    path = tmp_path / f"feed{suffix}"
    path.write_text("".join(parts), encoding="utf-8")
    result = read_resources(path)
    assert (result.format, result.rows, result.taken, result.refused) == ("hsds", 224, 224, 0)
    assert [replace(record, key="") for record in result.records] == [lost(record) for record in before]


def test_a_second_import_of_the_same_feed_changes_nothing(tmp_path: Path, bring: Importing) -> None:
    records_of_city = read_resources(demo_city() / "resources.csv").records[:20]
    path = tmp_path / "feed.json"
    path.write_text("".join(document_parts(services_of(records_of_city), {})), encoding="utf-8")
    assert bring(read_resources(path)).files[0].count("created") == 20
    assert bring(read_resources(path)).files[0].count("unchanged") == 20


def services_of(found: Sequence[ResourceRecord]) -> list[dict[str, Any]]:
    return [service_object(entry_of(record), full=True) for record in found]


def write(path: Path, content: Any) -> Path:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("shape", ["one", "list", "page", "lines"])
def test_somebody_elses_service_is_read_as_far_as_it_says_something(tmp_path: Path, shape: str) -> None:
    content: Any = {
        "one": FOREIGN,
        "list": [FOREIGN],
        "page": {"total_items": 1, "contents": [FOREIGN]},
        "lines": json.dumps(FOREIGN, ensure_ascii=False) + "\n\n",
    }[shape]
    (record,) = read_resources(write(tmp_path / "x.json", content)).records
    assert (record.kind, record.status, record.operator) == ("salon", "open", "Example")
    assert (record.age_min, record.lat, record.phone) == (12, 35.01, "0770-00-0001")
    assert record.address == "滋賀県架空市本町1-1"
    assert (record.fee_yen, record.fee_note) == (None, "5 GBP")
    monthly, weekly = record.schedule
    assert (monthly.weekdays, monthly.frequency, monthly.raw) == (("tue",), "twice_monthly", "2TU,4TU")
    assert monthly.weeks == (2, 4)
    assert (monthly.start, monthly.end) == (600, 720)
    assert (weekly.frequency, weekly.raw) == ("weekly", "Not in August")
    assert record.extra == (("UK", "サロン"),)


def test_a_service_of_an_unknown_kind_is_a_facility_that_is_never_suggested(tmp_path: Path) -> None:
    content = [{**FOREIGN, "attributes": [{"taxonomy_term": {"name": "Bins"}}]}]
    result = read_resources(write(tmp_path / "x.json", content))
    assert result.records[0].standing == "reference_facility"
    assert result.doubtful == 1


def test_a_service_without_a_name_is_refused_and_the_others_are_taken(tmp_path: Path) -> None:
    content = [{**FOREIGN, "name": " "}, FOREIGN]
    result = read_resource_files([write(tmp_path / "x.json", content)])[0]
    assert (result.rows, result.taken, result.refused) == (2, 1, 1)


@pytest.mark.parametrize(
    "content",
    [
        '{"profile": "x"}',
        '{"profile": "x", "contents": []}',
        '[{"status": "active"}, 3]',
        '{"status": "active", "name": "x"',
        '{"status": "active", "name": "\\ud800"}',
        '{"status": "active", "name": "\\u0000"}',
        '{"status": NaN, "name": "x"}',
        '{"status": ' + "[" * 5000 + "]" * 5000 + "}",
        '{"status": ' + "[" * 100 + "]" * 100 + ', "name": "x"}',
    ],
)
def test_what_is_no_list_of_services_is_refused_in_one_line(tmp_path: Path, content: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_resources(write(tmp_path / "x.json", content))
    assert "x.json" in str(refusal.value)
    assert "\n" not in str(refusal.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(FOREIGN)), JSON))
def test_no_json_whatever_makes_the_reader_fail(broken: dict[str, Any]) -> None:
    for service in (broken, {**FOREIGN, **broken}):
        record = service_record(service)
        assert record is None or record.name


def test_another_format_is_not_read_as_hsds_and_hsds_not_as_another(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="HSDS"):
        read_resources(write(tmp_path / "x.json", [FOREIGN]), format="facility")
    with pytest.raises(BadInput, match="HSDS"):
        read_resources(demo_city() / "resources.csv", format="hsds")
