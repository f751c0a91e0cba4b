"""Travel times by bus: walk to a stop, ride, change, walk from a stop; or walk all the way where that is faster.

Nobody knows when a person leaves. Every departure of a window is tried and the median time counts: half of the
departures do at least as well. Waiting counts from the moment of leaving home.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from geo.errors import UnknownTravelMode
from geo.travel.direct import DETOUR, DirectTravel
from geo.travel.model import Reach, TravelMode
from geo.travel.transit.scan import Footpaths, earliest_arrivals
from geo.travel.transit.timetable import Timetable

FloatArray = npt.NDArray[np.float64]

_STARTS_AT_A_TIME = 4_000
"""Columns searched at once: 4,000 × 2,000 stops × 8 bytes are 64 MB for each array."""


@dataclass(frozen=True)
class Window:
    """Departures every `every` minutes from `start` to `end`, minutes since midnight, both included."""

    start: float = 9 * 60.0
    end: float = 10 * 60.0
    every: float = 10.0

    def departures(self) -> FloatArray:
        """The departures, shape (d,)."""
        count = int(np.floor((self.end - self.start) / self.every + 1e-9)) + 1
        return np.asarray(self.start + self.every * np.arange(count), dtype=np.float64)


@dataclass(frozen=True)
class TransitTravel:
    """The mode "bus" by a timetable; every other mode as the crow flies with a detour (`direct`).

    `most_walk_minutes`: the longest walk to the first stop, between stops, and from the last one.
    """

    timetable: Timetable
    modes: Mapping[str, TravelMode]
    window: Window = field(default_factory=Window)
    most_walk_minutes: float = 15.0
    detour: float = DETOUR

    def knows(self, mode: str) -> bool:
        return mode in self.modes

    def minutes(
        self, origin: tuple[float, float], lats: FloatArray, lons: FloatArray, mode: str
    ) -> FloatArray:
        places = np.column_stack([lats, lons])
        if mode != "bus":
            return self._direct.minutes(origin, lats, lons, mode)
        self._require(mode)
        times = self._times(np.array([origin], dtype=np.float64), places, _LONGEST)[0]
        unknown = ~np.isfinite(places).all(axis=1)
        return np.asarray(np.where(unknown, np.nan, times))

    def reach(self, cells: FloatArray, places: FloatArray, mode: str, limit_minutes: float) -> Reach:
        if mode != "bus":
            return self._direct.reach(cells, places, mode, limit_minutes)
        self._require(mode)
        at_once = max(1, _STARTS_AT_A_TIME // len(self.window.departures()))
        parts = [
            self._times(cells[first : first + at_once], places, limit_minutes)
            for first in range(0, len(cells), at_once)
        ]
        found = [np.nonzero(part <= limit_minutes) for part in parts]
        counts = [
            np.bincount(rows, minlength=len(part)) for part, (rows, _) in zip(parts, found, strict=True)
        ]
        return Reach(
            indptr=np.concatenate([[0], np.cumsum(np.concatenate([[], *counts]))]).astype(np.int64),
            places=np.concatenate([np.zeros(0), *(places for _, places in found)]).astype(np.int32),
            minutes=np.concatenate([np.zeros(0), *(p[f] for p, f in zip(parts, found, strict=True))]),
            number_of_places=len(places),
        )

    def _times(self, cells: FloatArray, places: FloatArray, limit: float) -> FloatArray:
        """Median minutes over the departures of the window, shape (cells, places); inf beyond the limit."""
        departures = self.window.departures()
        access = _dense(self._walks(cells, self.timetable.positions, self.most_walk_minutes), np.inf)
        starts = (access[:, None, :] + departures[None, :, None]).reshape(-1, access.shape[1]).T
        arrivals = earliest_arrivals(
            self.timetable, self._footpaths, np.ascontiguousarray(starts), until=departures[-1] + limit
        )
        egress = self._walks(self.timetable.positions, places, self.most_walk_minutes)
        best = _through_stops(arrivals, egress, len(places)).reshape(len(cells), len(departures), len(places))
        by_bus = best - departures[None, :, None]
        on_foot = _dense(self._walks(cells, places, limit), np.inf)
        return np.asarray(np.median(np.minimum(by_bus, on_foot[:, None, :]), axis=1, overwrite_input=True))

    def _walks(self, cells: FloatArray, places: FloatArray, limit: float) -> Reach:
        return self._direct.reach(cells, places, "walk", limit)

    def _require(self, mode: str) -> None:
        if mode not in self.modes or "walk" not in self.modes:
            raise UnknownTravelMode(f"no figures for the travel mode {mode!r}")

    @cached_property
    def _direct(self) -> DirectTravel:
        return DirectTravel(self.modes, self.detour)

    @cached_property
    def _footpaths(self) -> Footpaths:
        stops = self.timetable.positions
        near = self._walks(stops, stops, self.most_walk_minutes)
        return Footpaths(near.indptr, near.places, near.minutes)


_LONGEST = 4 * 60.0  # how long a way by bus may take where no limit is asked for


def _dense(reach: Reach, missing: float) -> FloatArray:
    """The minutes of a Reach, shape (cells, places)."""
    table = np.full((len(reach), reach.number_of_places), missing)
    table[reach.cells, reach.places] = reach.minutes
    return table


def _through_stops(arrivals: FloatArray, egress: Reach, places: int) -> FloatArray:
    """When each start gets to each place over its best last stop, shape (starts, places)."""
    best = np.full((arrivals.shape[1], places), np.inf)
    for stop in range(len(egress)):
        for entry in range(int(egress.indptr[stop]), int(egress.indptr[stop + 1])):
            place = egress.places[entry]
            np.minimum(best[:, place], arrivals[stop] + egress.minutes[entry], out=best[:, place])
    return best
