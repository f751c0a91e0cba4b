"""Components of access: time, way, and how sure the entry is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.travel import haversine_km
from matcher.engine.constraints import comes_or_calls, shared_minutes
from matcher.engine.context import Context

FloatArray = npt.NDArray[np.float64]

_UNKNOWN = 0.5
_TWO_HOURS = 120.0


def time(context: Context) -> FloatArray:
    """Longest shared stretch out of two hours; 0.5 where days or free times are not stated."""
    form = context.need.structured
    if form is None or not form.available:
        return np.full(len(context), _UNKNOWN)
    value = np.full(len(context), _UNKNOWN)
    stated = context.snapshot.slots.entry
    value[stated] = np.minimum(shared_minutes(context.need, context.snapshot) / _TWO_HOURS, 1.0)[stated]
    return value


def travel(context: Context) -> FloatArray:
    """Nearness. With a limit L: 1 − minutes / 2L, so 0.5 at the limit. Else h / (km + h), 0.5 at h kilometres.

    Who comes, calls or drives the person counts 0.75 whatever the distance; unknown positions 0.5.
    """
    form = context.need.structured
    if form is not None and form.max_minutes:
        value = np.clip(1.0 - context.minutes / (2.0 * form.max_minutes), 0.0, 1.0)
    else:
        half = context.parameters["kilometres_half"]
        value = half / (_kilometres(context) + half)
    value = np.where(np.isnan(value), _UNKNOWN, value)
    return np.where(
        comes_or_calls(context.snapshot) | (context.snapshot.transport == "yes"),
        np.maximum(value, 0.75),
        value,
    )


def freshness(context: Context) -> FloatArray:
    """exp(−age of the confirmation / 730 days); 0 when never confirmed."""
    age = np.maximum(context.on.toordinal() - context.snapshot.confirmed_ordinal, 0.0)
    return np.nan_to_num(np.exp(-age / context.parameters["freshness_days"]), nan=0.0)


def openings(context: Context) -> FloatArray:
    """1 with a stated opening, 0.5 when none is stated, 0 when full."""
    return np.where(
        np.isnan(context.snapshot.openings), _UNKNOWN, np.where(context.snapshot.openings > 0, 1.0, 0.0)
    )


def _kilometres(context: Context) -> FloatArray:
    need = context.need
    if need.lat is None or need.lon is None:
        return np.full(len(context), np.nan)
    return haversine_km((need.lat, need.lon), context.snapshot.lat, context.snapshot.lon)
