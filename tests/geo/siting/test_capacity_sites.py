"""Covering when places have room for so many only: against maximum flows of networkx over all choices."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GeoError
from geo.siting.capacity import cover_within_capacity
from geo.siting.places import cover_most
from geo.siting.question import Demand, covered_by
from geo.travel import Reach
from tests.geo.siting.worlds import by_hand, made_city, reach_from

SEEDS = st.integers(0, 10_000)
NONE = reach_from([[], []], 0)


def flow(
    demand: Demand, sites: tuple[int, ...], room: np.ndarray, existing: Reach, theirs: np.ndarray
) -> float:
    """Most people served, as a maximum flow from cells to places."""
    graph = nx.DiGraph()
    graph.add_node("from")
    graph.add_node("to")
    for name, reach, rooms in (("new", demand.reach, room), ("old", existing, theirs)):
        for cell in range(len(demand.people)):
            graph.add_edge("from", ("cell", cell), capacity=int(demand.people[cell]))
            for place in reach.places[reach.indptr[cell] : reach.indptr[cell + 1]]:
                if name == "old" or int(place) in sites:
                    graph.add_edge(("cell", cell), (name, int(place)))
                    graph.add_edge((name, int(place)), "to", capacity=int(rooms[place]))
    return float(nx.maximum_flow_value(graph, "from", "to"))


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, add=st.integers(1, 3))
def test_no_choice_of_as_many_places_serves_more_people(seed: int, add: int) -> None:
    random = np.random.default_rng(seed)
    demand = made_city(seed, cells=30, candidates=6, km=5.0)
    room = random.integers(20, 400, 6).astype(np.float64)
    existing = reach_from([np.flatnonzero(row < 0.3).tolist() for row in random.random((30, 2))], 2)
    theirs = random.integers(0, 300, 2).astype(np.float64)
    siting = cover_within_capacity(demand, room, existing, theirs, add)
    best = max(flow(demand, sites, room, existing, theirs) for sites in combinations(range(6), add))
    assert siting.objective_before == pytest.approx(flow(demand, (), room, existing, theirs), abs=1e-6)
    assert siting.objective_after == pytest.approx(best, rel=1e-6, abs=1e-6)
    assert siting.proof.optimal
    assert sum(site.gain for site in siting.sites) == pytest.approx(siting.gain, abs=1e-6)


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS)
def test_with_room_for_everybody_it_is_the_covering_without_capacity(seed: int) -> None:
    demand = made_city(seed, cells=60, candidates=10)
    nothing = reach_from([[]] * 60, 0)
    siting = cover_within_capacity(demand, np.full(10, 1e5), nothing, np.zeros(0), 2)
    plain = cover_most(demand, np.zeros(60, dtype=np.bool_), 2)
    assert siting.objective_after == pytest.approx(plain.objective_after, rel=1e-9)


def test_a_full_place_in_reach_serves_nobody_more_and_a_second_one_helps() -> None:
    demand = by_hand([100, 10], [[0], [1]], ["A", "B"])
    existing = reach_from([[0], []], 1)
    assert covered_by(existing).tolist() == [True, False]
    siting = cover_within_capacity(demand, np.array([30.0, 30.0]), existing, np.array([20.0]), 1)
    assert [(site.code, site.gain) for site in siting.sites] == [("A", pytest.approx(30.0))]
    assert (siting.objective_before, siting.objective_after) == pytest.approx((20.0, 50.0))


def test_the_best_without_each_site_is_always_listed() -> None:
    demand = by_hand([100, 10, 8], [[0], [1], [2]], ["A", "B", "C"])
    siting = cover_within_capacity(demand, np.full(3, 50.0), reach_from([[], [], []], 0), np.zeros(0), 2)
    assert [site.code for site in siting.sites] == ["A", "B"]
    assert [(a.instead_of, a.sites, pytest.approx(a.gain)) for a in siting.alternatives] == [
        (("B",), ("C",), 58.0),
        (("A",), ("C",), 18.0),
    ]


def test_a_place_whose_room_is_not_stated_is_left_out_and_counted() -> None:
    demand = by_hand([100], [[0]], ["A"])
    siting = cover_within_capacity(demand, np.array([30.0]), reach_from([[0]], 1), np.array([np.nan]), 1)
    assert (siting.objective_before, siting.objective_after) == pytest.approx((0.0, 30.0))
    assert siting.assumptions.notes == ("定員が分からない既存の1か所は計算に入れていない",)


def test_a_candidate_without_room_is_refused() -> None:
    demand = by_hand([100, 1], [[0], [0]], ["A"])
    with pytest.raises(GeoError, match="受け入れ人数"):
        cover_within_capacity(demand, np.array([0.0]), NONE, np.zeros(0), 1)
