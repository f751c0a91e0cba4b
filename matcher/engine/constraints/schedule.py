"""Opening hours against free times: asked once for every distinct timetable."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matcher.engine.need import Availability, Need
from resources.code_lists import code_list
from resources.columns import BoolArray, FloatArray, Timetables
from resources.snapshot import Snapshot


def shared_minutes(need: Need, places: Snapshot) -> FloatArray:
    """Longest overlap of one opening with one free stretch, in minutes, shape (n,).

    +inf where the weekday is shared and the hours of the place are unknown; 0 where nothing is shared.
    """
    return _longest(need, places.timetables)[places.timetables.numbers]


def never_meets(need: Need, timetables: Timetables) -> BoolArray:
    """Shape (number of timetables,): those that state days and share no minute with the person's free times."""
    if need.structured is None or not need.structured.available:
        return np.zeros(timetables.size, dtype=np.bool_)
    return np.asarray(timetables.states_days() & ~(_longest(need, timetables) > 0), dtype=np.bool_)


def minutes_to_opening(need: Need, places: Snapshot) -> FloatArray:
    """Minutes from a free stretch to the nearest opening of the same weekday, shape (n,); +inf without one."""
    nearest = np.full(places.timetables.size, np.inf)
    for free, slots in _same_day(need, places.timetables):
        start, end = places.timetables.start[slots], places.timetables.end[slots]
        apart = np.maximum(np.maximum(start - np.float32(free.end), np.float32(free.start) - end), 0.0)
        known = ~np.isnan(apart)
        np.minimum.at(nearest, places.timetables.timetable[slots][known], apart[known])
    return nearest[places.timetables.numbers]


def _longest(need: Need, timetables: Timetables) -> FloatArray:
    longest = np.zeros(timetables.size, dtype=np.float64)
    for free, slots in _same_day(need, timetables):
        start, end = timetables.start[slots], timetables.end[slots]
        overlap = np.minimum(end, np.float32(free.end)) - np.maximum(start, np.float32(free.start))
        overlap = np.where(np.isnan(overlap), np.inf, np.maximum(overlap, 0.0))
        np.maximum.at(longest, timetables.timetable[slots], overlap)
    return longest


def _same_day(need: Need, timetables: Timetables) -> Iterator[tuple[Availability, slice]]:
    """Every free stretch with the slots of its weekday."""
    weekdays = list(code_list("weekday").codes)
    for free in need.structured.available if need.structured else ():
        if free.weekday in weekdays:
            yield free, timetables.on(weekdays.index(free.weekday))
