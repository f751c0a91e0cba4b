"""How far two positions are apart."""

from __future__ import annotations

import math

from geo.travel.sphere import EARTH_RADIUS_KM


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in kilometres between two positions in degrees."""
    north, other_north = math.radians(lat), math.radians(other_lat)
    half = (
        math.sin((north - other_north) / 2) ** 2
        + math.cos(north) * math.cos(other_north) * math.sin(math.radians(lon - other_lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))
