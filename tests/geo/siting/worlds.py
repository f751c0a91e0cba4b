"""Small made cities, and the plain recounts that siting is held against."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt

from geo.siting.model import Assumptions, Candidates
from geo.siting.question import Demand
from geo.travel import DirectTravel, Reach, TravelMode, haversine_km

FloatArray = npt.NDArray[np.float64]

ON_FOOT = DirectTravel({"徒歩": TravelMode(4.8)}, 1.3)
MINUTES = 30.0


def spread(random: np.random.Generator, size: int, km: float) -> FloatArray:
    """Positions in a square of this side."""
    return np.column_stack([35.0 + random.random(size) * km / 111.2, 135.0 + random.random(size) * km / 91.0])


def candidates_at(positions: FloatArray, codes: list[str] | None = None) -> Candidates:
    given = [f"C{number:04d}" for number in range(len(positions))] if codes is None else codes
    named = np.array(given, dtype=np.str_)
    return Candidates(named, np.char.add("場所", named), np.full(len(named), "D01"), positions)


def demand_of(people: FloatArray, reach: Reach, candidates: Candidates) -> Demand:
    return Demand(people, reach, candidates, Assumptions(MINUTES, "徒歩", 4.8, 1.3))


def made_city(seed: int, cells: int = 80, candidates: int = 14, km: float = 9.0) -> Demand:
    """Cells with whole numbers of people and candidates, 30 minutes on foot."""
    random = np.random.default_rng(seed)
    homes, sites = spread(random, cells, km), spread(random, candidates, km)
    people = random.integers(0, 90, cells).astype(np.float64)
    return demand_of(people, ON_FOOT.reach(homes, sites, "徒歩", MINUTES), candidates_at(sites))


def reach_from(lists: list[list[int]], number_of_places: int, minutes: float = 10.0) -> Reach:
    """A reach written down by hand: the places of each cell, all as far."""
    places = np.array([place for row in lists for place in sorted(row)], dtype=np.int32)
    indptr = np.cumsum([0] + [len(row) for row in lists]).astype(np.int64)
    return Reach(indptr, places, np.full(len(places), minutes), number_of_places)


def by_hand(people: list[float], lists: list[list[int]], codes: list[str]) -> Demand:
    """Candidates a good kilometre apart, reached as written."""
    positions = np.column_stack([35.0 + 0.01 * np.arange(len(codes)), np.full(len(codes), 135.0)])
    return demand_of(np.array(people), reach_from(lists, len(codes)), candidates_at(positions, codes))


def minutes_table(demand: Demand, far: float = np.inf) -> FloatArray:
    """The reach as a full table (cells, candidates)."""
    table = np.full((len(demand.people), len(demand.candidates)), far)
    for cell in range(len(demand.people)):
        part = slice(demand.reach.indptr[cell], demand.reach.indptr[cell + 1])
        table[cell, demand.reach.places[part]] = demand.reach.minutes[part]
    return table


def most_covered(demand: Demand, covered: npt.NDArray[np.bool_], add: int) -> float:
    """The best by trying every choice."""
    table = minutes_table(demand) <= MINUTES
    return max(
        float(demand.people[covered | table[:, list(sites)].any(axis=1)].sum())
        for sites in combinations(range(table.shape[1]), min(add, table.shape[1]))
    )


def shuffled(demand: Demand, seed: int) -> tuple[Demand, npt.NDArray[np.int64]]:
    """The same city with cells and candidates in another order, and the new order of the cells."""
    random = np.random.default_rng(seed)
    cells, sites = random.permutation(len(demand.people)), random.permutation(len(demand.candidates))
    table = minutes_table(demand)[np.ix_(cells, sites)]
    found = [np.flatnonzero(np.isfinite(row)) for row in table]
    indptr = np.cumsum([0] + [len(row) for row in found]).astype(np.int64)
    places = np.concatenate(found).astype(np.int32)
    minutes = np.concatenate([table[cell, row] for cell, row in enumerate(found)])
    given = demand.candidates
    candidates = Candidates(
        given.codes[sites], given.names[sites], given.district_ids[sites], given.positions[sites]
    )
    reach = Reach(indptr, places, minutes, len(sites))
    return Demand(demand.people[cells], reach, candidates, demand.assumptions), cells


def km_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(haversine_km(a, np.array([b[0]]), np.array([b[1]]))[0])
