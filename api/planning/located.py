"""Which 学区 something lies in that states none."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.districts import Districts, district_of


def located(
    stated: npt.NDArray[np.str_], positions: npt.NDArray[np.float64], boundaries: Districts | None
) -> npt.NDArray[np.str_]:
    """The stated districts; where one is "", the district whose outline holds the position (n, 2), "" for none."""
    if boundaries is None or not (stated == "").any():
        return stated
    return np.where(stated == "", district_of(positions[:, 0], positions[:, 1], boundaries), stated)
