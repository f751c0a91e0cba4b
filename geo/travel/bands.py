"""Which of many points lie near many others: points sorted into bands of latitude, by longitude within a band.

For a point and a band, whatever can be near lies between two longitudes; between them the points are neighbours
in the sorted arrays. No tree is built, and the pairs come block by block, so that nobody has to keep them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from geo.travel.sphere import EARTH_RADIUS_KM, on_sphere

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_BANDS_PER_RADIUS = 16  # narrower bands: fewer pairs to throw away, more look-ups
_MIN_HEIGHT = 1e-6  # radians, about six metres: a radius of 0 needs a band too
_ROOM = 1e-9  # radians, about six millimetres: far above rounding; the exact distance decides afterwards
_TURN = 8.0  # more than the span of longitudes in radians: bands do not overlap in the sorting key
_POINTS_AT_ONCE = 4096
_PAIRS_AT_ONCE = 1 << 17  # a block's arrays stay in the processor's cache


@dataclass(frozen=True)
class Block:
    """Candidates of the points `first` to `last` (excluded), one point after another.

    `counts[k]` of them belong to point first + k; `members` are numbers of indexed points in the index's own
    order (see Bands.order), `km` their great-circle distances. Some lie a little beyond the radius.
    """

    first: int
    last: int
    counts: IntArray
    members: IntArray
    km: FloatArray

    @property
    def points(self) -> IntArray:
        """The point of each candidate."""
        return np.repeat(np.arange(self.first, self.last), self.counts)


class Bands:
    """An index of positions for one radius. Positions that are not finite are in nobody's neighbourhood.

    `order[k]` is the row of the k-th indexed position; neighbours in this order are neighbours on the map.
    """

    def __init__(self, positions: FloatArray, radius_km: float) -> None:
        """`positions` (n, 2): latitude and longitude in degrees; `radius_km` ≥ 0."""
        self._radius = float(np.clip(radius_km / EARTH_RADIUS_KM, 0.0, np.pi))
        self._height = max(self._radius / _BANDS_PER_RADIUS, _MIN_HEIGHT)
        known = np.flatnonzero(np.isfinite(positions).all(axis=1))
        key = self._key(np.radians(positions[known, 0]), np.radians(positions[known, 1]))
        by_key = np.argsort(key, kind="stable")
        self.order: IntArray = known[by_key]
        self._keys = key[by_key]
        self._sphere = on_sphere(*positions[self.order].T)

    def _key(self, latitudes: FloatArray, longitudes: FloatArray) -> FloatArray:
        key: FloatArray = np.floor(latitudes / self._height) * _TURN + longitudes
        return key

    def blocks(self, points: FloatArray) -> Iterator[Block]:
        """Every pair of a point (p, 2) and an indexed position within the radius, in the order of the points."""
        points = np.where(np.isfinite(points), points, np.nan)
        for begin in range(0, len(points), _POINTS_AT_ONCE):
            chunk = points[begin : begin + _POINTS_AT_ONCE]
            starts, counts = self._intervals(chunk)
            sphere = on_sphere(*chunk.T)
            per_point = counts.sum(axis=1)
            for first, last in _pieces(per_point):
                members = _expanded(starts[first:last].ravel(), counts[first:last].ravel())
                km = self._distances(sphere[:, first:last], per_point[first:last], members)
                yield Block(begin + first, begin + last, per_point[first:last], members, km)

    def _intervals(self, points: FloatArray) -> tuple[IntArray, IntArray]:
        """Start and length, each (p, bands), of the stretches of the index that can hold neighbours."""
        latitude, longitude = np.radians(points[:, :1]), np.radians(points[:, 1:])
        lowest = np.floor((latitude - self._radius) / self._height)
        band = lowest + np.arange(2 * int(np.ceil(self._radius / self._height)) + 2)
        south, north = band * self._height, (band + 1.0) * self._height
        nearest = np.maximum(np.maximum(south - latitude, latitude - north), 0.0)
        # hav(d) = hav(Δφ) + cos φ1 · cos φ2 · hav(Δλ), at the point of the band where Δλ may be largest.
        cosines = np.cos(latitude) * np.maximum(np.minimum(np.cos(south), np.cos(north)), 1e-12)
        room = np.sin((self._radius + _ROOM) / 2.0) ** 2 - np.sin(nearest / 2.0) ** 2
        chord = np.sqrt(np.clip(room / np.maximum(cosines, 1e-12), 0.0, 1.0))
        width = 2.0 * np.arcsin(chord) + _ROOM
        # Across the date line the whole band is looked through: slower, and no pair is lost.
        width = np.where((np.abs(longitude) + width > np.pi), 2.0 * np.pi, width)
        west = band * _TURN + np.maximum(longitude - width, -np.pi)
        east = band * _TURN + np.minimum(longitude + width, np.pi)
        starts, ends = self._places_in_keys(west, "left"), self._places_in_keys(east, "right")
        return starts, np.where((room >= 0.0) & np.isfinite(latitude + longitude), ends - starts, 0)

    def _places_in_keys(self, wanted: FloatArray, side: str) -> IntArray:
        """np.searchsorted, asked in ascending order: several times faster on a long index."""
        flat = wanted.ravel()
        ascending = np.argsort(flat)
        found = np.empty(flat.size, dtype=np.int64)
        found[ascending] = np.searchsorted(self._keys, flat[ascending], side=side)  # type: ignore[call-overload]
        return found.reshape(wanted.shape)

    def _distances(self, points: FloatArray, counts: IntArray, members: IntArray) -> FloatArray:
        """Kilometres on the sphere: half the chord is R · sin of half the angle, as in the haversine."""
        squared = np.zeros(len(members))
        for axis in range(3):
            difference = self._sphere[axis].take(members)
            difference -= np.repeat(points[axis], counts)
            difference *= difference
            squared += difference
        half = np.sqrt(squared, out=squared)
        half *= 0.5
        angle = np.arcsin(np.minimum(half, 1.0, out=half), out=half)
        angle *= 2.0 * EARTH_RADIUS_KM
        return angle


def _pieces(counts: IntArray) -> Iterator[tuple[int, int]]:
    """Consecutive stretches of points that together have about `_PAIRS_AT_ONCE` candidates."""
    piece = np.cumsum(counts) // _PAIRS_AT_ONCE
    edges = [0, *(np.flatnonzero(np.diff(piece)) + 1).tolist(), len(counts)]
    yield from pairwise(edges)


def _expanded(starts: IntArray, counts: IntArray) -> IntArray:
    """starts[0], starts[0] + 1, … (counts[0] of them), starts[1], …"""
    ends = np.cumsum(counts)
    return np.repeat(starts - ends + counts, counts) + np.arange(ends[-1] if len(ends) else 0)
