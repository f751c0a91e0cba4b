"""Gini and Theil count people, not areas."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GeoError
from geo.statistics.inequality import gini, theil

FloatArray = npt.NDArray[np.float64]
TOWNS = st.lists(st.tuples(st.floats(0.01, 1000.0), st.integers(1, 9)), min_size=1, max_size=8)


def gini_pair_by_pair(values: FloatArray, people: FloatArray) -> float:
    differences = np.abs(values[:, np.newaxis] - values) * people * people[:, np.newaxis]
    return float(differences.sum() / (2.0 * (values * people).sum() * people.sum()))


def test_the_gini_of_three_people_is_the_one_by_hand() -> None:
    # |1-2| + |1-3| + |2-3| = 4, twice over both orders, over 2 · mean 2 · 9 pairs.
    assert gini(np.array([1.0, 2.0, 3.0]), np.ones(3)) == pytest.approx(8 / 36)


def test_the_theil_of_one_who_has_all_is_the_logarithm_of_the_number() -> None:
    assert theil(np.array([4.0, 0.0, 0.0, 0.0]), np.ones(4)) == pytest.approx(np.log(4))
    assert gini(np.array([4.0, 0.0, 0.0, 0.0]), np.ones(4)) == pytest.approx(0.75)


def test_equal_shares_are_no_inequality_however_many_live_where() -> None:
    assert gini(np.full(3, 0.1), np.array([1.0, 70.0, 0.3])) == pytest.approx(0.0, abs=1e-15)
    assert theil(np.full(3, 0.1), np.array([1.0, 70.0, 0.3])) == pytest.approx(0.0, abs=1e-15)


@given(TOWNS)
def test_the_gini_is_the_mean_difference_of_all_pairs(town: list[tuple[float, int]]) -> None:
    values, people = np.array([v for v, _ in town]), np.array([float(p) for _, p in town])
    assert gini(values, people) == pytest.approx(gini_pair_by_pair(values, people), abs=1e-12)


@given(TOWNS)
def test_a_district_counts_as_its_people_one_by_one(town: list[tuple[float, int]]) -> None:
    values, people = np.array([v for v, _ in town]), np.array([p for _, p in town])
    each = np.repeat(values, people)
    for figure in (gini, theil):
        assert figure(values, people.astype(float)) == pytest.approx(
            figure(each, np.ones(len(each))), abs=1e-12
        )


@given(TOWNS, st.floats(0.1, 50.0))
def test_the_unit_does_not_matter_and_empty_districts_do_not_count(
    town: list[tuple[float, int]], unit: float
) -> None:
    values, people = np.array([v for v, _ in town]), np.array([float(p) for _, p in town])
    for figure in (gini, theil):
        found = figure(np.append(values, 5000.0) * unit, np.append(people, 0.0))
        assert found == pytest.approx(figure(values, people), abs=1e-12)


def test_nobody_and_nothing_have_no_inequality_to_speak_of() -> None:
    for figure in (gini, theil):
        assert np.isnan(figure(np.array([1.0, 2.0]), np.zeros(2)))
        assert np.isnan(figure(np.zeros(2), np.ones(2)))
        assert np.isnan(figure(np.empty(0), np.empty(0)))


@pytest.mark.parametrize(
    ("values", "people"),
    [([1.0, np.nan], [1, 1]), ([1.0, -1.0], [1, 1]), ([1.0, 1.0], [1, np.inf]), ([1.0], [1, 1])],
)
def test_values_that_are_no_amounts_are_refused(values: list[float], people: list[float]) -> None:
    for figure in (gini, theil):
        with pytest.raises(GeoError, match="格差"):
            figure(np.array(values), np.array(people))
