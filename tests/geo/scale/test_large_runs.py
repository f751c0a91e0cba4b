"""Runs without pairs, in tiles and on several processes give the numbers of the plain run."""

from __future__ import annotations

import sys

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.accessibility.decay import LUO_QI, Decay, GaussianDecay, LinearDecay, within
from geo.accessibility.two_step import enhanced_two_step
from geo.errors import GeoError
from geo.scale.executor import DaskCluster, Executor, InProcess, LocalProcesses
from geo.scale.mesh_offset import enhanced_two_step_straight
from geo.scale.tiles import Question, enhanced_two_step_in_tiles, tiles
from tests.geo.random_towns import TRAVEL, WALK, Town, town

FloatArray = npt.NDArray[np.float64]
DECAYS = [LUO_QI, within(30.0), GaussianDecay(30.0), LinearDecay(30.0)]
QUESTION = Question(TRAVEL, WALK, 30.0, TRAVEL.radius_km(WALK, 30.0))


def municipalities(made: Town, count: int = 3) -> npt.NDArray[np.str_]:
    """Cells cut into count × count squares."""
    low, high = made.cells.min(axis=0), made.cells.max(axis=0)
    square = np.minimum(((made.cells - low) / (high - low) * count).astype(int), count - 1)
    return np.array([f"{row}-{column}" for row, column in square])


def in_tiles(made: Town, executor: Executor) -> FloatArray:
    return enhanced_two_step_in_tiles(
        made.cells, made.people, made.places, made.capacity, municipalities(made), QUESTION, executor
    )


@pytest.mark.parametrize("decay", DECAYS, ids=["E2SFCA", "2SFCA", "Gauss", "linear"])
@pytest.mark.parametrize("mode", [WALK, "bike", "bus"])
def test_a_run_that_keeps_no_pairs_has_the_scores_of_the_one_that_keeps_them(mode: str, decay: Decay) -> None:
    made = town(31, cells=2000, places=40)
    made.capacity[7] = np.nan
    made.places[9] = np.nan
    kept = enhanced_two_step(
        TRAVEL.reach(made.cells, made.places, mode, 30.0), made.people, made.capacity, decay
    )
    unkept = enhanced_two_step_straight(
        made.cells, made.people, made.places, made.capacity,
        travel=TRAVEL, mode=mode, limit_minutes=30.0, decay=decay,
    )  # fmt: skip
    np.testing.assert_array_equal(unkept.scores == 0.0, kept.scores == 0.0)
    np.testing.assert_allclose(unkept.scores, kept.scores, rtol=1e-9)
    np.testing.assert_allclose(unkept.demand, kept.demand, rtol=1e-9)
    np.testing.assert_allclose(unkept.ratios, kept.ratios, rtol=1e-9)
    np.testing.assert_array_equal(unkept.unused, kept.unused)
    assert unkept.unused[9]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(DECAYS), st.floats(1.0, 45.0))
def test_a_limit_shorter_than_the_decay_cuts_both_runs_at_the_same_place(
    seed: int, decay: Decay, limit: float
) -> None:
    made = town(seed, cells=70, places=8)
    kept = enhanced_two_step(
        TRAVEL.reach(made.cells, made.places, WALK, limit), made.people, made.capacity, decay
    )
    unkept = enhanced_two_step_straight(
        made.cells, made.people, made.places, made.capacity,
        travel=TRAVEL, mode=WALK, limit_minutes=limit, decay=decay,
    )  # fmt: skip
    np.testing.assert_allclose(unkept.scores, kept.scores, rtol=1e-9)


def test_a_large_town_worked_in_many_blocks_is_the_small_pieces_together() -> None:
    made = town(32, cells=20_000, places=6_000)
    kept = enhanced_two_step(TRAVEL.reach(made.cells, made.places, WALK, 30.0), made.people, made.capacity)
    unkept = enhanced_two_step_straight(
        made.cells, made.people, made.places, made.capacity, travel=TRAVEL, mode=WALK, limit_minutes=30.0
    )
    np.testing.assert_allclose(unkept.scores, kept.scores, rtol=1e-9)
    assert (unkept.scores * made.people).sum() == pytest.approx(made.capacity.sum(), rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6))
def test_municipalities_with_their_halo_give_exactly_the_scores_of_the_whole(seed: int, count: int) -> None:
    made = town(seed, cells=900, places=25)
    whole = enhanced_two_step(TRAVEL.reach(made.cells, made.places, WALK, 30.0), made.people, made.capacity)
    parts = enhanced_two_step_in_tiles(
        made.cells, made.people, made.places, made.capacity, municipalities(made, count), QUESTION
    )
    np.testing.assert_array_equal(parts, whole.scores)


def test_a_tile_leaves_out_what_is_far_away_and_without_its_halo_the_scores_would_be_wrong() -> None:
    made = town(33, cells=4000, places=60)
    tile = next(tiles(made.cells, made.people, made.places, made.capacity, municipalities(made, 5), QUESTION))
    assert len(tile.own) < len(tile.cells) < len(made.cells)
    assert len(tile.places) < len(made.places)
    alone = enhanced_two_step(
        TRAVEL.reach(made.cells[tile.own], tile.places, WALK, 30.0), made.people[tile.own], tile.capacity
    )
    whole = enhanced_two_step(TRAVEL.reach(made.cells, made.places, WALK, 30.0), made.people, made.capacity)
    assert np.abs(alone.scores - whole.scores[tile.own]).max() > 0.05 * whole.scores[tile.own].max()


def test_a_cell_without_a_position_scores_zero_in_its_tile_too() -> None:
    made = town(34)
    areas = municipalities(made)
    made.cells[5] = np.nan
    scores = enhanced_two_step_in_tiles(made.cells, made.people, made.places, made.capacity, areas, QUESTION)
    assert scores[5] == 0.0
    assert np.isfinite(scores).all()


def test_spawned_processes_give_the_numbers_of_this_process() -> None:
    made = town(35, cells=900, places=25)
    np.testing.assert_array_equal(in_tiles(made, LocalProcesses(2)), in_tiles(made, InProcess()))


@pytest.mark.distributed
def test_a_dask_cluster_gives_the_numbers_of_this_process() -> None:
    made = town(36, cells=900, places=25)
    np.testing.assert_array_equal(in_tiles(made, DaskCluster()), in_tiles(made, InProcess()))


def test_dask_that_is_not_there_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(GeoError, match=r"tsunagite\[distributed\]"):
        list(DaskCluster().map(str, [1, 2]))


def test_results_come_in_the_order_of_the_tasks_and_failures_are_not_swallowed() -> None:
    assert list(InProcess().map(str, range(5))) == list("01234")
    assert list(LocalProcesses(2).map(str, range(9))) == list("012345678")
    with pytest.raises(ValueError, match="invalid literal"):
        list(LocalProcesses(1).map(int, ["1", "two"]))
