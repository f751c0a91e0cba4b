"""Where more seats or a further weekday lift most people: against two-step floating catchments counted by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.accessibility.decay import LUO_QI, Decay, within
from geo.errors import GeoError
from geo.siting.effects import effects
from geo.siting.question import Demand
from geo.siting.seats import MoreSeats, Options, lift_most
from tests.geo.siting.worlds import MINUTES, by_hand, made_city

SEEDS = st.integers(0, 10_000)


def plain_access(demand: Demand, seats: np.ndarray, decay: Decay) -> np.ndarray:
    """Luo & Wang's two steps, pair by pair."""
    reach, n, m = demand.reach, len(demand.people), len(seats)
    weight = np.zeros((n, m))
    for cell in range(n):
        for entry in range(reach.indptr[cell], reach.indptr[cell + 1]):
            weight[cell, reach.places[entry]] = decay(reach.minutes[entry : entry + 1])[0]
    access = np.zeros(n)
    for place in range(m):
        demanded = sum(weight[cell, place] * demand.people[cell] for cell in range(n))
        if demanded > 0 and np.isfinite(seats[place]):
            access += weight[:, place] * seats[place] / demanded
    return access


def more_at_each(demand: Demand, seats: float, at_most: int = 1) -> Options:
    k = len(demand.candidates)
    codes = np.char.add("増", demand.candidates.codes)
    return Options(codes, codes, np.arange(k), np.full(k, seats), np.full(k, at_most))


def with_options(seats: np.ndarray, options: Options, chosen: tuple[int, ...]) -> np.ndarray:
    raised = seats.copy()
    for option in chosen:
        raised[options.places[option]] += options.seats[option]
    return raised


def people_at(demand: Demand, access: np.ndarray, level: float) -> float:
    return float(demand.people[access >= level * (1 - 1e-9)].sum())


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS, stepped=st.booleans())
def test_no_other_options_lift_more_people_to_the_level(seed: int, stepped: bool) -> None:
    demand = made_city(seed, cells=40, candidates=7)
    seats = np.random.default_rng(seed).integers(0, 30, 7).astype(np.float64)
    decay = LUO_QI if stepped else within(MINUTES)
    options, level = more_at_each(demand, 15.0), 0.06
    answer = lift_most(demand, seats, options, 2, level, decay=LUO_QI if stepped else None)
    tried = [
        people_at(demand, plain_access(demand, with_options(seats, options, chosen), decay), level)
        for chosen in combinations(range(7), 2)
    ]
    assert answer.people_after == max([answer.people_before, *tried])
    assert answer.proof.optimal
    assert answer.proof.gap == 0.0


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS)
def test_access_before_and_after_and_every_gain_are_those_counted_by_hand(seed: int) -> None:
    demand = made_city(seed, cells=40, candidates=7)
    seats = np.random.default_rng(seed).integers(0, 30, 7).astype(np.float64)
    options, level = more_at_each(demand, 10.0, at_most=2), 0.06
    answer = lift_most(demand, seats, options, 3, level, decay=LUO_QI)
    access = plain_access(demand, seats, LUO_QI)
    assert answer.access_before == pytest.approx(access, rel=1e-9)
    for number, step in enumerate(answer.steps, start=1):
        chosen = tuple(one.option for one in answer.steps[:number])
        then = plain_access(demand, with_options(seats, options, chosen), LUO_QI)
        missing_before = (demand.people * np.maximum(level - access, 0)).sum()
        missing_after = (demand.people * np.maximum(level - then, 0)).sum()
        assert step.lifted == pytest.approx(people_at(demand, then, level) - people_at(demand, access, level))
        assert step.closed == pytest.approx(missing_before - missing_after, abs=1e-9)
        access = then
    assert answer.access_after == pytest.approx(access, rel=1e-9)


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_seats_are_shared_out_and_never_made(seed: int) -> None:
    demand = made_city(seed, cells=200, candidates=7, km=5.0)
    seats = np.full(7, 12.0)
    answer = lift_most(demand, seats, more_at_each(demand, 10.0), 3, 0.05, decay=LUO_QI)
    assert (answer.access_before * demand.people).sum() == pytest.approx(seats.sum(), rel=1e-9)
    assert (answer.access_after * demand.people).sum() == pytest.approx(
        seats.sum() + 10.0 * len(answer.steps), rel=1e-9
    )


def two_towns() -> Demand:
    """Place A serves 100 people, place B 10, place C serves nobody."""
    return by_hand([100, 10], [[0], [1]], ["A", "B", "C"])


def told(answer: MoreSeats) -> list[tuple[str, float, float]]:
    return [(step.code, step.lifted, round(step.closed, 9)) for step in answer.steps]


def test_where_nobody_is_lifted_the_option_that_closes_most_of_what_is_missing_comes_first() -> None:
    demand = two_towns()
    # Level 0.5: A lacks 50 seats, B lacks 5 and four more still lift nobody there.
    answer = lift_most(demand, np.zeros(3), more_at_each(demand, 4.0), 3, 0.5)
    assert told(answer) == [("増A", 0.0, 4.0), ("増B", 0.0, 4.0)]  # C would help nobody
    answer = lift_most(demand, np.zeros(3), more_at_each(demand, 6.0), 1, 0.5)
    assert told(answer) == [("増B", 10.0, 5.0)]
    assert answer.steps[0].others == ("増A",)
    both = lift_most(demand, np.zeros(3), more_at_each(demand, 6.0), 2, 0.5)
    assert told(both) == [("増B", 10.0, 5.0), ("増A", 0.0, 6.0)]


def test_an_option_may_be_taken_as_often_as_allowed_and_no_oftener() -> None:
    demand = two_towns()
    once = lift_most(demand, np.zeros(3), more_at_each(demand, 30.0), 3, 0.5)
    twice = lift_most(demand, np.zeros(3), more_at_each(demand, 30.0, at_most=2), 3, 0.5)
    assert (once.people_after, twice.people_after) == (10.0, 110.0)
    assert sorted(step.code for step in twice.steps) == ["増A", "増A", "増B"]


def test_two_sessions_that_help_only_together_are_found() -> None:
    # One more session at A lifts nobody, two lift 100; B and C lift five each, one session a time.
    demand = by_hand([100, 5, 5], [[0], [1], [2]], ["A", "B", "C"])
    options = Options(
        np.array(["A1", "A2", "B1", "C1"]),
        np.array(["A 火曜にもう1回", "A 土曜にもう1回", "B 土曜に1回", "C 土曜に1回"]),
        np.array([0, 0, 1, 2]),
        np.full(4, 25.0),
        np.ones(4, dtype=np.int64),
    )
    answer = lift_most(demand, np.zeros(3), options, 2, 0.5)
    assert sorted(step.label for step in answer.steps) == ["A 土曜にもう1回", "A 火曜にもう1回"]
    assert (answer.people_after, answer.proof.optimal) == (100.0, True)


def test_a_place_whose_seats_are_not_stated_is_left_out_and_counted() -> None:
    demand = two_towns()
    answer = lift_most(demand, np.array([np.nan, 5.0, 0.0]), more_at_each(demand, 1.0), 1, 0.5)
    assert (answer.unknown_seats, answer.people_before) == (1, 10.0)
    assert answer.access_before.tolist() == [0.0, 0.5]


def test_the_level_and_the_people_lifted_are_told_by_district() -> None:
    demand = two_towns()
    answer = lift_most(demand, np.zeros(3), more_at_each(demand, 6.0), 1, 0.5)
    assert answer.assumptions.notes == ("水準: 1人あたり週0.5席以上",)
    rows = effects(
        demand.people,
        np.array(["D2", "D1"]),
        answer.at_level(answer.access_before),
        answer.at_level(answer.access_after),
    )
    assert [(row.district_id, row.people, row.before, row.after, row.gained) for row in rows] == [
        ("D1", 10.0, 0.0, 10.0, 10.0),
        ("D2", 100.0, 0.0, 0.0, 0.0),
    ]


def test_options_that_cannot_be_meant_are_refused() -> None:
    demand = two_towns()
    options = more_at_each(demand, 5.0)
    with pytest.raises(GeoError, match="水準"):
        lift_most(demand, np.zeros(3), options, 1, 0.0)
    with pytest.raises(GeoError, match="0より大きく"):
        lift_most(demand, np.zeros(3), replace(options, seats=np.zeros(3)), 1, 0.5)
    with pytest.raises(GeoError, match="同じコード"):
        lift_most(demand, np.zeros(3), replace(options, codes=np.array(["A", "A", "B"])), 1, 0.5)
    with pytest.raises(GeoError, match="席数"):
        lift_most(demand, np.zeros(2), options, 1, 0.5)
