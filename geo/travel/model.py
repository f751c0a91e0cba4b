"""The interface of every travel-time model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TravelMode:
    """A way of travelling: `speed_kmh` > 0 while moving, `wait_minutes` ≥ 0 before the start."""

    speed_kmh: float
    wait_minutes: float = 0.0


@dataclass(frozen=True)
class Reach:
    """Which of m places each of n cells reaches within a limit: compressed rows, one per cell.

    Cell i reaches `places[indptr[i]:indptr[i + 1]]` (ascending) in `minutes` of the same slice. `indptr` has
    n + 1 entries; a cell with nothing in reach has an empty slice.
    """

    indptr: npt.NDArray[np.int64]
    places: npt.NDArray[np.int32]
    minutes: FloatArray
    number_of_places: int

    def __len__(self) -> int:
        return len(self.indptr) - 1

    @property
    def cells(self) -> npt.NDArray[np.int64]:
        """The cell of every entry, ascending: pairs are (cells, places, minutes)."""
        return np.repeat(np.arange(len(self), dtype=np.int64), np.diff(self.indptr))


class TravelTime(Protocol):
    """Door-to-door times."""

    def knows(self, mode: str) -> bool:
        """Whether there are figures for `mode`."""
        ...

    def minutes(
        self, origin: tuple[float, float], lats: FloatArray, lons: FloatArray, mode: str
    ) -> FloatArray:
        """Minutes from `origin` (lat, lon in degrees) to every (lats[i], lons[i]), shape (n,).

        NaN where a coordinate is NaN; inf where there is no way. Raises UnknownTravelMode.
        """
        ...

    def reach(self, cells: FloatArray, places: FloatArray, mode: str, limit_minutes: float) -> Reach:
        """Every pair of a cell and a place at most `limit_minutes` apart (the limit included).

        `cells` (n, 2) and `places` (m, 2): latitude and longitude in degrees; a place whose position is NaN is in
        nobody's reach. Raises UnknownTravelMode.
        """
        ...
