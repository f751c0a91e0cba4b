"""The model "direct": great-circle distance, a detour factor and one speed per mode.

It needs no network, is the same on every machine, and is what the collection folder prescribes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from geo.errors import UnknownTravelMode
from geo.travel.model import Reach, TravelMode

FloatArray = npt.NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0
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
        if mode not in self.modes:
            raise UnknownTravelMode(f"no figures for the travel mode {mode!r}")
        figures = self.modes[mode]
        distance = haversine_km(origin, lats, lons)
        return figures.wait_minutes + distance * self.detour / figures.speed_kmh * 60.0

    def reach(self, cells: FloatArray, places: FloatArray, mode: str, limit_minutes: float) -> Reach:
        if mode not in self.modes:
            raise UnknownTravelMode(f"no figures for the travel mode {mode!r}")
        figures = self.modes[mode]
        moving = limit_minutes - figures.wait_minutes
        radius_km = max(moving, 0.0) / 60.0 * figures.speed_kmh / self.detour
        pairs = near_pairs(cells, places, radius_km)
        minutes = figures.wait_minutes + pairs.minutes * self.detour / figures.speed_kmh * 60.0
        return Reach(pairs.indptr, pairs.places, minutes, pairs.number_of_places)


# Chords are compared with a little room, and the exact great-circle distance decides: far above rounding.
_ROOM_KM = 1e-6


def near_pairs(cells: FloatArray, places: FloatArray, radius_km: float) -> Reach:
    """Pairs at most `radius_km` apart on the sphere, with kilometres where a Reach has minutes."""
    positioned = np.flatnonzero(np.isfinite(places).all(axis=1))
    tree = cKDTree(on_sphere(places[positioned]))
    chord = 2.0 * EARTH_RADIUS_KM * np.sin(min((radius_km + _ROOM_KM) / EARTH_RADIUS_KM, np.pi) / 2.0)
    found = cKDTree(on_sphere(cells)).sparse_distance_matrix(tree, chord, output_type="ndarray")
    rows, columns = found["i"].astype(np.int64), positioned[found["j"]].astype(np.int32)
    # arcsin of half the chord is the half angle, as in the haversine.
    km = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(found["v"] / (2.0 * EARTH_RADIUS_KM), 1.0))
    inside = km <= radius_km
    rows, columns, km = rows[inside], columns[inside], km[inside]
    order = np.lexsort((columns, rows))
    indptr = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(cells)))])
    return Reach(indptr.astype(np.int64), columns[order], km[order], len(places))


def on_sphere(positions: FloatArray) -> FloatArray:
    """Latitude and longitude, shape (n, 2), as points in km on the sphere of 6371 km, shape (n, 3)."""
    latitude, longitude = np.radians(positions[:, 0]), np.radians(positions[:, 1])
    flat = np.cos(latitude)
    unit = np.column_stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)])
    return np.asarray(EARTH_RADIUS_KM * unit)
