"""How long it takes to get somewhere.

`TravelTime` is the one interface; `travel_time(name, modes=...)` chooses an implementation by name.
Today there is one, "direct": the great-circle distance, a detour factor and one speed per mode. It needs no
network, is the same on every machine, and is what the collection folder prescribes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

import numpy as np
import numpy.typing as npt

from geo.errors import UnknownTravelMode, UnknownTravelTime

FloatArray = npt.NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0
DETOUR = 1.3


@dataclass(frozen=True, slots=True)
class TravelMode:
    """A way of travelling: `speed_kmh` > 0 while moving, `wait_minutes` ≥ 0 before the start."""

    speed_kmh: float
    wait_minutes: float = 0.0


class TravelTime(Protocol):
    """Door-to-door time from one place to many."""

    def knows(self, mode: str) -> bool:
        """Whether there are figures for `mode`."""
        ...

    def minutes(
        self, origin: tuple[float, float], lats: FloatArray, lons: FloatArray, mode: str
    ) -> FloatArray:
        """Minutes from `origin` (lat, lon in degrees) to every (lats[i], lons[i]), shape (n,).

        NaN where a coordinate is NaN. Raises UnknownTravelMode.
        """
        ...


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
        if mode not in self.modes:
            raise UnknownTravelMode(f"no figures for the travel mode {mode!r}")
        figures = self.modes[mode]
        distance = haversine_km(origin, lats, lons)
        return figures.wait_minutes + distance * self.detour / figures.speed_kmh * 60.0


_MODELS: Mapping[str, Callable[[Mapping[str, TravelMode]], TravelTime]] = MappingProxyType(
    {"direct": DirectTravel}
)


def travel_time(name: str, *, modes: Mapping[str, TravelMode]) -> TravelTime:
    """The travel-time model called `name`. Raises UnknownTravelTime."""
    if name not in _MODELS:
        raise UnknownTravelTime(f"no travel-time model {name!r}; there is: {', '.join(sorted(_MODELS))}")
    return _MODELS[name](modes)
