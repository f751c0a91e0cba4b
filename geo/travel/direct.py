"""The model "direct": great-circle distance, a detour factor and one speed per mode.

It needs no network, is the same on every machine, and is what the collection folder prescribes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.errors import UnknownTravelMode
from geo.travel.model import Reach, TravelMode
from geo.travel.pairs import pairs_within
from geo.travel.sphere import EARTH_RADIUS_KM

FloatArray = npt.NDArray[np.float64]

DETOUR = 1.3


def haversine_km(origin: tuple[float, float], lats: FloatArray, lons: FloatArray) -> FloatArray:
    """Great-circle distance in km on a sphere of 6371 km, shape (n,); degrees in, NaN stays NaN.

    hav(d/R) = hav(Δφ) + cos φ1 · cos φ2 · hav(Δλ)  (R. W. Sinnott, "Virtues of the Haversine", 1984).
    """
    latitude, longitude = np.radians(origin[0]), np.radians(origin[1])
    to_latitudes = np.radians(lats)
    half_chord = (
        np.sin((to_latitudes - latitude) / 2.0) ** 2
        + np.cos(latitude) * np.cos(to_latitudes) * np.sin((np.radians(lons) - longitude) / 2.0) ** 2
    )
    # Rounding can lift the chord of antipodes just above 1.
    distance: FloatArray = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half_chord, 1.0)))
    return distance


@dataclass(frozen=True)
class DirectTravel:
    """minutes = wait + distance · detour / speed · 60."""

    modes: Mapping[str, TravelMode]
    detour: float = DETOUR

    def knows(self, mode: str) -> bool:
        return mode in self.modes

    def minutes(
        self, origin: tuple[float, float], lats: FloatArray, lons: FloatArray, mode: str
    ) -> FloatArray:
        return self.minutes_of(haversine_km(origin, lats, lons), mode)

    def reach(self, cells: FloatArray, places: FloatArray, mode: str, limit_minutes: float) -> Reach:
        radius_km = self.radius_km(mode, limit_minutes)
        return pairs_within(
            cells, places, radius_km, cost=lambda km: self.minutes_of(km, mode), limit=limit_minutes
        )

    def minutes_of(self, km: FloatArray, mode: str) -> FloatArray:
        """Minutes for straight distances in km, any shape. Raises UnknownTravelMode."""
        figures = self._figures(mode)
        return figures.wait_minutes + km * self.detour / figures.speed_kmh * 60.0

    def radius_km(self, mode: str, limit_minutes: float) -> float:
        """The straight distance that takes `limit_minutes`; negative when the wait alone is longer."""
        figures = self._figures(mode)
        return (limit_minutes - figures.wait_minutes) / 60.0 * figures.speed_kmh / self.detour

    def _figures(self, mode: str) -> TravelMode:
        if mode not in self.modes:
            raise UnknownTravelMode(f"no figures for the travel mode {mode!r}")
        return self.modes[mode]
