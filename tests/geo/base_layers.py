"""Made backgrounds of a town: roads as lines, water and buildings as faces, in the files that a city has."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import shapely

WEST, SOUTH = 135.90, 35.00


def town(*, blocks: int = 10) -> list[shapely.Geometry]:
    """Streets every 200 m or so, a river, a pond with an island, and a house in every block."""
    step = 0.02 / blocks
    grid = [WEST + step * number for number in range(blocks + 1)]
    rows = [SOUTH + step * number for number in range(blocks + 1)]
    streets = [shapely.LineString([(x, SOUTH), (x, SOUTH + 0.02)]) for x in grid]
    streets += [shapely.LineString([(WEST, y), (WEST + 0.02, y)]) for y in rows]
    river = shapely.LineString(
        [(WEST - 0.05, 35.004 + 0.001 * (x % 2)) for x in range(2)] + [(WEST + 0.07, 35.012)]
    )
    pond = shapely.Point(135.911, 35.011).buffer(0.003) - shapely.Point(135.911, 35.011).buffer(0.001)
    houses = [shapely.box(x + step / 3, y + step / 3, x + step / 2, y + step / 2) for x in grid for y in rows]
    return [*streets, river, pond, *houses]


def as_geojson_file(path: Path, shapes: list[shapely.Geometry]) -> Path:
    features = [
        {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(shape)} for shape in shapes
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def winding_roads(count: int, corners: int) -> list[shapely.Geometry]:
    """Long roads with many corners across the town, for a file that is too large for a map."""
    at = np.linspace(0, 1, corners)
    return [
        shapely.LineString(
            np.column_stack(
                [WEST + 0.02 * at, SOUTH + 0.02 * number / count + 0.0005 * np.sin(60 * at + number)]
            )
        )
        for number in range(count)
    ]
