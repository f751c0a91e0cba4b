"""A made GTFS-JP feed, and earliest arrivals by brute force."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

Row = Sequence[object]
Tables = dict[str, list[Row]]

LAT, LON = 35.0, 136.0


def made_tables(*, stops: int = 12, trips: int = 40, seed: int = 0) -> Tables:
    """Stops on a line of about 10 km with some jitter; trips that call at a random run of them, after 8:00."""
    random = np.random.default_rng(seed)
    lats = LAT + random.uniform(-0.006, 0.006, stops)
    lons = LON + np.linspace(0, 0.11, stops)
    times: list[Row] = [("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence")]
    for trip in range(trips):
        first, last = sorted(random.choice(stops, 2, replace=False).tolist())
        called = list(range(first, last + 1))
        clock = 8 * 60 + int(random.integers(0, 150))
        for sequence, stop in enumerate(called[:: 1 if trip % 2 else -1]):
            stands = int(random.integers(0, 2))
            times.append((f"T{trip}", hms(clock), hms(clock + stands), f"S{stop}", sequence * 3 + 1))
            clock += stands + int(random.integers(1, 6))
    return {
        "agency.txt": [("agency_name", "agency_url"), ("瑞浜バス", "https://bus.example")],
        "stops.txt": [
            ("stop_id", "stop_name", "stop_lat", "stop_lon"),
            *((f"S{i}", f"停留所{i}", f"{lats[i]:.6f}", f"{lons[i]:.6f}") for i in range(stops)),
        ],
        "routes.txt": [("route_id", "route_short_name"), ("R", "1")],
        "trips.txt": [("route_id", "service_id", "trip_id"), *(("R", "平日", f"T{i}") for i in range(trips))],
        "stop_times.txt": times,
        "calendar.txt": [
            (
                *("service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
                *("start_date", "end_date"),
            ),
            ("平日", 1, 1, 1, 1, 1, 0, 0, "20260401", "20270331"),
        ],
        "calendar_dates.txt": [
            ("service_id", "date", "exception_type"),
            ("平日", "20261123", 2),
            ("平日", "20261128", 1),
        ],
    }


def write_zip(path: Path, tables: Mapping[str, Sequence[Row]], *, bom: bool = True) -> Path:
    """The tables as a zip file, with a BOM as real feeds have it."""
    with zipfile.ZipFile(path, "w") as packed:
        for name, rows in tables.items():
            text = io.StringIO()
            csv.writer(text).writerows(rows)
            packed.writestr(name, text.getvalue().encode("utf-8-sig" if bom else "utf-8"))
    return path


def hms(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}:00"


def brute_arrivals(
    hops: Sequence[tuple[int, int, float, float, int]],
    walks: Mapping[tuple[int, int], float],
    at_stops: Sequence[float],
    *,
    until: float,
    change: float,
) -> list[float]:
    """Earliest arrival at every stop by relaxing every hop and every walk until nothing changes.

    `hops`: (tail, head, departure, arrival, trip) in each trip's order. A state is being at a stop ready to board,
    or on board a trip.
    """
    ready, arrivals = list(at_stops), list(at_stops)
    boarded: dict[int, int] = {}  # trip → index of the first hop ridden
    changed = True
    while changed:
        changed = False
        for index, (tail, head, departure, arrival, trip) in enumerate(hops):
            on = boarded.get(trip, len(hops)) <= index
            if not on and ready[tail] <= departure:
                boarded[trip] = index
                on = changed = True
            if not on or arrival > until:
                continue
            reached = [(head, arrival)]
            reached += [
                (to, arrival + walk) for (start, to), walk in walks.items() if start == head and to != head
            ]
            for stop, when in reached:
                if when <= until and when < arrivals[stop]:
                    arrivals[stop] = when
                    changed = True
                if when <= until and when + change < ready[stop]:
                    ready[stop] = when + change
                    changed = True
    return arrivals
