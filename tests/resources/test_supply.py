"""Which places count for a planner's question, and with how many sessions and seats."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from resources.quality.limits import StalenessLimits
from resources.records import ResourceRecord, ScheduleRule
from resources.snapshot import build_snapshot
from resources.supply import SupplyQuestion, paused_districts, sessions_per_week, supply_of

ON = date(2026, 11, 21)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
PLACE = ResourceRecord(
    key="P",
    name="ふらっと",
    kind="third_place",
    delivery=("on_site",),
    schedule=(ScheduleRule(("tue", "sat"), 13 * 60, 17 * 60, "weekly"),),
    capacity=8,
    district="D01",
    lat=35.0,
    lon=136.0,
    confirmed_on=date(2026, 11, 1),
)
ANY = SupplyQuestion(("third_place",))


def counted(record: ResourceRecord, question: SupplyQuestion = ANY) -> bool:
    return len(supply_of(build_snapshot([record]), question, on=ON)) == 1


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"openings": 0}, True),  # full today is a place all the same
        ({"status": "full"}, True),  # and so is one whose status says it
        ({"status": "idea"}, False),
        ({"status": "paused"}, False),
        ({"status": "retired"}, False),
        ({"delivery": ("home_visit",)}, False),
        ({"delivery": ("online",)}, False),
        ({"delivery": ()}, True),  # unknown never excludes
        ({"delivery": ("on_site", "online")}, True),
        ({"kind": "salon"}, False),
        ({"lat": None, "lon": None}, True),
        ({"capacity": None}, True),
        ({"schedule": ()}, True),
    ],
)
def test_a_place_counts_when_it_is_open_can_be_visited_and_is_of_the_kind(
    change: dict[str, object], counts: bool
) -> None:
    assert counted(replace(PLACE, **change)) is counts


@pytest.mark.parametrize(
    ("low", "high", "counts"),
    [
        (None, None, True),
        (18, None, True),
        (39, 64, True),
        (40, None, False),
        (None, 14, False),
        (None, 15, True),
    ],
)
def test_stated_ages_must_overlap_those_asked_for(low: int | None, high: int | None, counts: bool) -> None:
    asked = SupplyQuestion(("third_place",), age_low=15, age_high=39)
    assert counted(replace(PLACE, age_min=low, age_max=high), asked) is counts


@pytest.mark.parametrize(
    ("weekdays", "start", "end", "counts"),
    [
        (WEEKDAYS, None, None, True),
        (("sun",), None, None, False),
        (("sat",), 9 * 60, 13 * 60, False),  # 13:00 is no overlap of more than 0 minutes
        (("sat",), 9 * 60, 13 * 60 + 1, True),
        ((), 16 * 60, None, True),
        ((), 17 * 60, None, False),
        ((), None, 13 * 60, False),
    ],
)
def test_a_place_counts_on_days_and_hours_that_it_states(
    weekdays: tuple[str, ...], start: int | None, end: int | None, counts: bool
) -> None:
    assert counted(PLACE, SupplyQuestion(("third_place",), weekdays=weekdays, start=start, end=end)) is counts


def test_a_place_without_stated_days_or_hours_is_not_open_then() -> None:
    no_hours = replace(PLACE, schedule=(ScheduleRule(("tue",)),))
    assert counted(no_hours, SupplyQuestion(("third_place",), weekdays=("tue",)))
    assert not counted(no_hours, SupplyQuestion(("third_place",), start=9 * 60))
    assert not counted(replace(PLACE, schedule=()), SupplyQuestion(("third_place",), weekdays=("tue",)))


def test_a_volunteer_is_never_a_place() -> None:
    volunteer = replace(PLACE, kind="volunteer_person")
    assert not counted(volunteer, SupplyQuestion(("volunteer_person", "third_place")))


@pytest.mark.parametrize(
    ("frequency", "days", "sessions"),
    [
        ("weekly", ("tue", "sat"), 2.0),
        (None, ("tue",), 1.0),
        ("biweekly", ("tue",), 0.5),
        ("twice_monthly", ("tue",), 24 / 52),
        ("monthly", ("tue", "thu"), 24 / 52),
    ],
)
def test_sessions_a_week_follow_the_frequency(
    frequency: str | None, days: tuple[str, ...], sessions: float
) -> None:
    record = replace(PLACE, schedule=(ScheduleRule(days, 600, 700, frequency),))
    assert sessions_per_week(record, ANY) == pytest.approx(sessions)


def test_irregular_sessions_and_seats_that_nobody_states_are_unknown_not_zero() -> None:
    irregular = replace(PLACE, schedule=(ScheduleRule(("tue",), 600, 700, "irregular"),), capacity=None)
    supply = supply_of(build_snapshot([irregular]), ANY, on=ON)
    assert np.isnan([supply.sessions[0], supply.seats[0], supply.capacity[0]]).all()


def test_sessions_of_an_irregular_rule_do_not_hide_those_that_are_stated() -> None:
    both = (ScheduleRule(("tue",), 600, 700, "weekly"), ScheduleRule(("sat",), 600, 700, "irregular"))
    assert sessions_per_week(replace(PLACE, schedule=both), ANY) == 1.0
    assert np.isnan(sessions_per_week(replace(PLACE, schedule=both[1:]), ANY))


def test_only_sessions_on_the_days_asked_for_are_counted() -> None:
    supply = supply_of(build_snapshot([PLACE]), SupplyQuestion(("third_place",), weekdays=WEEKDAYS), on=ON)
    assert (supply.sessions[0], supply.capacity[0]) == (1.0, 8.0)
    assert supply.days_since_confirmed[0] == 20


@pytest.mark.parametrize(
    ("low", "high", "aimed"),
    [
        (None, None, False),
        (15, 39, True),
        (18, 49, True),
        (18, None, False),
        (60, None, False),
        (30, 39, True),
    ],
)
def test_a_place_is_aimed_at_ages_when_half_of_its_own_are_among_them(
    low: int | None, high: int | None, aimed: bool
) -> None:
    record = replace(PLACE, age_min=low, age_max=high)
    asked = SupplyQuestion(("third_place",), age_low=15, age_high=39)
    supply = supply_of(build_snapshot([record]), asked, on=ON)
    assert supply.aimed.tolist() == ([aimed] if len(supply) else [])


def test_paused_places_are_told_by_district() -> None:
    snapshot = build_snapshot(
        [replace(PLACE, status="paused"), replace(PLACE, key="Q", kind="salon", status="paused")]
    )
    assert paused_districts(snapshot, ANY).tolist() == ["D01"]


@pytest.mark.parametrize(
    ("change", "limits", "stale"),
    [
        ({}, None, False),
        ({"confirmed_on": None}, None, True),
        ({"confirmed_on": ON - timedelta(days=181)}, None, True),
        ({"confirmed_on": ON - timedelta(days=181), "operator_kind": "company"}, None, False),
        ({}, StalenessLimits(10), True),
        ({"confirmed_on": ON - timedelta(days=181)}, StalenessLimits(200), False),
    ],
)
def test_a_place_is_stale_by_the_limits_of_the_catalogue(
    change: dict[str, object], limits: StalenessLimits | None, stale: bool
) -> None:
    record = replace(PLACE, **change)  # type: ignore[arg-type]
    supply = supply_of(build_snapshot([record], limits=limits), ANY, on=ON)
    assert supply.stale.tolist() == [stale]
