"""Where further places shorten the way most: against brute force and spopt."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pulp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spopt.locate import PMedian

from geo.errors import GeoError
from geo.siting.effects import minutes_effects
from geo.siting.places import shorten_most
from tests.geo.siting.worlds import MINUTES, by_hand, made_city, minutes_table, shuffled

SEEDS = st.integers(0, 10_000)
CAP = 45.0


def nearest_with(table: np.ndarray, nearest: np.ndarray, sites: tuple[int, ...]) -> np.ndarray:
    """Minutes of each cell with these sites, in plain words: the nearest, at most the cap."""
    return np.minimum(np.minimum(nearest, CAP), table[:, list(sites)].min(axis=1))


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, add=st.integers(1, 4))
def test_no_choice_of_as_many_places_shortens_the_way_more(seed: int, add: int) -> None:
    demand = made_city(seed, cells=50, candidates=9)
    table = minutes_table(demand)
    nearest = np.random.default_rng(seed).uniform(5.0, 80.0, len(demand.people))
    siting = shorten_most(demand, nearest, add, CAP)
    least = min(
        float((demand.people * nearest_with(table, nearest, sites)).sum())
        for sites in combinations(range(9), add)
    )
    assert siting.objective_after == pytest.approx(least, rel=1e-9)
    assert siting.proof.optimal
    told = tuple(site.candidate for site in siting.sites)
    assert siting.objective_after == pytest.approx(
        float((demand.people * nearest_with(table, nearest, told)).sum()), rel=1e-9
    )


@pytest.mark.filterwarnings("ignore:.*PuLP 4.0:DeprecationWarning")  # spopt builds its model the old way
@pytest.mark.parametrize("seed", range(4))
def test_the_weighted_minutes_are_those_of_spopt(seed: int) -> None:
    demand = made_city(seed, cells=60, candidates=10)
    table = minutes_table(demand, far=CAP)
    oracle = PMedian.from_cost_matrix(table, demand.people, 2).solve(pulp.PULP_CBC_CMD(msg=False))
    siting = shorten_most(demand, np.full(60, np.inf), 2, CAP)
    assert siting.objective_after == pytest.approx(oracle.problem.objective.value(), rel=1e-9)


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_the_order_of_cells_and_candidates_changes_nothing(seed: int) -> None:
    demand = made_city(seed)
    nearest = np.random.default_rng(seed).uniform(5.0, 80.0, len(demand.people))
    other, cells = shuffled(demand, seed + 1)
    here, there = shorten_most(demand, nearest, 3, CAP), shorten_most(other, nearest[cells], 3, CAP)
    assert [(s.code, s.gain) for s in here.sites] == [(s.code, s.gain) for s in there.sites]
    assert here.alternatives == there.alternatives


def test_who_reaches_nothing_counts_with_the_cap_and_the_assumptions_say_so() -> None:
    demand = by_hand([2, 3], [[0], []], ["A"])
    siting = shorten_most(demand, np.array([np.inf, np.inf]), 1, 60.0)
    assert (siting.objective_before, siting.objective_after) == (300.0, 2 * 10.0 + 3 * 60.0)
    assert siting.assumptions.notes == ("最寄りの場所まで60分を超える人は60分として数える",)


def test_a_cap_below_the_minutes_searched_is_refused() -> None:
    demand = by_hand([2], [[0]], ["A"])
    with pytest.raises(GeoError, match="頭打ち"):
        shorten_most(demand, np.array([5.0]), 1, MINUTES - 1)


def test_the_mean_way_of_each_district_is_told_before_and_after() -> None:
    demand = by_hand([1, 3, 5, 0], [[0], [], [], []], ["A"])
    nearest = np.array([50.0, 20.0, 70.0, 10.0])
    siting = shorten_most(demand, nearest, 1, 60.0)
    rows = minutes_effects(demand, np.array(["D1", "D1", "D2", "D3"]), nearest, 60.0, siting)
    assert [(row.district_id, row.people, row.before, row.after) for row in rows] == [
        ("D1", 4.0, 27.5, 17.5),
        ("D2", 5.0, 60.0, 60.0),
        ("D3", 0.0, None, None),
    ]
