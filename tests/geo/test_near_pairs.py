"""The pairs within reach are those of the formula, whatever the index does to find them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.travel import EARTH_RADIUS_KM, haversine_km
from geo.travel.bands import Bands
from geo.travel.model import Reach
from geo.travel.pairs import near_pairs
from tests.geo.random_towns import TRAVEL, WALK, town

FloatArray = npt.NDArray[np.float64]


def every_distance(cells: FloatArray, places: FloatArray) -> FloatArray:
    """Kilometres (n, m), cell by cell."""
    return np.array([haversine_km((lat, lon), places[:, 0], places[:, 1]) for lat, lon in cells])


def as_table(reach: Reach) -> FloatArray:
    """The reach as (n, m), inf for what is not in it."""
    table = np.full((len(reach), reach.number_of_places), np.inf)
    table[np.repeat(np.arange(len(reach)), np.diff(reach.indptr)), reach.places] = reach.minutes
    return table


def assert_pairs_are_those_of_the_formula(cells: FloatArray, places: FloatArray, radius: float) -> None:
    km, found = every_distance(cells, places), as_table(near_pairs(cells, places, radius))
    doubtful = np.abs(km - radius) < 1e-8  # rounding of two formulas may fall on either side
    np.testing.assert_array_equal(np.isfinite(found)[~doubtful], (km <= radius)[~doubtful])
    known = np.isfinite(found)
    np.testing.assert_allclose(found[known], km[known], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("radius", [0.0, 0.3, 1.846, 5.0, 60.0])
def test_every_pair_within_the_radius_is_found_and_no_other(radius: float) -> None:
    made = town(1, cells=300, places=80)
    assert_pairs_are_those_of_the_formula(made.cells, made.places, radius)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=12),
    st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=12),
    st.floats(0, 25_000),
)
def test_poles_and_the_date_line_lose_no_pair(
    cells: list[tuple[float, float]], places: list[tuple[float, float]], radius: float
) -> None:
    km, found = (
        every_distance(np.array(cells), np.array(places)),
        as_table(near_pairs(np.array(cells), np.array(places), radius)),
    )
    # Near the antipode half the chord is nearly 1 and its angle is only good to about 0.1 km.
    clear = np.abs(km - radius) > 0.2
    np.testing.assert_array_equal(np.isfinite(found)[clear], (km <= radius)[clear])


def test_places_of_a_cell_are_ascending() -> None:
    made = town(2)
    reach = near_pairs(made.cells, made.places, 2.0)
    for start, end in zip(reach.indptr[:-1], reach.indptr[1:], strict=True):
        assert (np.diff(reach.places[start:end]) > 0).all()


def test_a_place_or_a_cell_without_a_position_is_in_nobodys_reach() -> None:
    made = town(3)
    places, cells = made.places.copy(), made.cells.copy()
    places[4], cells[7, 1], places[5, 0] = np.nan, np.nan, np.inf
    reach = near_pairs(cells, places, 3.0)
    assert not np.isin(reach.places, [4, 5]).any()
    assert reach.indptr[8] == reach.indptr[7]
    others = np.delete(np.arange(len(cells)), 7)
    kept = np.delete(np.arange(len(places)), [4, 5])
    np.testing.assert_array_equal(
        as_table(reach)[np.ix_(others, kept)],
        as_table(near_pairs(made.cells[others], made.places[kept], 3.0)),
    )


def test_no_places_and_no_cells_are_no_pairs() -> None:
    made = town(4)
    assert len(near_pairs(made.cells, np.empty((0, 2)), 3.0).places) == 0
    assert len(near_pairs(np.empty((0, 2)), made.places, 3.0)) == 0


def test_the_index_gives_hardly_more_than_the_circle() -> None:
    made = town(5, cells=5000, places=200)
    candidates = sum(len(block.km) for block in Bands(made.cells, 3.0).blocks(made.places))
    assert candidates <= 1.15 * len(near_pairs(made.cells, made.places, 3.0).places)


def test_minutes_in_reach_are_those_from_one_origin() -> None:
    made = town(6)
    reach = as_table(TRAVEL.reach(made.cells, made.places, "bus", 30.0))
    single = np.array(
        [TRAVEL.minutes((lat, lon), made.places[:, 0], made.places[:, 1], "bus") for lat, lon in made.cells]
    )
    np.testing.assert_allclose(reach, np.where(single <= 30.0, single, np.inf), rtol=1e-9)


def test_the_limit_itself_is_in_reach() -> None:
    north = 34.6 + np.degrees(1.0 / EARTH_RADIUS_KM)
    minutes = TRAVEL.minutes((34.6, 137.7), np.array([north]), np.array([137.7]), WALK)[0]
    cell, place = np.array([[34.6, 137.7]]), np.array([[north, 137.7]])
    assert len(TRAVEL.reach(cell, place, WALK, minutes * (1 + 1e-12)).places) == 1
    assert len(TRAVEL.reach(cell, place, WALK, minutes * (1 - 1e-9)).places) == 0


def test_who_waits_longer_than_the_limit_reaches_nothing_not_even_next_door() -> None:
    here = np.array([[34.6, 137.7]])
    assert len(TRAVEL.reach(here, here, "bus", 9.0).places) == 0
    assert len(TRAVEL.reach(here, here, "bus", 10.0).places) == 1
