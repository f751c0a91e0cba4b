"""Made towns for accessibility: cells of the 250 m mesh, people in them, places with seats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.travel import DirectTravel, TravelMode

FloatArray = npt.NDArray[np.float64]

WALK = "walk"
TRAVEL = DirectTravel({WALK: TravelMode(4.8), "bike": TravelMode(13.0), "bus": TravelMode(10.0, 10.0)})


@dataclass(frozen=True)
class Town:
    """`cells` (n, 2) and `places` (m, 2) in degrees, `people` (n,), `capacity` (m,)."""

    cells: FloatArray
    people: FloatArray
    places: FloatArray
    capacity: FloatArray


def town(seed: int, cells: int = 400, places: int = 30, *, filled: float = 0.6) -> Town:
    """Populated cells scattered over a square of the mesh, places near some of them, fixed by `seed`."""
    random = np.random.default_rng(seed)
    side = int(np.ceil(np.sqrt(cells / filled)))
    row, column = np.divmod(random.choice(side * side, cells, replace=False), side)
    centres = np.column_stack([34.6 + (row + 0.5) * 7.5 / 3600, 137.7 + (column + 0.5) * 11.25 / 3600])
    near = centres[random.integers(0, cells, places)]
    return Town(
        centres,
        random.lognormal(3.0, 1.2, cells),
        near + random.uniform(-0.002, 0.002, near.shape),
        random.integers(5, 60, places).astype(np.float64),
    )
