"""Components of access: time, way, and how sure the entry is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.engine.constraints import reached_anywhere
from matcher.engine.context import Context

FloatArray = npt.NDArray[np.float64]

_UNKNOWN = 0.5
_TWO_HOURS = 120.0


def time(context: Context) -> FloatArray:
    """Longest shared stretch out of two hours; 0.5 where days or free times are not stated."""
    form = context.need.structured
    if form is None or not form.available:
        return np.full(len(context), _UNKNOWN)
    timetables = context.places.timetables
    stated = timetables.states_days()[timetables.numbers]
    return np.where(stated, np.minimum(context.shared_minutes / _TWO_HOURS, 1.0), _UNKNOWN)


def travel(context: Context) -> FloatArray:
    """Nearness. With a limit L: 1 − minutes / 2L, so 0.5 at the limit. Else h / (km + h), 0.5 at h kilometres.

    Who comes, calls or drives the person counts 0.75 whatever the distance; unknown positions 0.5.
    """
    form = context.need.structured
    if form is not None and form.max_minutes:
        value = np.clip(1.0 - context.minutes / (2.0 * form.max_minutes), 0.0, 1.0)
    else:
        half = context.parameters["kilometres_half"]
        value = half / (context.kilometres + half)
    value = np.where(np.isnan(value), _UNKNOWN, value)
    return np.where(
        reached_anywhere(context.places),
        np.maximum(value, 0.75),
        value,
    )


def same_district(context: Context) -> FloatArray:
    """1 in the person's own 学区, where she is known and the way is short; 0 elsewhere or unknown."""
    if not context.need.district:
        return np.zeros(len(context))
    return context.places.district_codes.equals(context.need.district).astype(np.float64)


def closeness(context: Context) -> FloatArray:
    """exp(−kilometres / 6): flatter than `travel`, so that the far end still differs; 0.5 unknown."""
    return np.nan_to_num(np.exp(-context.kilometres / 6.0), nan=_UNKNOWN)


def freshness(context: Context) -> FloatArray:
    """exp(−age of the confirmation / 730 days); 0 when never confirmed.

    Where the city set a longer or shorter limit of staleness than the code list, the days stretch with it.
    """
    age = np.maximum(context.on.toordinal() - context.places.confirmed_ordinal, 0.0)
    days = context.parameters["freshness_days"] * context.places.confirmation_span
    return np.nan_to_num(np.exp(-age / days), nan=0.0)


def openings(context: Context) -> FloatArray:
    """1 with a stated opening, 0.5 when none is stated, 0 when full."""
    return np.where(
        np.isnan(context.places.openings), _UNKNOWN, np.where(context.places.openings > 0, 1.0, 0.0)
    )
