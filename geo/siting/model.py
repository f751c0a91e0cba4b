"""What a siting question answers with: sites, how sure that is, and what would do nearly as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from geo.population.model import AgeBand, Population

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
TextArray = npt.NDArray[np.str_]

Goal = Literal["covering", "median", "capacity"]


@dataclass(frozen=True)
class Candidates:
    """k positions where a place could open. `codes` are unique and break every tie: the lowest comes first.

    `positions` (k, 2): latitude and longitude; `district_ids`: "" where unknown.
    """

    codes: TextArray
    names: TextArray
    district_ids: TextArray
    positions: FloatArray

    def __len__(self) -> int:
        return len(self.codes)


def cell_candidates(population: Population) -> Candidates:
    """Every population cell as a candidate, named by its code."""
    return Candidates(population.codes, population.codes, population.district_ids, population.positions)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the figures rest on; printed beside every result. `ages` None: everybody.

    `speed_kmh` or `detour` None: the streets or a timetable decide, and `by` says so.
    """

    minutes: float
    mode: str
    speed_kmh: float | None
    detour: float | None
    wait_minutes: float = 0.0
    ages: AgeBand | None = None
    age_estimated: bool = False
    notes: tuple[str, ...] = ()
    by: str = ""

    def lines(self) -> tuple[str, ...]:
        """Japanese lines, one assumption each."""
        rests_on = (
            None if self.speed_kmh is None else f"時速{self.speed_kmh:g}km",
            None if self.detour is None else f"迂回率{self.detour:g}",
            f"待ち時間{self.wait_minutes:g}分" if self.wait_minutes else None,
            self.by,
        )
        stated = "、".join(part for part in rests_on if part)
        estimated = "(年齢は按分による推計)" if self.age_estimated else ""
        return (
            f"移動: {self.mode}{self.minutes:g}分以内({stated})",
            f"対象: {self.ages.label if self.ages else '全年齢'}{estimated}",
            *self.notes,
        )


@dataclass(frozen=True, slots=True)
class Proof:
    """How sure it is that nothing better exists.

    `bound`: no choice adds more than this (people, or person-minutes saved); `gap`: the share of `bound`
    that the choice may miss, 0.0 when `optimal`. `optimal` holds to the solver's tolerance, 1e-6 of the objective.
    `method`: "bound" (a relaxation was enough), "MILP", or "limit" (the time ran out: an open gap is stated).
    """

    optimal: bool
    gap: float
    bound: float
    method: Literal["bound", "MILP", "limit"]


@dataclass(frozen=True, slots=True)
class Site:
    """One chosen candidate. The sites of a choice are ordered by what each adds to those before it.

    `gain`: what it adds; `objective_after`: the objective with it and those before it; `near`: codes of candidates
    next to it that would keep the choice within the tolerance, best first.
    """

    candidate: int
    code: str
    name: str
    district_id: str
    lat: float
    lon: float
    gain: float
    objective_after: float
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another choice: `sites` in place of `instead_of` (codes), the rest as chosen.

    `gain`: what the whole other choice adds to what exists; `share`: that as a share of the gain of the choice, at
    most 1 for a proven one; `near`: codes next to the first of `sites` that do nearly as well, folded into this line.
    """

    instead_of: tuple[str, ...]
    sites: tuple[str, ...]
    gain: float
    share: float
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Siting:
    """The answer. It may hold fewer sites than `asked`: a site that would add nothing is never proposed.

    Objective of "covering": people within reach of some place, of "median": minutes summed over people (to be
    small), of "capacity": people with a place in reach and room for them. `gain` is the improvement, never
    negative. `left_out`: number of further alternatives within the tolerance that are not listed.
    """

    goal: Goal
    asked: int
    sites: tuple[Site, ...]
    objective_before: float
    objective_after: float
    proof: Proof
    alternatives: tuple[Alternative, ...]
    left_out: int
    tolerance: float
    apart_km: float
    assumptions: Assumptions

    @property
    def gain(self) -> float:
        return abs(self.objective_after - self.objective_before)
