"""Coverage and the nearest place: people with something in reach, per area and in all."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.accessibility.coverage import coverage, mean_by_area, nearest_minutes
from geo.travel.model import Reach
from tests.geo.random_towns import TRAVEL, WALK, town

# Cells 0 and 2 reach something, 1 and 3 nothing.
REACH = Reach(np.array([0, 2, 2, 3, 3]), np.array([0, 1, 1], dtype=np.int32), np.array([12.0, 5.0, 30.0]), 2)
PEOPLE = np.array([10.0, 20.0, 30.0, 40.0])
AREAS = np.array(["D2", "D1", "D2", "D3"])


def test_the_nearest_place_is_infinitely_far_when_there_is_none() -> None:
    np.testing.assert_array_equal(nearest_minutes(REACH), [5.0, np.inf, 30.0, np.inf])


def test_only_the_places_asked_for_count() -> None:
    np.testing.assert_array_equal(
        nearest_minutes(REACH, np.array([True, False])), [12.0, np.inf, np.inf, np.inf]
    )


def test_nobody_reaches_anything_where_there_are_no_places() -> None:
    empty = Reach(np.zeros(4, dtype=np.int64), np.empty(0, dtype=np.int32), np.empty(0), 0)
    assert np.isinf(nearest_minutes(empty)).all()


def test_people_are_covered_per_area_with_the_limit_included() -> None:
    found = coverage(REACH, PEOPLE, AREAS, 30.0)
    assert found.areas.tolist() == ["D1", "D2", "D3"]
    assert found.people.tolist() == [20.0, 40.0, 40.0]
    assert found.covered.tolist() == [0.0, 40.0, 0.0]
    assert found.share == 0.4
    assert coverage(REACH, PEOPLE, AREAS, 29.9).covered.tolist() == [0.0, 10.0, 0.0]


def test_the_share_of_an_area_without_people_is_not_a_number_and_not_zero() -> None:
    found = coverage(REACH, np.array([10.0, 0.0, 30.0, 40.0]), AREAS, 30.0)
    assert np.isnan(found.shares[0])
    assert found.shares[1:].tolist() == [1.0, 0.0]
    assert np.isnan(coverage(REACH, np.zeros(4), AREAS, 30.0).share)


def test_the_score_of_an_area_is_that_of_its_people() -> None:
    names, means = mean_by_area(np.array([1.0, 2.0, 4.0, 8.0]), PEOPLE, AREAS)
    assert names.tolist() == ["D1", "D2", "D3"]
    assert means.tolist() == [2.0, pytest.approx(3.25), 8.0]


def test_coverage_is_an_independent_recount() -> None:
    made = town(11, cells=500, places=12)
    areas = np.array([f"D{int(number):02}" for number in np.random.default_rng(0).integers(0, 7, 500)])
    reach = TRAVEL.reach(made.cells, made.places, WALK, 30.0)
    found = coverage(reach, made.people, areas, 20.0)
    nearest = [
        TRAVEL.minutes((lat, lon), made.places[:, 0], made.places[:, 1], WALK).min()
        for lat, lon in made.cells
    ]
    table = pd.DataFrame({"area": areas, "people": made.people, "near": np.array(nearest) <= 20.0})
    expected = table[table.near].groupby("area").people.sum().reindex(found.areas, fill_value=0.0)
    assert 0.05 < found.share < 0.95
    np.testing.assert_allclose(found.covered, expected.to_numpy(), rtol=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(5.0, 30.0))
def test_one_more_place_never_lowers_anybodys_coverage(seed: int, limit: float) -> None:
    made = town(seed, cells=60, places=6)
    areas = np.array(["a", "b", "c"] * 20)
    fewer = coverage(TRAVEL.reach(made.cells, made.places[:5], WALK, 30.0), made.people, areas, limit)
    more = coverage(TRAVEL.reach(made.cells, made.places, WALK, 30.0), made.people, areas, limit)
    assert (more.covered >= fewer.covered).all()
    assert more.share >= fewer.share
