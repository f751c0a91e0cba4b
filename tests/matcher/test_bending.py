"""Whom to ask first: the better the fit and the smaller the gap, the earlier."""

from __future__ import annotations

from datetime import date

import pytest

from matcher.engine.match import MatchResult, match
from matcher.engine.need import Availability, Need, StructuredNeed
from resources.records import ResourceRecord, ScheduleRule
from resources.snapshot import build_snapshot

ON = date(2026, 11, 1)


def asked(need: Need, *records: ResourceRecord) -> list[str]:
    return [place.resource for place in result_of(need, *records).negotiable]


def result_of(need: Need, *records: ResourceRecord) -> MatchResult:
    return match(need, build_snapshot(records), on=ON)


def place(key: str, **columns: object) -> ResourceRecord:
    return ResourceRecord(key=key, name="部屋", kind="salon", **columns)  # type: ignore[arg-type]


def test_fewer_years_beyond_the_limit_come_first() -> None:
    need = Need("N", "", age=45)
    assert asked(need, place("A", age_max=25), place("B", age_max=39), place("C", age_min=60)) == [
        "B",
        "C",
        "A",
    ]


def test_fewer_yen_over_the_limit_come_first() -> None:
    need = Need("N", "", structured=StructuredNeed(max_fee=500))
    assert asked(need, place("A", fee_yen=5000), place("B", fee_yen=600)) == ["B", "A"]


def test_a_day_that_nearly_fits_comes_before_another_day() -> None:
    need = Need("N", "", structured=StructuredNeed(available=(Availability("mon", 600, 720),)))
    tuesday = place("A", schedule=(ScheduleRule(("tue",), 600, 720),))
    evening = place("B", schedule=(ScheduleRule(("mon",), 1080, 1140),))
    soon = place("C", schedule=(ScheduleRule(("mon",), 740, 800),))
    assert asked(need, tuesday, evening, soon) == ["C", "B", "A"]


def test_fewer_minutes_over_the_limit_come_first() -> None:
    form = StructuredNeed(travel_mode="walk", max_minutes=10)
    need = Need("N", "", lat=35.0, lon=136.0, structured=form)
    far = place("A", lat=35.1, lon=136.0, transport="negotiable")
    near = place("B", lat=35.02, lon=136.0, transport="negotiable")
    assert asked(need, far, near) == ["B", "A"]


@pytest.mark.parametrize("age", [20, 45])
def test_an_adult_is_never_sent_to_a_place_for_children_first(age: int) -> None:
    children = place("A", age_min=9, age_max=15, summary="漫画とゲームの部屋。")
    older = place("B", age_min=65)
    need = Need("N", "漫画とゲームが好き。", age=age)
    assert asked(need, children, older) == ["B", "A"]
    assert asked(need, children) == ["A"]  # the list stays whole


def test_the_fit_is_the_score_reduced_by_the_gap() -> None:
    (found,) = result_of(Need("N", "", age=35), place("A", age_max=25)).negotiable
    assert found.fit == pytest.approx(found.score * 0.5**0.1, abs=1e-9)  # ten years: half, to the tenth root
    no_money = StructuredNeed(holds=())
    (found,) = result_of(
        Need("N", "", structured=no_money), place("A", conditions=("professional_referral",))
    ).negotiable
    assert found.fit == pytest.approx(found.score, abs=1e-9)  # one condition has no size
