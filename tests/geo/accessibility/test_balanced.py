"""BFCA: nobody and nothing is counted twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.accessibility.balanced import balanced
from geo.accessibility.decay import LUO_QI, Decay, GaussianDecay, within
from geo.travel.model import Reach
from tests.geo.random_towns import TRAVEL, WALK, town

DECAYS = st.sampled_from([LUO_QI, within(30.0), GaussianDecay(30.0)])


def test_the_scores_are_the_formula_written_out_as_matrices() -> None:
    made = town(21, cells=120, places=9)
    reach = TRAVEL.reach(made.cells, made.places, WALK, 30.0)
    weights = np.zeros((120, 9))
    weights[np.repeat(np.arange(120), np.diff(reach.indptr)), reach.places] = LUO_QI(reach.minutes)
    rows = weights.sum(axis=1, keepdims=True)
    by_row = np.divide(weights, rows, out=np.zeros_like(weights), where=rows > 0)
    level = made.capacity / (made.people @ by_row)
    expected = (weights / weights.sum(axis=0)) @ level
    found = balanced(reach, made.people, made.capacity)
    np.testing.assert_allclose(found.ratios, level, rtol=1e-12)
    np.testing.assert_allclose(found.scores, expected, rtol=1e-12)
    assert (found.scores[rows[:, 0] == 0] == 0.0).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), DECAYS)
def test_everybody_in_reach_is_counted_once_and_every_level_of_service_once(seed: int, decay: Decay) -> None:
    made = town(seed, cells=70, places=8)
    reach = TRAVEL.reach(made.cells, made.places, WALK, 30.0)
    found = balanced(reach, made.people, made.capacity, decay)
    in_reach = np.unique(np.repeat(np.arange(70), np.diff(reach.indptr))[decay(reach.minutes) > 0.0])
    assert found.demand.sum() == pytest.approx(made.people[in_reach].sum(), rel=1e-9)
    assert found.scores.sum() == pytest.approx(found.ratios.sum(), rel=1e-9)


def test_places_that_offer_nothing_or_say_nothing_draw_nobody() -> None:
    made = town(22)
    capacity = made.capacity.copy()
    capacity[3], capacity[8] = 0.0, np.nan
    others = np.delete(np.arange(len(capacity)), [3, 8])
    found = balanced(TRAVEL.reach(made.cells, made.places, WALK, 30.0), made.people, capacity)
    alone = balanced(
        TRAVEL.reach(made.cells, made.places[others], WALK, 30.0), made.people, made.capacity[others]
    )
    np.testing.assert_allclose(found.scores, alone.scores, rtol=1e-12)
    assert found.demand[3] == found.demand[8] == 0.0
    assert np.flatnonzero(found.unknown).tolist() == [8]


def test_overlapping_catchments_do_not_inflate_demand_as_2sfca_does() -> None:
    # One cell of 100 people between two places of 10 seats: each place is asked by 50, not by 100.
    reach = Reach(np.array([0, 2]), np.array([0, 1], dtype=np.int32), np.array([5.0, 5.0]), 2)
    found = balanced(reach, np.array([100.0]), np.array([10.0, 10.0]))
    assert found.demand.tolist() == [50.0, 50.0]
    assert found.scores.tolist() == [0.4]
