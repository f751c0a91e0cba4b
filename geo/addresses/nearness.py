"""Whether a position lies where its address says: among the towns around it."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy.spatial import cKDTree

from geo.addresses.model import TownMatch
from geo.addresses.table import TownTable
from geo.travel.sphere import on_sphere

NEAREST = 3
"""A position is believed when its town is among so many nearest representative points."""
NEAR = 5
"""Up to here the towns lie side by side: representative points of large towns are up to 1 km off."""


Verdict = Literal["agrees", "beside", "elsewhere"]
"""agrees: among the NEAREST towns. beside: among the NEAR. elsewhere: neither."""


class TownNeighbourhood:
    """The representative points of a table, ready for asking what lies around a position."""

    def __init__(self, table: TownTable) -> None:
        lats, lons = table.points
        self._numbers = np.flatnonzero(np.isfinite(lats) & np.isfinite(lons))
        self._tree = cKDTree(on_sphere(lats[self._numbers], lons[self._numbers]).T)

    def nearest(self, lat: float, lon: float, count: int = NEAREST) -> tuple[int, ...]:
        """The numbers of the towns whose points are nearest, the nearest first."""
        if not len(self._numbers):
            return ()
        wanted = min(count, len(self._numbers))
        here = on_sphere(np.array([lat]), np.array([lon])).T[0]
        _, found = self._tree.query(here, k=list(range(1, wanted + 1)))
        return tuple(int(self._numbers[index]) for index in found)

    def verdict(self, match: TownMatch, lat: float, lon: float) -> Verdict:
        """How well a position fits the town of its address; a town without a point fits anywhere."""
        if match.lat is None:
            return "agrees"
        around = self.nearest(lat, lon, NEAR)
        if not set(match.towns).isdisjoint(around[:NEAREST]):
            return "agrees"
        return "beside" if not set(match.towns).isdisjoint(around) else "elsewhere"
