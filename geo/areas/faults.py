"""Where areas overlap, and what lies between them and belongs to none: 国土数値情報 says that both occur."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geo.areas.projection import to_metres
from geo.districts import Districts

SMALLEST_M2 = 1_000.0
"""Smaller than a school yard: where two drawings of one border miss each other."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two areas that both claim `m2` square metres, `share` of the smaller one."""

    first: str
    second: str
    m2: float
    share: float


@dataclass(frozen=True, slots=True)
class Hole:
    """Land inside the outer border that no area claims; a point in it, in degrees."""

    m2: float
    lat: float
    lon: float


def overlaps(districts: Districts, *, smallest_m2: float = SMALLEST_M2) -> list[Overlap]:
    """Pairs of areas that overlap by at least `smallest_m2`, the largest overlap first."""
    shapes = to_metres(districts.shapes)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    inner = ~shapely.touches(shapes[first], shapes[second])
    first, second = first[inner], second[inner]
    shared = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    sizes = shapely.area(shapes)
    found = [
        Overlap(districts.ids[i], districts.ids[j], float(m2), float(m2 / min(sizes[i], sizes[j])))
        for i, j, m2 in zip(first, second, shared, strict=True)
        if m2 >= smallest_m2
    ]
    return sorted(found, key=lambda one: (-one.m2, one.first, one.second))


def holes(districts: Districts, *, smallest_m2: float = SMALLEST_M2) -> list[Hole]:
    """Gaps of at least `smallest_m2` that areas enclose between them, the largest first."""
    together = shapely.get_parts(shapely.union_all(districts.shapes))
    rings = [ring for part in together for ring in shapely.polygons(shapely.get_rings(part)[1:])]
    if not rings:
        return []
    faces = np.array(rings, dtype=np.object_)
    sizes = shapely.area(to_metres(faces))
    points = shapely.point_on_surface(faces)
    found = [
        Hole(float(m2), float(shapely.get_y(point)), float(shapely.get_x(point)))
        for m2, point in zip(sizes, points, strict=True)
        if m2 >= smallest_m2
    ]
    return sorted(found, key=lambda one: (-one.m2, one.lat, one.lon))
