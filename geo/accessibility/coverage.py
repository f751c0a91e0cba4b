"""Who has a place within so many minutes, and how far the nearest one is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.travel.model import Reach

FloatArray = npt.NDArray[np.float64]
TextArray = npt.NDArray[np.str_]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Coverage:
    """People per area and those with a place within reach. `areas` ascending; both counts have its shape."""

    areas: TextArray
    people: FloatArray
    covered: FloatArray

    @property
    def shares(self) -> FloatArray:
        """Share of the people covered in each area; NaN where nobody lives."""
        return ratio(self.covered, self.people)

    @property
    def share(self) -> float:
        """Share of all people covered; NaN when there is nobody."""
        return float(ratio(self.covered.sum(keepdims=True), self.people.sum(keepdims=True))[0])


def coverage(reach: Reach, people: FloatArray, areas: TextArray, limit_minutes: float) -> Coverage:
    """People with at least one place at most `limit_minutes` away (the limit included), per area.

    covered(a) = Σ_{i in a} P_i · [min_j t_ij ≤ limit]: cumulative opportunities of one, in people.
    `people` (n,) of the asked ages; `areas` (n,): the area of each cell, any text, also "".
    """
    names, area = np.unique(areas, return_inverse=True)
    covered = np.where(nearest_minutes(reach) <= limit_minutes, people, 0.0)
    return Coverage(names, _sums(people, area, len(names)), _sums(covered, area, len(names)))


def nearest_minutes(reach: Reach, open_places: BoolArray | None = None) -> FloatArray:
    """Minutes to the nearest place in reach, shape (n,); inf for a cell with none.

    `open_places` (m,): which places count; all of them when None.
    """
    minutes = reach.minutes
    if open_places is not None:
        minutes = np.where(open_places[reach.places], minutes, np.inf)
    nearest = np.full(len(reach), np.inf)
    reached = np.flatnonzero(np.diff(reach.indptr))
    if len(reached):
        # Empty rows take no room, so the starts of the others cut the minutes into their rows.
        nearest[reached] = np.minimum.reduceat(minutes, reach.indptr[reached])
    return nearest


def mean_by_area(scores: FloatArray, people: FloatArray, areas: TextArray) -> tuple[TextArray, FloatArray]:
    """Areas ascending and the mean score of their people, Σ P_i·A_i / Σ P_i; NaN where nobody lives."""
    names, area = np.unique(areas, return_inverse=True)
    sums = _sums(scores * people, area, len(names))
    return names, ratio(sums, _sums(people, area, len(names)))


def ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    """part / whole, NaN where the whole is 0."""
    shares: FloatArray = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0.0)
    return shares


def _sums(values: FloatArray, area: npt.NDArray[np.intp], areas: int) -> FloatArray:
    return np.bincount(area, weights=values, minlength=areas).astype(np.float64, copy=False)
