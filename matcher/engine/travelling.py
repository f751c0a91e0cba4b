"""Travel minutes from a person to every place, with the collection's figures per mode."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from geo.travel import TravelMode, TravelTime, travel_time
from matcher.engine.need import Need
from resources.code_lists import code_list
from resources.snapshot import Snapshot

FloatArray = npt.NDArray[np.float64]


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
    if need.lat is None or need.lon is None or mode is None or not model.knows(mode):
        return np.full(len(snapshot), np.nan)
    return model.minutes((need.lat, need.lon), snapshot.lat, snapshot.lon, mode)
