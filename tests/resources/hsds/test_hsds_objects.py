"""What an entry becomes in HSDS: ids that stay, no invented address, no wrong time, a volunteer's offer only."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from resources.code_lists import code_list
from resources.hsds.ids import hsds_id
from resources.hsds.profile import additions, merge_patch, profile_index
from resources.hsds.schedules import schedule_object, schedule_rules
from resources.hsds.services import STATUS, is_uri, service_object
from resources.hsds.taxonomies import attributes, listed_terms, taxonomies, term_object, values_of
from resources.publishing.conditions import PUBLISHED_STATUSES
from resources.publishing.model import PublishedEntry, PublishedOrganisation
from resources.records import ResourceRecord, ScheduleRule
from resources.schedules.parsing import parse_schedule
from resources.schedules.words import rule_words
from tests.api.sample_city import OPEN_PLACE

HOUSE = PublishedOrganisation("house0000001", "NPO法人みなも", "npo", "1234567890123")
NOW = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
LOST = {
    *("key", "standing", "accuracy", "municipality_code", "contact_person", "extra"),
    *("resource_fields", "agencies"),
}
"""Fields of a record that HSDS loses altogether; docs/hsds.md names them."""
SERVICE = hsds_id("service", "abc")


def published(record: ResourceRecord = OPEN_PLACE, **changes: object) -> PublishedEntry:
    return PublishedEntry(replace(record, **changes), NOW, HOUSE, kept_by_organisation=False)


def rule(*days: str, start: int | None = 780, end: int | None = 1020, **said: str) -> dict[str, object]:
    found = ScheduleRule(days, start, end, said.get("frequency"), said.get("raw", ""))
    return schedule_object(found, SERVICE, 0)


def test_an_id_is_a_uuid_of_version_5_and_stays_the_same_for_ever() -> None:
    assert UUID(SERVICE).version == 5
    assert hsds_id("service", "abc") == "bba8d826-1eed-5b7d-b83d-b54780767315"
    assert hsds_id("service", "abc") != hsds_id("location", "abc") != hsds_id("location", "abd")


def test_all_ids_of_one_service_are_different() -> None:
    text = json.dumps(service_object(published(), full=True))
    objects: list[str] = []

    def collect(value: object) -> None:
        if isinstance(value, dict):
            if "code" not in value:  # a term is the same wherever it stands
                objects.append(str(value["id"]))
            for part in value.values():
                collect(part)
        elif isinstance(value, list):
            for part in value:
                collect(part)

    collect(json.loads(text))
    assert len(objects) == len(set(objects)) > 10


def test_without_a_postal_code_there_is_no_address_and_the_text_is_in_the_profiles_field() -> None:
    found = service_object(published(), full=True)
    location = found["service_at_locations"][0]["location"]
    assert "addresses" not in location
    assert location["address_text"] == OPEN_PLACE.address
    assert "postal_code" not in json.dumps(found)


def test_weekly_hours_are_a_rule_with_japans_offset() -> None:
    found = rule("tue", "thu", frequency="weekly")
    assert (found["freq"], found["interval"], found["byday"]) == ("WEEKLY", 1, "TU,TH")
    assert (found["opens_at"], found["closes_at"]) == ("13:00:00+09:00", "17:00:00+09:00")


@pytest.mark.parametrize("frequency", ["monthly", "twice_monthly", "irregular"])
def test_days_whose_week_is_not_known_have_no_byday_but_the_profiles_fields(frequency: str) -> None:
    found = rule("tue", frequency=frequency)
    assert not {"freq", "byday", "interval"} & set(found)
    assert (found["weekdays"], found["frequency"]) == (["tue"], frequency)
    assert code_list("frequency").label(frequency) in str(found["description"])


def test_exceptions_and_anytime_stand_in_the_description_and_in_the_profiles_field() -> None:
    said = "第１・３土曜 10時～12時（8月は休み）"
    found = rule("sat", frequency="twice_monthly", raw=said)
    assert found["description"] == found["schedule_text"] == said
    assert rule(start=None, end=None, frequency="irregular")["description"] == "随時"


def test_hours_that_say_nothing_are_no_times() -> None:
    assert not {"opens_at", "closes_at"} & set(rule("mon", start=600, end=600, frequency="weekly"))


def test_the_end_of_the_day_is_the_beginning_of_the_next() -> None:
    assert rule("mon", start=1200, end=1440, frequency="weekly")["closes_at"] == "00:00:00+09:00"


def test_a_capacity_has_a_unit_and_is_there_only_where_the_openings_are_known() -> None:
    (known,) = service_object(published(), full=True)["capacities"]
    assert (known["available"], known["maximum"], known["unit"]["name"]) == (3, 8, "人")
    unknown = service_object(published(openings=None), full=True)
    assert "capacities" not in unknown
    assert unknown["maximum_participants"] == 8


def test_free_and_unknown_fees_are_told_apart() -> None:
    (free,) = service_object(published(fee_yen=0), full=True)["cost_options"]
    assert (free["amount"], free["currency"]) == (0, "JPY")
    assert "cost_options" not in service_object(published(fee_yen=None), full=True)


def test_a_corporate_number_is_the_identifier_of_the_organisation() -> None:
    house = service_object(published(), full=True)["organization"]
    assert house["organization_identifiers"][0]["identifier"] == HOUSE.corporate_number


def test_a_status_that_is_published_has_one_in_hsds() -> None:
    assert set(STATUS) == set(PUBLISHED_STATUSES)
    assert set(PUBLISHED_STATUSES) <= set(code_list("resource_status").codes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.jp/a?b=1#c", True),
        ("http://example.jp", True),
        ("https://例え.jp/", False),
        ("https://example.jp/あ", False),
        ("example.jp", False),
        ("javascript:alert(1)", False),
        ("https://example.jp/ https://example.com/", False),
    ],
)
def test_only_a_uri_is_a_url_and_any_other_address_is_text(text: str, expected: bool) -> None:
    assert is_uri(text) is expected
    found = service_object(published(url=text), full=False)
    assert found["url" if expected else "url_text"] == text


def test_a_value_that_no_list_knows_is_an_attribute_without_a_term() -> None:
    (found,) = attributes(SERVICE, "service", "resource_condition", ["会員の紹介"])
    assert "taxonomy_term" not in found
    assert values_of([found], "resource_condition") == ("会員の紹介",)


def test_every_taxonomy_is_a_code_list_and_every_code_is_unique() -> None:
    codes = [term_object(term)["code"] for term in listed_terms()]
    assert len(codes) == len(set(codes))
    assert len({taxonomy.id for taxonomy in taxonomies().values()}) == len(taxonomies())


def test_the_profile_is_merge_patches_that_only_add() -> None:
    for name in additions():
        patch = merge_patch(name)
        assert patch is not None
        assert all("description" in schema and "title" in schema for schema in patch["properties"].values())
    assert merge_patch("phone") is None
    assert profile_index()["profile"].startswith("urn:")


def test_every_field_of_a_record_is_exported_or_named_among_the_losses() -> None:
    base = ResourceRecord(key="k", name="n", kind="salon", status="open", delivery=("on_site",))
    plain = service_object(PublishedEntry(base, NOW, HOUSE, False), full=True)
    different = replace(
        OPEN_PLACE,
        fee_note="材料費",
        conditions=("reservation",),
        group_size="small",
        gender="female",
        transport="yes",
        accessibility=("wheelchair",),
        considerations=("静か",),
        roles="お茶くみ",
        remarks="備考",
        url="https://example.jp/",
        status="full",
        delivery=("online",),
        fee_yen=100,
        confirmed_on=date(2026, 1, 2),
        municipality_code="99999",
        capacity_soft="相談",
        honorarium="なし",
        insurance="あり",
        resource_fields=("rights",),
        agencies=("社協",),
    )
    missing = []
    for field in fields(ResourceRecord):
        if field.name in LOST | {"operator", "operator_kind"}:  # those are the organisation's
            continue
        changed = replace(base, **{field.name: getattr(different, field.name)})
        assert changed != base, field.name
        if service_object(PublishedEntry(changed, NOW, HOUSE, False), full=True) == plain:
            missing.append(field.name)
    assert not missing


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("第2・4火曜 10時～12時", {"freq": "MONTHLY", "byday": "2TU,4TU"}),
        ("最終土曜", {"freq": "MONTHLY", "byday": "-1SA"}),
        ("4月～10月の毎週土曜 9:00～10:00", {"months": [4, 5, 6, 7, 8, 9, 10]}),
        ("毎月12日", {"month_days": [12]}),
        ("毎週月～金 9:00～17:00（祝日を除く）", {"freq": "WEEKLY", "exceptions": ["holidays"]}),
        ("夏休み期間中の月～金 10時～15時", {"occasion": "summer"}),
    ],
)
def test_weeks_months_and_exceptions_come_back_and_no_season_is_every_week(
    text: str, exact: dict[str, object]
) -> None:
    (rule,) = parse_schedule(text).rules
    rule = replace(rule, raw=text)
    found = schedule_object(rule, "s", 0)
    assert exact.items() <= found.items()
    assert ("freq" in found) == ("freq" in exact)
    assert schedule_rules([found]) == (rule,)
    unwritten = schedule_object(replace(rule, raw=""), "s", 0)
    assert unwritten["description"] == rule_words(rule)
    assert schedule_rules([unwritten]) == (replace(rule, raw=""),)


def test_numbers_that_no_rule_can_hold_are_left_out() -> None:
    found = {
        "months": [0, 13, True, "4", 4],
        "weeks": [9],
        "month_days": [[1]],
        "exceptions": [1, "x", "obon"],
    }
    (rule,) = schedule_rules([found | {"occasion": "x" * 99}])
    assert (rule.months, rule.weeks, rule.month_days) == ((4,), (), ())
    assert (rule.exceptions, rule.occasion) == (("obon",), "")
