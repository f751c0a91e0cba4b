"""Several supplies over one set of places: who is near whom is looked for once for all the questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.supply import Supply

FloatArray = npt.NDArray[np.float64]
TextArray = npt.NDArray[np.str_]


@dataclass(frozen=True)
class CommonPlaces:
    """The m places of s supplies: `keys` ascending, `positions` (m, 2) in degrees, `capacities` (s, m).

    A capacity is 0 where the place is not in that supply (it offers nothing then) and NaN where it is unknown.
    """

    keys: TextArray
    positions: FloatArray
    capacities: FloatArray


def common_places(supplies: Sequence[Supply]) -> CommonPlaces:
    """The places of all supplies (one per age group, weekday or hour), for geo.accessibility.two_step.for_supplies.

    A place is known by its key; its position is that of the first supply that has it.
    """
    every_key = np.concatenate([np.empty(0, dtype=np.str_), *(supply.keys for supply in supplies)])
    keys, first = np.unique(every_key, return_index=True)
    positions = np.concatenate([np.empty((0, 2)), *(supply.positions for supply in supplies)])[first]
    capacities = np.zeros((len(supplies), len(keys)))
    for row, supply in zip(capacities, supplies, strict=True):
        row[np.searchsorted(keys, supply.keys)] = supply.capacity
    return CommonPlaces(keys, positions, capacities)
