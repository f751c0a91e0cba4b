"""The population of a city as arrays: one row per cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geo.sources import Source

FloatArray = npt.NDArray[np.float64]
TextArray = npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True, order=True)
class AgeBand:
    """Ages from `low` to `high` years, both included; `high` None: and above."""

    low: int
    high: int | None

    @property
    def label(self) -> str:
        """In words: 15〜39歳, 75歳以上."""
        return f"{self.low}歳以上" if self.high is None else f"{self.low}〜{self.high}歳"


@dataclass(frozen=True)
class Population:
    """n cells. `counts[i, j]`: people of band `bands[j]` in cell i; NaN where the publisher hides it.

    `codes`: mesh code (250 m) or the source's own area code; `lats`/`lons`: centre in degrees;
    `district_ids`: "" for a cell in no district; `totals`: people of all ages (also where ages are hidden);
    `singles`: 高齢単身世帯, None where the source has no such column. Bands are the source's own: disjoint,
    in ascending order, not necessarily without holes.
    """

    codes: TextArray
    lats: FloatArray
    lons: FloatArray
    district_ids: TextArray
    totals: FloatArray
    bands: tuple[AgeBand, ...]
    counts: FloatArray
    singles: FloatArray | None = None
    source: Source = field(default_factory=lambda: Source("人口"))

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def positions(self) -> FloatArray:
        """Shape (n, 2): latitude, longitude."""
        return np.column_stack([self.lats, self.lons])
