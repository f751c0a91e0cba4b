"""Travel minutes from a person to places, with the collection's figures per mode."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from geo.travel import EARTH_RADIUS_KM, DirectTravel, TravelMode, TravelTime, haversine_km, travel_time
from geo.travel.sphere import on_sphere
from matcher.engine.need import Need
from resources.code_lists import code_list
from resources.snapshot import Snapshot

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

# Cosines nearer to the limit's than this are decided by the exact distance: far above rounding (1e-15), and a few
# metres wide where it matters.
_BAND = 1e-12


@cache
def collection_travel_time(name: str = "direct") -> TravelTime:
    """The travel-time model `name` with the modes of travel_mode.csv (codes)."""
    modes = {
        code.code: TravelMode(float(code.extra["speed_kmh"]), float(code.extra["wait_minutes"]))
        for code in code_list("travel_mode")
    }
    return travel_time(name, modes=modes)


def travel_minutes(need: Need, snapshot: Snapshot, *, mode: str | None, model: TravelTime) -> FloatArray:
    """Minutes to every place, shape (n,); NaN where position or mode is unknown. Unknown is never far."""
    return Journeys(need, snapshot, mode, model).minutes()


def journeys(need: Need, snapshot: Snapshot, model: TravelTime) -> Journeys:
    """The ways of `need`, by the mode that its form names."""
    return Journeys(need, snapshot, need.structured.travel_mode if need.structured else None, model)


@dataclass(frozen=True)
class Journeys:
    """The ways of one person to the places of a snapshot, worked out for those that are asked for."""

    need: Need
    snapshot: Snapshot
    mode: str | None
    model: TravelTime

    @property
    def known(self) -> bool:
        """Whether start and mode are known."""
        return self._start is not None and self.mode is not None and self.model.knows(self.mode)

    def minutes(self, rows: IntArray | None = None) -> FloatArray:
        """Minutes to these rows (to every place without `rows`); NaN where position or mode is unknown."""
        lat, lon = self._positions(rows)
        if self._start is None or self.mode is None or not self.model.knows(self.mode):
            return np.full(len(lat), np.nan)
        return self.model.minutes(self._start, lat, lon, self.mode)

    def kilometres(self, rows: IntArray | None = None) -> FloatArray:
        """As the crow flies; NaN where a position is unknown."""
        lat, lon = self._positions(rows)
        return np.full(len(lat), np.nan) if self._start is None else haversine_km(self._start, lat, lon)

    def longer_than(self, limit: float) -> BoolArray:
        """Shape (n,): `minutes() > limit`, the exact distance worked out only for places close to the limit."""
        if not self.known:
            return np.zeros(len(self.snapshot), dtype=np.bool_)
        reach = _reach_km(self.model, self.mode or "", limit)
        if reach is None or not 0.0 <= reach < np.pi * EARTH_RADIUS_KM:
            return np.asarray(self.minutes() > limit, dtype=np.bool_)
        at_limit = np.cos(reach / EARTH_RADIUS_KM)
        far: BoolArray = self.cosines < at_limit - _BAND
        close = np.flatnonzero(~far & (self.cosines <= at_limit + _BAND))
        far[close] = self.minutes(close) > limit
        return far

    def rough_kilometres(self, rows: IntArray | None = None) -> npt.NDArray[np.float32]:
        """To these rows (to every place without `rows`): the chord instead of the arc, 1 % short at 3,000 km; NaN
        unknown."""
        cosines = self.cosines if rows is None else self.cosines.take(rows)
        chord = np.maximum(1.0 - cosines, 0.0).astype(np.float32)
        kilometres: npt.NDArray[np.float32] = np.float32(EARTH_RADIUS_KM) * np.sqrt(np.float32(2.0) * chord)
        return kilometres

    def rough_minutes(self, rows: IntArray | None = None) -> npt.NDArray[np.float32]:
        """`minutes(rows)` along the chord, NaN unknown."""
        if not self.known or not isinstance(self.model, DirectTravel):
            return self.minutes(rows).astype(np.float32)
        figures = self.model.modes[self.mode or ""]
        per_kilometre = np.float32(self.model.detour / figures.speed_kmh * 60.0)
        minutes: npt.NDArray[np.float32] = np.float32(
            figures.wait_minutes
        ) + per_kilometre * self.rough_kilometres(rows)
        return minutes

    @cached_property
    def cosines(self) -> FloatArray:
        """Cosine of the angle between the start and every place, shape (n,); NaN unknown."""
        if self._start is None:
            return np.full(len(self.snapshot), np.nan)
        latitude, longitude = self._start
        start = on_sphere(np.array([latitude]), np.array([longitude]))[:, 0]
        return np.asarray(np.einsum("i,ij->j", start, self.snapshot.sphere))

    @property
    def _start(self) -> tuple[float, float] | None:
        if self.need.lat is None or self.need.lon is None:
            return None
        return self.need.lat, self.need.lon

    def _positions(self, rows: IntArray | None) -> tuple[FloatArray, FloatArray]:
        lat, lon = self.snapshot.lat, self.snapshot.lon
        return (lat, lon) if rows is None else (lat[rows], lon[rows])


def _reach_km(model: TravelTime, mode: str, minutes: float) -> float | None:
    """How far `minutes` reach as the crow flies; None where the model does not go by distance alone."""
    if not isinstance(model, DirectTravel):
        return None
    figures = model.modes[mode]
    return (minutes - figures.wait_minutes) / 60.0 * figures.speed_kmh / model.detour
