"""Hard constraints: exactly the collection's meaning, and no surprise when something is added."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.collection import People, read_people
from matcher.engine.constraints import Exclusions, exclusions, reason_codes
from matcher.engine.match import match
from matcher.engine.need import Availability, Need, StructuredNeed
from matcher.engine.travelling import collection_travel_time, journeys
from resources.code_lists import code_list
from resources.importing import read_resources
from resources.records import ResourceRecord, ScheduleRule
from resources.snapshot import Snapshot, build_snapshot
from tests.matcher.forbidden_oracle import forbidden_pairs

CITIES = ("mizuhama", "shinonome", "hamagiri", "sumisaka", "kusutani")
READABLE = CITIES[:3]
WEEKDAYS = tuple(code_list("weekday").codes)
CONDITIONS = tuple(code_list("resource_condition").codes)
HOLDINGS = tuple(code.extra["holding"] for code in code_list("resource_condition") if code.extra["holding"])


def judge(need: Need, snapshot: Snapshot) -> Exclusions:
    return exclusions(need, snapshot, journeys(need, snapshot, collection_travel_time()))


def derived(people: People, snapshot: Snapshot) -> set[tuple[str, str, str]]:
    """(need, resource, reason) by the engine, without `avoid`, which is a reading of the form."""
    return {
        (need.id, str(snapshot.keys[place]), code)
        for need in people.needs
        for excluded in [judge(need, snapshot)]
        for place in range(len(snapshot))
        for code in excluded.of(place)
        if code != "avoid"
    }


def test_the_small_city_is_judged_as_its_columns_say(
    small_city: Path, people: People, snapshot: Snapshot
) -> None:
    found = derived(people, snapshot)
    assert found == forbidden_pairs(small_city)
    assert {reason for _, _, reason in found} == set(reason_codes()) - {"avoid"}


@pytest.mark.shared
@pytest.mark.parametrize("city", CITIES)
def test_every_derivable_pair_of_a_judged_city_is_found_and_no_other(shared: Path, city: str) -> None:
    folder = shared / "eval" / city
    snapshot = build_snapshot(read_resources(folder / "resources.csv").records)
    assert derived(read_people(folder), snapshot) == forbidden_pairs(folder)


@pytest.mark.shared
@pytest.mark.parametrize("city", READABLE)
def test_the_published_forbidden_pairs_are_the_derived_and_the_judged_ones(shared: Path, city: str) -> None:
    folder = shared / "eval" / city
    snapshot = build_snapshot(read_resources(folder / "resources.csv").records)
    lines = (folder / "forbidden.tsv").read_text(encoding="utf-8").splitlines()
    judged = (folder / "judged_forbidden.tsv").read_text(encoding="utf-8").splitlines()
    published = {tuple(line.split("\t")[:3]) for line in lines if line}
    assert (
        derived(read_people(folder), snapshot) | {tuple(line.split("\t")[:3]) for line in judged if line}
        == published
    )


PLACE = ResourceRecord(key="P", name="場所", kind="third_place", delivery=("on_site",))
FORM = StructuredNeed(
    stage="connect",
    travel_mode="walk",
    max_minutes=20.0,
    available=(Availability("tue", 600, 720),),
    max_fee=300,
    holds=(),
)
PERSON = Need("N", "文", age=40, gender="male", district="T1", lat=35.0, lon=136.0, structured=FORM)


def why_not(record: ResourceRecord, need: Need = PERSON) -> tuple[str, ...]:
    return judge(need, build_snapshot([record])).of(0)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "paused"}, "closed"),
        ({"openings": 0}, "full"),
        ({"status": "full"}, "full"),
        ({"status": "idea"}, "closed"),
        ({"gender": "female"}, "gender"),
        ({"age_max": 39}, "age"),
        ({"age_min": 41}, "age"),
        ({"conditions": ("resident_district",), "district": "T2"}, "eligibility"),
        ({"conditions": ("disability_certificate",)}, "eligibility"),
        ({"lat": 35.1, "lon": 136.0}, "travel"),
        ({"schedule": (ScheduleRule(("wed",), 600, 720),)}, "schedule"),
        ({"schedule": (ScheduleRule(("tue",), 720, 800),)}, "schedule"),
        ({"fee_yen": 301}, "fee"),
    ],
)
def test_each_condition_has_its_own_reason(change: dict[str, object], reason: str) -> None:
    assert why_not(PLACE) == ()
    assert why_not(replace(PLACE, **change)) == (reason,)


@pytest.mark.parametrize(
    "change",
    [
        {"age_max": 40, "age_min": 40},
        {"openings": None},
        {"conditions": ("resident_city", "reservation", "membership", "none", "見たことのない条件")},
        {"conditions": ("resident_district",), "district": None},
        {"delivery": ("home_visit",), "lat": 36.0, "lon": 137.0},
        {"delivery": ("online",), "lat": 36.0, "lon": 137.0},
        {"transport": "yes", "lat": 36.0, "lon": 137.0},
        {"schedule": (ScheduleRule((), None, None, "irregular"),)},
        {"schedule": (ScheduleRule(("tue",), None, None),)},
        {"schedule": (ScheduleRule(("tue",), 719, 800),)},
        {"fee_yen": 300},
        {"fee_yen": None},
        {"lat": None, "lon": None},
    ],
)
def test_what_is_met_or_not_known_never_excludes(change: dict[str, object]) -> None:
    assert why_not(replace(PLACE, **change)) == ()


def test_visits_that_state_hours_are_bound_by_them() -> None:
    visit = replace(PLACE, delivery=("home_visit",), schedule=(ScheduleRule(("wed",), 600, 720),))
    assert why_not(visit) == ("schedule",)


def test_steps_exclude_a_wheelchair_only_where_the_place_is_the_only_way() -> None:
    needs_access = replace(PERSON, structured=replace(FORM, accessibility=("wheelchair",)))
    steps = replace(PLACE, accessibility=("steps",))
    assert why_not(steps, needs_access) == ("accessibility",)
    assert why_not(replace(steps, accessibility=("steps", "wheelchair")), needs_access) == ()
    assert why_not(replace(steps, delivery=("on_site", "home_visit")), needs_access) == ()
    assert why_not(replace(PLACE, accessibility=()), needs_access) == ()
    assert why_not(steps) == ()


def test_a_crowd_is_avoided_only_when_the_form_says_so_and_the_place_states_it() -> None:
    avoids = replace(PERSON, structured=replace(FORM, avoid=("大人数", "騒音")))
    assert why_not(replace(PLACE, group_size="large"), avoids) == ("avoid",)
    assert why_not(replace(PLACE, group_size="medium"), avoids) == ()
    assert why_not(replace(PLACE, summary="大人数でにぎやかです"), avoids) == ()
    assert why_not(replace(PLACE, group_size="large")) == ()


def test_the_note_alone_never_excludes() -> None:
    note_only = replace(PERSON, structured=None, text="大人数は苦手。車いす。お金は払えない。火曜だけ。")
    crowd = replace(PLACE, group_size="large", fee_yen=5000, accessibility=("steps",))
    assert why_not(crowd, note_only) == ()


def test_holds_unknown_differs_from_holding_nothing() -> None:
    place = replace(PLACE, conditions=("professional_referral",))
    assert why_not(place, replace(PERSON, structured=replace(FORM, holds=None))) == ()
    assert why_not(place, replace(PERSON, structured=replace(FORM, holds=()))) == ("eligibility",)


def test_another_gender_or_none_is_never_excluded_by_gender() -> None:
    for gender in (None, "undisclosed", "その他"):
        assert why_not(replace(PLACE, gender="female"), replace(PERSON, gender=gender)) == ()


stretches = st.tuples(st.sampled_from(WEEKDAYS), st.integers(0, 1400), st.integers(1, 600)).map(
    lambda t: Availability(t[0], t[1], min(t[1] + t[2], 1440))
)
rules = st.tuples(st.sets(st.sampled_from(WEEKDAYS)), st.integers(0, 1400), st.integers(1, 600)).map(
    lambda t: ScheduleRule(tuple(sorted(t[0])), t[1], min(t[1] + t[2], 1440))
)
forms = st.builds(
    StructuredNeed,
    travel_mode=st.sampled_from(["walk", "bus", "car", "一輪車", None]),
    max_minutes=st.one_of(st.none(), st.floats(0, 90)),
    available=st.lists(stretches, max_size=4).map(tuple),
    max_fee=st.one_of(st.none(), st.integers(0, 1000)),
    accessibility=st.sampled_from([(), ("wheelchair",)]),
    holds=st.one_of(st.none(), st.sets(st.sampled_from(HOLDINGS)).map(tuple)),
    avoid=st.sampled_from([(), ("大人数",), ("オンライン",)]),
)
persons = st.builds(
    Need,
    id=st.just("N"),
    text=st.just(""),
    age=st.one_of(st.none(), st.integers(0, 100)),
    gender=st.sampled_from(["male", "female", "undisclosed", None]),
    district=st.sampled_from(["T1", "T2", None]),
    lat=st.one_of(st.none(), st.floats(34.9, 35.1)),
    lon=st.floats(135.9, 136.1),
    structured=st.one_of(st.none(), forms),
)
places = st.builds(
    ResourceRecord,
    key=st.uuids().map(str),
    name=st.just("場所"),
    kind=st.sampled_from(["third_place", "salon"]),
    age_min=st.one_of(st.none(), st.integers(0, 70)),
    age_max=st.one_of(st.none(), st.integers(30, 100)),
    gender=st.sampled_from(["any", "male", "female"]),
    conditions=st.sets(st.sampled_from(CONDITIONS)).map(tuple),
    district=st.sampled_from(["T1", "T2", None]),
    lat=st.one_of(st.none(), st.floats(34.9, 35.1)),
    lon=st.floats(135.9, 136.1),
    delivery=st.sets(st.sampled_from(["on_site", "home_visit", "online"])).map(tuple),
    schedule=st.lists(rules, max_size=2).map(tuple),
    openings=st.sampled_from([None, 0, 3]),
    fee_yen=st.one_of(st.none(), st.integers(0, 1500)),
    group_size=st.sampled_from([None, "small", "large"]),
    transport=st.sampled_from([None, "yes", "no", "negotiable"]),
    accessibility=st.sets(st.sampled_from(["wheelchair", "steps"])).map(tuple),
    status=st.sampled_from(["open", "paused", "retired"]),
)
catalogues = st.lists(places, min_size=1, max_size=8, unique_by=lambda record: record.key).map(build_snapshot)


@settings(max_examples=60)
@given(persons, catalogues)
def test_eligible_and_excluded_add_up_to_the_catalogue(need: Need, snapshot: Snapshot) -> None:
    excluded = judge(need, snapshot)
    assert int(excluded.eligible.sum()) + sum(excluded.first_counts().values()) == len(snapshot)


@settings(max_examples=60)
@given(persons, catalogues, st.sampled_from(HOLDINGS))
def test_one_more_certificate_never_excludes_more(need: Need, snapshot: Snapshot, holding: str) -> None:
    if need.structured is None or need.structured.holds is None:
        need = replace(need, structured=replace(need.structured or StructuredNeed(), holds=()))
    assert need.structured is not None
    assert need.structured.holds is not None
    richer = replace(need, structured=replace(need.structured, holds=(*need.structured.holds, holding)))
    before, after = judge(need, snapshot), judge(richer, snapshot)
    assert not np.any(after.matrix & ~before.matrix)


@settings(max_examples=60)
@given(persons, catalogues, stretches)
def test_more_free_time_never_excludes_more(need: Need, snapshot: Snapshot, free: Availability) -> None:
    form = replace(need.structured or StructuredNeed(), available=(Availability("mon", 0, 1),))
    wider = replace(form, available=(*form.available, free))
    before = judge(replace(need, structured=form), snapshot)
    after = judge(replace(need, structured=wider), snapshot)
    assert not np.any(after.matrix & ~before.matrix)


OVERNIGHT = ScheduleRule(("mon", "sun"), 22 * 60, 2 * 60, raw="月・日 22:00〜翌2:00")


@pytest.mark.parametrize(
    ("weekday", "start", "end", "open_then"),
    [
        ("mon", 23 * 60, 24 * 60, True),
        ("mon", 0, 3 * 60, True),  # Sunday's night
        ("tue", 60, 9 * 60, True),
        ("tue", 2 * 60, 9 * 60, False),
        ("tue", 22 * 60, 24 * 60, False),
        ("sun", 0, 22 * 60, False),
        ("mon", 2 * 60, 22 * 60, False),
    ],
)
def test_hours_over_midnight_reach_into_the_next_day(
    weekday: str, start: int, end: int, open_then: bool
) -> None:
    place = ResourceRecord(key="P", name="夜の部屋", kind="third_place", schedule=(OVERNIGHT,))
    need = Need("N", "", structured=StructuredNeed(available=(Availability(weekday, start, end),)))
    result = match(need, build_snapshot([place]), on=date(2026, 11, 1))
    assert bool(result.suggestions) is open_then
    if open_then:
        reasons = "".join(result.suggestions[0].reasons)
        assert "開いている時間（月・日 22:00〜翌2:00）が、本人の空き時間" in reasons


def test_hours_until_midnight_end_there() -> None:
    for end in (0, 24 * 60):
        place = ResourceRecord(
            key="P", name="夜の部屋", kind="third_place", schedule=(ScheduleRule(("fri",), 22 * 60, end),)
        )
        snapshot = build_snapshot([place])
        assert (snapshot.slots.start.tolist(), snapshot.slots.end.tolist()) == ([1320.0], [1440.0])


def test_an_end_that_equals_the_start_says_nothing_about_the_hours() -> None:
    place = ResourceRecord(
        key="P", name="部屋", kind="third_place", schedule=(ScheduleRule(("fri",), 600, 600),)
    )
    free = {day: StructuredNeed(available=(Availability(day, 0, 60),)) for day in ("fri", "sat")}
    snapshot = build_snapshot([place])
    assert judge(Need("N", "", structured=free["fri"]), snapshot).of(0) == ()
    assert judge(Need("N", "", structured=free["sat"]), snapshot).of(0) == ("schedule",)
