"""What is offered where, as arrays: the supply side of accessibility, gaps and siting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
TextArray = npt.NDArray[np.str_]


@dataclass(frozen=True)
class Supply:
    """m places of one question (theme, ages, weekday, hours), chosen by whoever knows the catalogue.

    `positions` (m, 2): latitude and longitude, NaN where unknown; `district_ids`: "" where unknown;
    `sessions` a week: NaN where not stated (随時); `seats` of one session: NaN where 定員 is not stated (no limit
    stated: left out of capacity, never 0 and never infinite); `days_since_confirmed`: NaN where never confirmed;
    `stale`: not confirmed for longer than is good for such a place;
    `aimed`: made for the ages asked for, and not merely open to them.
    """

    keys: TextArray
    names: TextArray
    district_ids: TextArray
    positions: FloatArray
    sessions: FloatArray
    seats: FloatArray
    days_since_confirmed: FloatArray
    stale: npt.NDArray[np.bool_]
    aimed: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def capacity(self) -> FloatArray:
        """Seats a week, shape (m,): sessions × seats; NaN where either is unknown."""
        return self.sessions * self.seats
