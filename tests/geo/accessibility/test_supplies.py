"""Weekday and weekend are two questions about the same places."""

from __future__ import annotations

import numpy as np

from geo.accessibility.decay import LUO_QI
from geo.accessibility.model import Catchments
from geo.accessibility.supplies import common_places
from geo.accessibility.two_step import enhanced_two_step, for_supplies
from geo.supply import Supply
from tests.geo.random_towns import TRAVEL, WALK, Town, town


def supply_of(made: Town, rows: list[int], sessions: list[float]) -> Supply:
    """The places of these rows, so many sessions a week."""
    keys = np.array([f"R{row:03}" for row in rows])
    return Supply(
        keys, keys, np.full(len(rows), ""), made.places[rows], np.array(sessions), made.capacity[rows],
        np.zeros(len(rows)), np.zeros(len(rows), dtype=np.bool_), np.ones(len(rows), dtype=np.bool_),
    )  # fmt: skip


def test_a_place_that_is_not_in_a_supply_offers_nothing_there_and_unknown_stays_unknown() -> None:
    made = town(41)
    found = common_places([supply_of(made, [5, 2], [1.0, np.nan]), supply_of(made, [2, 9], [0.5, 2.0])])
    assert found.keys.tolist() == ["R002", "R005", "R009"]
    np.testing.assert_array_equal(found.positions, made.places[[2, 5, 9]])
    seats = made.capacity
    np.testing.assert_array_equal(
        found.capacities, [[np.nan, seats[5], 0.0], [0.5 * seats[2], 0.0, 2.0 * seats[9]]]
    )


def test_weekday_and_weekend_at_once_are_each_alone() -> None:
    made = town(42)
    weekday, weekend = (
        supply_of(made, [0, 1, 2, 3, 4], [5.0, 5.0, 1.0, np.nan, 2.0]),
        supply_of(made, [3, 7], [1.0, 1.0]),
    )
    together = common_places([weekday, weekend])
    reach = TRAVEL.reach(made.cells, together.positions, WALK, 30.0)
    found = for_supplies(Catchments(reach, LUO_QI), made.people, together.capacities)
    for supply, one in zip((weekday, weekend), found, strict=True):
        alone = enhanced_two_step(
            TRAVEL.reach(made.cells, supply.positions, WALK, 30.0), made.people, supply.capacity
        )
        np.testing.assert_allclose(one.scores, alone.scores, rtol=1e-12)
        assert one.unknown.sum() == alone.unknown.sum()


def test_no_supply_has_no_places() -> None:
    found = common_places([])
    assert found.keys.size == found.capacities.size == 0
    assert found.positions.shape == (0, 2)
