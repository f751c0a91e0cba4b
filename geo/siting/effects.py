"""Before and after, district by district: who gains by a choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.siting.model import BoolArray, FloatArray, Siting, TextArray
from geo.siting.question import Demand, covered_by, nearest_of


@dataclass(frozen=True, slots=True)
class DistrictEffect:
    """`people` of the ages asked for in a district, and how many of them are covered (or at the level of seats)."""

    district_id: str
    people: float
    before: float
    after: float

    @property
    def gained(self) -> float:
        return self.after - self.before

    @property
    def share_before(self) -> float | None:
        """None where nobody of these ages lives: there is nothing to cover."""
        return self.before / self.people if self.people else None

    @property
    def share_after(self) -> float | None:
        return self.after / self.people if self.people else None


@dataclass(frozen=True, slots=True)
class DistrictMinutes:
    """Mean minutes of a district's people to the nearest place; None where nobody of these ages lives."""

    district_id: str
    people: float
    before: float | None
    after: float | None


def effects(
    people: FloatArray, district_ids: TextArray, before: BoolArray, after: BoolArray
) -> tuple[DistrictEffect, ...]:
    """A row per district in order of its id, "" (cells in no district) among them; all arrays of shape (n,)."""
    names, columns = _sums(district_ids, [people, people * before, people * after])
    return tuple(
        DistrictEffect(name, float(all_), float(was), float(is_))
        for name, all_, was, is_ in zip(names, *columns, strict=True)
    )


def covering_effects(
    demand: Demand, district_ids: TextArray, covered: BoolArray, siting: Siting
) -> tuple[DistrictEffect, ...]:
    """People within reach of a place before and after the sites of a choice."""
    return effects(demand.people, district_ids, covered, covered | covered_by(demand.reach, _chosen(siting)))


def minutes_effects(
    demand: Demand, district_ids: TextArray, nearest: FloatArray, cap: float, siting: Siting
) -> tuple[DistrictMinutes, ...]:
    """Mean minutes to the nearest place before and after, nobody counting with more than `cap`."""
    before = np.minimum(nearest, cap)
    after = np.minimum(before, nearest_of(demand.reach, _chosen(siting)))
    people = demand.people
    names, columns = _sums(district_ids, [people, people * before, people * after])
    return tuple(
        DistrictMinutes(
            name, float(all_), float(was / all_) if all_ else None, float(is_ / all_) if all_ else None
        )
        for name, all_, was, is_ in zip(names, *columns, strict=True)
    )


def _chosen(siting: Siting) -> list[int]:
    return [site.candidate for site in siting.sites]


def _sums(district_ids: TextArray, columns: Sequence[FloatArray]) -> tuple[list[str], list[FloatArray]]:
    names, district = np.unique(district_ids, return_inverse=True)
    return [str(name) for name in names], [
        np.bincount(district, column, minlength=len(names)).astype(np.float64) for column in columns
    ]
