"""Gaps of one question: coverage per district under every assumption, supply, and the flags that follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from geo.accessibility.coverage import nearest_minutes
from geo.accessibility.decay import thirds
from geo.accessibility.two_step import enhanced_two_step
from geo.gaps.assumptions import Assumption, fastest
from geo.gaps.model import DistrictGap, GapReport, Goal
from geo.gaps.reasons import Words, reasons
from geo.population.ages import Target
from geo.population.model import Population
from geo.population.rollup import own_cells
from geo.statistics.inequality import gini
from geo.supply import Supply
from geo.travel import Reach

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class People:
    """Who is asked about: n cells. `asked`: people of the ages asked for; `estimated`: ages were shared out.

    `hidden`: cells whose people the publisher does not tell; 0 in `asked`, and said wherever it matters.
    """

    population: Population
    asked: FloatArray
    estimated: bool
    hidden: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, population: Population, target: Target) -> People:
        """The people of `target`, with its hidden cells told apart."""
        hidden = np.isnan(target.people)
        return cls(population, np.where(hidden, 0.0, target.people), target.estimated, hidden)


@dataclass(frozen=True)
class Way:
    """How people travel. `reach` holds every pair within `reach_limit(...)` minutes of the model."""

    reach: Reach
    minutes: float
    wait_minutes: float
    assumptions: Sequence[Assumption]


def reach_limit(minutes: float, wait_minutes: float, tried: Sequence[Assumption]) -> float:
    """How far a Reach must go so that the fastest assumption finds everything within `minutes`."""
    return wait_minutes + (minutes - wait_minutes) / fastest(tried).factor


def assess(
    names: Mapping[str, str],
    supply: Supply,
    people: People | None,
    way: Way | None,
    *,
    words: Words,
    goal: Goal,
    unmet: Mapping[str, int] | None = None,
    paused: Sequence[str] = (),
) -> GapReport:
    """The gaps of the districts `names` (id → name).

    Without `people` (no population file) the figures about people are None and nothing is flagged.
    """
    ids = sorted(names)
    gaps = [_supplied(district, names[district], supply, unmet, paused) for district in ids]
    city = _supplied(None, words.city, supply, unmet, paused)
    if people is None or way is None:
        return GapReport(tuple(replace(gap, why=reasons(gap, words, goal)) for gap in gaps), city, None, None)
    cells = _district_numbers(people.population, ids)
    access = _accessibility(people, supply, way)
    counted = _counted(cells, len(ids), people, way)
    outside = float(np.nansum(people.population.totals[cells == len(ids)]))
    found = [
        replace(gap, no_cells=True)  # its people live in cells whose centres lie elsewhere
        if outside > 0 and not (cells == number).any()
        else _peopled(gap, cells == number, counted[number], people, access, way, goal)
        for number, gap in enumerate(gaps)
    ]
    shares = _whose_places(cells, ids, people, supply, way)
    ranked = _ranked([replace(gap, neighbours=shares[gap.district_id]) for gap in found])
    own = own_cells(people.population, ids)
    owned = counted.sum(axis=0) if own.all() else counted[:-1].sum(axis=0)
    inequality = gini(access[own], people.asked[own])
    return GapReport(
        districts=tuple(replace(gap, why=reasons(gap, words, goal)) for gap in ranked),
        city=_peopled(city, own, owned, people, access, way, goal),
        gini=None if np.isnan(inequality) else inequality,
        outside=outside,
    )


def _supplied(
    district: str | None,
    name: str,
    supply: Supply,
    unmet: Mapping[str, int] | None,
    paused: Sequence[str],
) -> DistrictGap:
    """What lies in a district (None: in the city), before anybody is counted."""
    here = np.ones(len(supply), dtype=np.bool_) if district is None else supply.district_ids == district
    needs = None if unmet is None else sum(unmet.values()) if district is None else unmet.get(district, 0)
    return DistrictGap(
        district_id=district or "",
        name=name,
        places=int(here.sum()),
        places_aimed=int(supply.aimed[here].sum()),
        places_paused=len(paused) if district is None else list(paused).count(district),
        places_without_capacity=int(np.isnan(supply.seats[here]).sum()),
        places_without_sessions=int(np.isnan(supply.sessions[here]).sum()),
        places_without_seats=int(np.isnan(supply.capacity[here]).sum()),
        places_stale=int(supply.stale[here].sum()),
        sessions_per_week=float(np.nansum(supply.sessions[here])),
        capacity_per_week=float(np.nansum(supply.capacity[here])),
        unmet_needs=needs,
    )


def _peopled(
    gap: DistrictGap,
    inside: npt.NDArray[np.bool_],
    counted: FloatArray,
    people: People,
    access: FloatArray,
    way: Way,
    goal: Goal,
) -> DistrictGap:
    """The figures about people. `counted`: people of the district, then those with a place in reach by assumption."""
    target, covered = float(counted[0]), counted[1:]
    hidden = int(people.hidden[inside].sum())
    totals = people.population.totals[inside]
    if hidden and not target:  # nobody is known of: that is not "nobody"
        known = totals[np.isfinite(totals)]
        return replace(gap, population=float(known.sum()) if len(known) else None, cells_hidden=hidden)
    plain = next(number for number, tried in enumerate(way.assumptions) if tried.own)
    few = goal.too_few(target)
    told = not (few and hidden)  # the hidden people may be those who are missing
    below = np.array([goal.missed_by(people_there, target) for people_there in covered.tolist()])
    return replace(
        gap,
        population=float(np.nansum(totals)),
        cells_hidden=hidden,
        target_population=target,
        within_minutes_population=float(covered[plain]),
        coverage=float(covered[plain]) / target if target else None,
        coverage_low=float(covered.min()) / target if target else None,
        coverage_high=float(covered.max()) / target if target else None,
        accessibility=1000.0 * float(access[inside] @ people.asked[inside]) / target if target else None,
        few=few,
        underserved=bool(not few and below.all()) if told else None,
        uncertain=bool(not few and below.any() and not below.all()) if told else None,
    )


def _district_numbers(population: Population, ids: Sequence[str]) -> IntArray:
    """The number of every cell's district; len(ids) for a cell in none of them."""
    number_of = {district: number for number, district in enumerate(ids)}
    return np.array([number_of.get(d, len(ids)) for d in population.district_ids.tolist()], dtype=np.int64)


def _counted(cells: IntArray, districts: int, people: People, way: Way) -> FloatArray:
    """People, then those with a place in reach, shape (districts + 1, 1 + assumptions); last row: in no district.

    All are summed in the same order, so that a part is never more than the whole.
    """
    moving = nearest_minutes(way.reach) - way.wait_minutes
    reached = [
        np.where(way.wait_minutes + moving * tried.factor <= way.minutes, people.asked, 0.0)
        for tried in way.assumptions
    ]
    sums = [np.bincount(cells, weights, minlength=districts + 1) for weights in (people.asked, *reached)]
    return np.column_stack(sums)


def _accessibility(people: People, supply: Supply, way: Way) -> FloatArray:
    """Seats a week per person and cell, shape (n,): E2SFCA with the classes of Luo & Qi (2009) drawn to `minutes`."""
    return enhanced_two_step(way.reach, people.asked, supply.capacity, thirds(way.minutes)).scores


def _whose_places(
    cells: IntArray, ids: Sequence[str], people: People, supply: Supply, way: Way
) -> dict[str, dict[str, float]]:
    """Of each district's people, the share that reaches a place of another district (id → share), largest first."""
    within = way.reach.minutes <= way.minutes
    owner_of = {district: number for number, district in enumerate(ids)}
    owners = np.array([owner_of.get(d, len(ids)) for d in supply.district_ids.tolist()], dtype=np.int64)
    pair_cell = way.reach.cells[within]
    # One entry per cell and owning district, however many places of it are in reach.
    seen = np.unique(pair_cell * (len(ids) + 1) + owners[way.reach.places[within]])
    cell, owner = seen // (len(ids) + 1), seen % (len(ids) + 1)
    reached = np.zeros((len(ids) + 1, len(ids) + 1))
    np.add.at(reached, (cells[cell], owner), people.asked[cell])
    target = np.bincount(cells, weights=people.asked, minlength=len(ids) + 1)
    return {
        district: {
            ids[other]: float(reached[number, other] / target[number])
            for other in np.argsort(-reached[number, : len(ids)], kind="stable").tolist()
            if other != number and reached[number, other] > 0
        }
        for number, district in enumerate(ids)
    }


def _ranked(gaps: Sequence[DistrictGap]) -> list[DistrictGap]:
    """Rank 1 has the most people without a place in reach; ties by id. The order of `gaps` stays.

    A district of whose people nobody knows has none.
    """
    # Rounded: what differs by the rounding of sums alone is a tie.
    known = [(-round(gap.uncovered, 6), gap.district_id) for gap in gaps if gap.uncovered is not None]
    rank_of = {district: rank for rank, (_, district) in enumerate(sorted(known), start=1)}
    return [replace(gap, rank=rank_of.get(gap.district_id)) for gap in gaps]
