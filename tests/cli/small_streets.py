"""Streets and a bus for tests/data/small_city: on foot from T2 to T1 only by a long way round; T3 lies far from any."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import osmium

from tests.geo.travel.made_feed import Tables, hms, made_tables

Position = tuple[float, float]
PLACE, T1, T2, T3 = (35.0, 136.0), (35.001042, 136.001563), (35.011458, 136.004688), (35.059375, 136.059375)
ROUND_ABOUT = (35.001042, 136.02)


def write_small_streets(path: Path, *, edition: str = "2026-10-01T20:21:00Z") -> Path:
    """PLACE – T1 – ROUND_ABOUT – T2 as one street."""
    return write_streets(path, (PLACE, T1, ROUND_ABOUT, T2), edition=edition)


def write_streets(path: Path, corners: Sequence[Position], *, edition: str = "2026-10-01T20:21:00Z") -> Path:
    """One street along these positions."""
    path.unlink(missing_ok=True)
    header = osmium.io.Header()
    header.set("osmosis_replication_timestamp", edition)
    with osmium.SimpleWriter(str(path), header=header) as writer:
        for number, (lat, lon) in enumerate(corners, start=1):
            writer.add_node(osmium.osm.mutable.Node(id=number, location=(lon, lat)))
        writer.add_way(
            osmium.osm.mutable.Way(
                id=1, nodes=list(range(1, len(corners) + 1)), tags={"highway": "residential"}
            )
        )
    return path


def small_bus(start: Position = T3, end: Position = PLACE) -> Tables:
    """A bus every ten minutes from one position to the other, eight minutes long, Monday to Friday."""
    trips = range(9 * 60, 10 * 60 + 20, 10)
    calls = [
        (f"B{leaves}", hms(clock), hms(clock), stop, sequence)
        for leaves in trips
        for sequence, (stop, clock) in enumerate((("A", leaves), ("B", leaves + 8)))
    ]
    return made_tables() | {
        "stops.txt": [
            ("stop_id", "stop_name", "stop_lat", "stop_lon"),
            ("A", "山添", *start),
            ("B", "中央", *end),
        ],
        "trips.txt": [
            ("route_id", "service_id", "trip_id"),
            *(("R", "平日", f"B{leaves}") for leaves in trips),
        ],
        "stop_times.txt": [
            ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"),
            *calls,
        ],
    }
