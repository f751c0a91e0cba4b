"""What a floating catchment method finds, and what it is asked with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from geo.accessibility.decay import Decay
from geo.errors import GeoError
from geo.travel.model import Reach

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Accessibility:
    """Scores of n cells and what became of m places.

    `scores` (n,): capacity per person, exactly 0 for a cell with nothing in reach. `demand` (m,): weighted people
    of each place's catchment. `ratios` (m,): capacity per person of the catchment, 0 where the demand is 0, NaN
    where the capacity is unknown (such a place gives nothing to anybody). `capacity` (m,) as it was given.
    """

    scores: FloatArray
    demand: FloatArray
    ratios: FloatArray
    capacity: FloatArray

    @property
    def unknown(self) -> BoolArray:
        """Places left out because their capacity is not stated, shape (m,)."""
        return np.isnan(self.capacity)

    @property
    def unused(self) -> BoolArray:
        """Places with a capacity and nobody in reach, shape (m,)."""
        return (self.capacity > 0.0) & (self.demand <= 0.0)

    @property
    def unused_capacity(self) -> float:
        """Capacity of the unused places: all that is missing in Σ scores · people of 2SFCA."""
        return float(self.capacity[self.unused].sum())


class Catchments:
    """The weights of one decay on one reach, worked out once for every question about the same places."""

    def __init__(self, reach: Reach, decay: Decay) -> None:
        """`reach` must have been looked for at least as far as `decay` is above 0."""
        self.shape = (len(reach), reach.number_of_places)
        self.weights = sparse.csr_array(
            (decay(reach.minutes), reach.places, reach.indptr.astype(np.int64)), shape=self.shape
        )

    @cached_property
    def towards_places(self) -> sparse.csc_array:
        """The same weights (m, n) without a copy: what people bring to places."""
        return self.weights.T

    @property
    def nothing_in_reach(self) -> BoolArray:
        """Cells without a place of positive weight, shape (n,): drawn and counted as a class of their own."""
        nothing: BoolArray = self.weights.sum(axis=1) == 0.0
        return nothing


def checked_people(people: FloatArray, cells: int) -> FloatArray:
    """`people` as float64 with the cells along the last axis. Raises GeoError."""
    people = np.asarray(people, dtype=np.float64)
    if people.shape[-1:] != (cells,):
        raise GeoError(f"人口の数({people.shape[-1:]})がメッシュの数({cells})と違います。")
    if not (np.isfinite(people) & (people >= 0.0)).all():
        raise GeoError(
            "人口に負の数か、数でない値があります。秘匿されたメッシュは先に合算先へ割り振ってください。"
        )
    return people


def checked_capacity(capacity: FloatArray, places: int) -> FloatArray:
    """`capacity` as float64 with the places along the last axis; NaN is unknown. Raises GeoError."""
    capacity = np.asarray(capacity, dtype=np.float64)
    if capacity.shape[-1:] != (places,):
        raise GeoError(f"定員の数({capacity.shape[-1:]})が場所の数({places})と違います。")
    if np.isinf(capacity).any() or (capacity < 0.0).any():
        raise GeoError("定員に負の数か無限大があります。分からない定員は空欄にしてください。")
    return capacity
