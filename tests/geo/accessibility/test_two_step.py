"""2SFCA and E2SFCA: by hand, beside PySAL's `access`, and what must hold for every town."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from access import Access
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.accessibility.decay import LUO_QI, Decay, GaussianDecay, LinearDecay, within
from geo.accessibility.model import Catchments
from geo.accessibility.two_step import enhanced_two_step, for_supplies, two_step
from geo.errors import GeoError
from geo.travel.model import Reach
from tests.geo.random_towns import TRAVEL, WALK, Town, town

FloatArray = npt.NDArray[np.float64]
SEEDS = st.integers(0, 10_000)
DECAYS = st.sampled_from([LUO_QI, within(30.0), GaussianDecay(30.0), LinearDecay(30.0)])

# Two places, four cells; cell 3 reaches nothing, place 2 has nobody in reach.
REACH = Reach(
    np.array([0, 1, 3, 4, 4]), np.array([0, 0, 1, 1], dtype=np.int32), np.array([10.0, 20.0, 10.5, 30.0]), 3
)
PEOPLE = np.array([100.0, 50.0, 200.0, 70.0])
CAPACITY = np.array([20.0, 30.0, 5.0])


def reach_of(made: Town, limit: float = 30.0) -> Reach:
    return TRAVEL.reach(made.cells, made.places, WALK, limit)


def by_access(made: Town, reach: Reach, decay: Decay) -> FloatArray:
    """The scores of PySAL, 0 for the cells that it leaves out."""
    cells = pd.DataFrame({"people": made.people}, index=pd.Index(np.arange(len(made.cells)), name="cell"))
    places = pd.DataFrame({"seats": made.capacity}, index=pd.Index(np.arange(len(made.places)), name="place"))
    costs = pd.DataFrame(
        {
            "origin": np.repeat(np.arange(len(reach)), np.diff(reach.indptr)),
            "dest": reach.places,
            "minutes": reach.minutes,
        }
    )
    asked = Access(
        demand_df=cells, demand_value="people", supply_df=places, supply_value=["seats"], cost_df=costs,
        cost_origin="origin", cost_dest="dest", cost_name="minutes",
    )  # fmt: skip
    found = asked.two_stage_fca(name="fca", max_cost=30.0, weight_fn=lambda minutes: float(decay(minutes)))
    scores: FloatArray = found["fca_seats"].reindex(cells.index).fillna(0.0).to_numpy()
    return scores


def test_the_scores_are_the_formula_by_hand() -> None:
    found = enhanced_two_step(REACH, PEOPLE, CAPACITY)
    first = 20.0 / (100.0 + 0.68 * 50.0)
    second = 30.0 / (0.68 * 50.0 + 0.22 * 200.0)
    np.testing.assert_allclose(found.ratios, [first, second, 0.0], rtol=1e-15)
    np.testing.assert_allclose(found.scores, [first, 0.68 * (first + second), 0.22 * second, 0.0], rtol=1e-15)
    plain = two_step(REACH, PEOPLE, CAPACITY, 20.0)
    np.testing.assert_allclose(plain.scores, [20 / 150, 20 / 150 + 30 / 50, 0.0, 0.0], rtol=1e-15)


def test_a_cell_with_nothing_in_reach_scores_exactly_zero_and_is_told() -> None:
    assert enhanced_two_step(REACH, PEOPLE, CAPACITY).scores[3] == 0.0
    assert Catchments(REACH, LUO_QI).nothing_in_reach.tolist() == [False, False, False, True]
    assert Catchments(REACH, within(20.0)).nothing_in_reach.tolist() == [False, False, True, True]


def test_an_unknown_capacity_is_left_out_and_counted_never_zero_and_never_infinite() -> None:
    found = enhanced_two_step(REACH, PEOPLE, np.array([20.0, np.nan, 5.0]))
    assert found.unknown.tolist() == [False, True, False]
    assert np.isnan(found.ratios[1])
    assert found.demand[1] == pytest.approx(0.68 * 50.0 + 0.22 * 200.0)
    without = enhanced_two_step(REACH, PEOPLE, np.array([20.0, 0.0, 5.0]))
    np.testing.assert_array_equal(found.scores, without.scores)
    assert not without.unknown.any()


def test_a_place_that_nobody_reaches_is_unused_and_its_capacity_reported() -> None:
    found = enhanced_two_step(REACH, PEOPLE, CAPACITY)
    assert found.unused.tolist() == [False, False, True]
    assert found.unused_capacity == 5.0
    assert found.ratios[2] == 0.0
    deserted = enhanced_two_step(REACH, np.zeros(4), CAPACITY)
    assert deserted.scores.tolist() == [0.0] * 4
    assert deserted.unused_capacity == 55.0


@pytest.mark.parametrize("people", [[1.0, 2.0, 3.0], [1.0, 2.0, 3.0, -1.0], [1.0, 2.0, 3.0, np.nan]])
def test_people_that_are_no_counts_are_refused(people: list[float]) -> None:
    with pytest.raises(GeoError, match="人口"):
        enhanced_two_step(REACH, np.array(people), CAPACITY)


@pytest.mark.parametrize("capacity", [[1.0, 2.0], [1.0, 2.0, -1.0], [1.0, 2.0, np.inf]])
def test_a_capacity_that_is_no_number_of_seats_is_refused(capacity: list[float]) -> None:
    with pytest.raises(GeoError, match="定員"):
        enhanced_two_step(REACH, PEOPLE, np.array(capacity))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "decay", [LUO_QI, within(30.0), GaussianDecay(30.0)], ids=["E2SFCA", "2SFCA", "Gauss"]
)
def test_scores_are_those_of_access_and_zero_where_it_has_none(seed: int, decay: Decay) -> None:
    made = town(seed, cells=700, places=14)
    reach = reach_of(made)
    found, expected = (
        enhanced_two_step(reach, made.people, made.capacity, decay),
        by_access(made, reach, decay),
    )
    np.testing.assert_array_equal(found.scores == 0.0, expected == 0.0)
    assert (found.scores == 0.0).any()
    np.testing.assert_allclose(found.scores, expected, rtol=1e-9)


@settings(max_examples=40, deadline=None)
@given(SEEDS, DECAYS)
def test_all_capacity_arrives_at_people_except_what_nobody_reaches(seed: int, decay: Decay) -> None:
    made = town(seed, cells=80, places=10)
    found = enhanced_two_step(reach_of(made), made.people, made.capacity, decay)
    arrived = (found.scores * made.people).sum() + found.unused_capacity
    assert arrived == pytest.approx(made.capacity.sum(), rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(SEEDS, DECAYS)
def test_the_order_of_cells_and_places_does_not_matter(seed: int, decay: Decay) -> None:
    made = town(seed, cells=80, places=10)
    random = np.random.default_rng(seed)
    cells, places = random.permutation(80), random.permutation(10)
    mixed = Town(made.cells[cells], made.people[cells], made.places[places], made.capacity[places])
    found = enhanced_two_step(reach_of(made), made.people, made.capacity, decay)
    again = enhanced_two_step(reach_of(mixed), mixed.people, mixed.capacity, decay)
    np.testing.assert_allclose(again.scores, found.scores[cells], rtol=1e-12)
    np.testing.assert_allclose(again.ratios, found.ratios[places], rtol=1e-12)


@settings(max_examples=25, deadline=None)
@given(SEEDS, DECAYS, st.floats(0.01, 0.99))
def test_splitting_a_cells_people_into_two_cells_changes_nothing(
    seed: int, decay: Decay, share: float
) -> None:
    made = town(seed, cells=60, places=8)
    split = Town(
        np.vstack([made.cells, made.cells[:1]]),
        np.concatenate([[made.people[0] * share], made.people[1:], [made.people[0] * (1.0 - share)]]),
        made.places,
        made.capacity,
    )
    found = enhanced_two_step(reach_of(made), made.people, made.capacity, decay)
    again = enhanced_two_step(reach_of(split), split.people, split.capacity, decay)
    np.testing.assert_allclose(again.scores[:60], found.scores, rtol=1e-9)
    assert again.scores[60] == pytest.approx(found.scores[0], rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(SEEDS, DECAYS)
def test_one_more_place_never_lowers_anybodys_score(seed: int, decay: Decay) -> None:
    made = town(seed, cells=60, places=8)
    fewer = enhanced_two_step(
        TRAVEL.reach(made.cells, made.places[:-1], WALK, 30.0), made.people, made.capacity[:-1], decay
    )
    more = enhanced_two_step(reach_of(made), made.people, made.capacity, decay)
    assert (more.scores >= fewer.scores - 1e-12).all()


def test_several_questions_at_once_are_the_questions_one_by_one() -> None:
    made = town(5)
    random = np.random.default_rng(5)
    people = made.people * random.random((3, len(made.people)))
    capacities = np.where(random.random((3, len(made.capacity))) < 0.3, 0.0, made.capacity)
    capacities[1, 4] = np.nan
    reach = reach_of(made)
    catchments = Catchments(reach, LUO_QI)
    for question, found in enumerate(for_supplies(catchments, people, capacities)):
        alone = enhanced_two_step(reach, people[question], capacities[question])
        np.testing.assert_allclose(found.scores, alone.scores, rtol=1e-12)
        np.testing.assert_allclose(found.ratios, alone.ratios, rtol=1e-12)
        np.testing.assert_array_equal(found.unknown, alone.unknown)
    same_people = for_supplies(catchments, people[2], capacities)
    np.testing.assert_allclose(
        same_people[0].scores, enhanced_two_step(reach, people[2], capacities[0]).scores, rtol=1e-12
    )
