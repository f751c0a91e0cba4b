"""Earliest arrivals by the Connection Scan Algorithm (Dibbelt, Pajor, Strasser, Wagner 2013), many starts at once.

A start is a person at a place and a time: one column of the arrays. Connections are gone through once, in the
order of departure, and each is tried for all columns together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.travel.transit.timetable import Timetable

FloatArray = npt.NDArray[np.float64]

CHANGE_MINUTES = 1.0
"""Least time between getting off and getting on again at one stop."""


@dataclass(frozen=True)
class Footpaths:
    """Ways on foot between stops: from stop s to `stops[indptr[s]:indptr[s + 1]]` in `minutes` of the same slice."""

    indptr: npt.NDArray[np.int64]
    stops: npt.NDArray[np.int32]
    minutes: FloatArray


def earliest_arrivals(
    timetable: Timetable, footpaths: Footpaths, at_stops: FloatArray, *, until: float
) -> FloatArray:
    """When each start gets to each stop, shape (s, k): minutes since midnight, inf = not by `until`.

    `at_stops` (s, k): when start j reaches stop i on foot alone (inf: too far). A change takes CHANGE_MINUTES at a
    stop, and the way and CHANGE_MINUTES between two stops; the first ride is boarded without a margin.
    """
    arrivals = at_stops.copy()
    ready = at_stops.copy()  # when the person may board at the stop
    riding = np.zeros((int(timetable.trips.max(initial=-1)) + 1, at_stops.shape[1]), dtype=np.bool_)
    first, last = np.searchsorted(timetable.departures, [np.min(at_stops, initial=np.inf), until])
    for connection in range(int(first), int(last)):
        trip, tail = timetable.trips[connection], timetable.tails[connection]
        head, arrival = timetable.heads[connection], timetable.arrivals[connection]
        on_board = riding[trip]
        on_board |= ready[tail] <= timetable.departures[connection]
        better = on_board & (arrival < arrivals[head])
        if arrival > until or not better.any():
            continue
        arrivals[head, better] = arrival
        ready[head, better] = np.minimum(ready[head, better], arrival + CHANGE_MINUTES)
        paths = slice(footpaths.indptr[head], footpaths.indptr[head + 1])
        for stop, minutes in zip(footpaths.stops[paths], footpaths.minutes[paths], strict=True):
            walked = arrival + minutes
            if stop != head and walked <= until:
                arrivals[stop, better] = np.minimum(arrivals[stop, better], walked)
                ready[stop, better] = np.minimum(ready[stop, better], walked + CHANGE_MINUTES)
    return arrivals
