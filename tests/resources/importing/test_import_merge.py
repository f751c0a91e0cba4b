"""A new edition of a file and what people entered meanwhile: every field keeps or takes one of the two."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from resources.importing.field_labels import FIELD_LABELS
from resources.importing.merge import merge_records
from resources.importing.record_json import record_from_json, record_to_json
from resources.records import ResourceRecord, ScheduleRule

WORDS = st.sampled_from(["", "あ", "い", "う\n「え」"])
NUMBERS = st.one_of(st.none(), st.integers(0, 2))
LISTS = st.lists(st.sampled_from(["a", "b"]), max_size=2, unique=True).map(tuple)
RULES = st.builds(
    ScheduleRule,
    weekdays=LISTS,
    start=NUMBERS,
    end=NUMBERS,
    frequency=st.sampled_from([None, "weekly"]),
    raw=WORDS,
)
RECORDS = st.builds(
    ResourceRecord,
    key=st.sampled_from(["", "K1", "K2"]),
    name=WORDS,
    kind=st.sampled_from(["salon", "third_place", "community_hall"]),
    operator=st.sampled_from(["", "みどり", "あお"]),
    summary=WORDS,
    age_min=NUMBERS,
    conditions=LISTS,
    district=st.sampled_from([None, "D1", "D2"]),
    address=WORDS,
    lat=st.sampled_from([None, 35.0, 35.1]),
    lon=st.sampled_from([None, 135.0]),
    schedule=st.lists(RULES, max_size=2).map(tuple),
    capacity=NUMBERS,
    openings=NUMBERS,
    considerations=LISTS,
    status=st.sampled_from(["open", "paused"]),
    confirmed_on=st.sampled_from([None, date(2026, 7, 14), date(2026, 10, 1)]),
    phone=WORDS,
    contact_person=WORDS,
    extra=st.sampled_from([(), (("面積", "300"),)]),
)


def _facts(record: ResourceRecord) -> ResourceRecord:
    """Without what belongs to the file alone."""
    return replace(record, key="", extra=())


@given(base=RECORDS, new=RECORDS)
def test_an_entry_that_nobody_touched_becomes_what_the_file_says(
    base: ResourceRecord, new: ResourceRecord
) -> None:
    merged = merge_records(base=base, new=new, current=_facts(base))
    assert merged.record == new
    assert merged.disputed == ()


@given(base=RECORDS, current=RECORDS)
def test_a_file_that_did_not_change_changes_nothing(base: ResourceRecord, current: ResourceRecord) -> None:
    merged = merge_records(base=base, new=replace(base, key="other"), current=current)
    assert _facts(merged.record) == _facts(current)
    assert merged.disputed == ()


@given(base=RECORDS, new=RECORDS, current=RECORDS)
def test_every_field_is_ours_or_the_files_and_a_dispute_is_named(
    base: ResourceRecord, new: ResourceRecord, current: ResourceRecord
) -> None:
    merged = merge_records(base=base, new=new, current=current)
    for field in (f.name for f in fields(ResourceRecord)):
        if field in ("key", "extra", "lat", "lon", "standing", "operator_kind"):
            continue
        before, after, ours, result = (getattr(r, field) for r in (base, new, current, merged.record))
        disputed = len({repr(before), repr(after), repr(ours)}) == 3
        assert (field in merged.disputed) == disputed
        assert result == (after if ours == before else ours)
    assert (merged.record.lat, merged.record.lon) in ((new.lat, new.lon), (current.lat, current.lon))


@given(base=RECORDS, new=RECORDS, current=RECORDS)
def test_merging_the_same_edition_again_changes_nothing(
    base: ResourceRecord, new: ResourceRecord, current: ResourceRecord
) -> None:
    once = merge_records(base=base, new=new, current=current).record
    again = merge_records(base=new, new=new, current=once)
    assert (again.record, again.disputed) == (once, ())


def test_another_spelling_of_the_operator_is_no_change_of_ours() -> None:
    base = ResourceRecord(key="", name="館", kind="salon", operator="ＮＰＯ みどり")
    stored = replace(base, operator="NPOみどり")
    merged = merge_records(base=base, new=replace(base, operator="あおの会"), current=stored)
    assert (merged.record.operator, merged.disputed) == ("あおの会", ())


def test_a_standing_does_not_follow_a_kind_that_we_did_not_take() -> None:
    base = ResourceRecord(key="", name="館", kind="salon")
    ours = replace(base, kind="third_place")
    new = replace(base, kind="community_hall", standing="candidate_venue")
    merged = merge_records(base=base, new=new, current=ours)
    assert (merged.record.kind, merged.record.standing) == ("third_place", "participation_place")
    assert merged.disputed == ("kind",)


@given(record=RECORDS)
def test_a_remembered_record_comes_back_as_it_was(record: ResourceRecord) -> None:
    assert record_from_json(record_to_json(record)) == record


def test_every_field_has_a_name_that_people_know() -> None:
    assert set(FIELD_LABELS) == {field.name for field in fields(ResourceRecord)}


@given(RECORDS, RECORDS)
def test_no_file_turns_a_persons_offer_into_a_place(new: ResourceRecord, current: ResourceRecord) -> None:
    ours = replace(current, kind="volunteer_person")
    merged = merge_records(base=ours, new=new, current=ours)
    assert merged.record == ours
    assert merged.disputed == ("kind",)
