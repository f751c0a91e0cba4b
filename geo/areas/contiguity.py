"""Which areas are neighbours, within the city and across its border."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt
import shapely

from geo.areas.model import Areas
from geo.areas.projection import to_metres
from geo.districts import Districts

Pairs = npt.NDArray[np.int64]

GAP_M = 10.0
"""Borders that were drawn twice miss each other by metres; 国土数値情報 states a deviation of 25 m."""
_SHARED_LINE = "****1****"  # DE-9IM: the two borders have a line in common
_OVERLAP = "T********"


def neighbours(districts: Districts, *, gap_m: float = GAP_M) -> Pairs:
    """Pairs of rows with a common border, shape (p, 2), the lower row first, in ascending order.

    Two areas are neighbours when they overlap, when their borders share a line (one point is not enough), or when
    they run along each other with a gap of at most `gap_m` metres for more than 2 × `gap_m`.
    """
    shapes = to_metres(districts.shapes)
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="dwithin", distance=gap_m)
    close = first < second
    first, second = first[close], second[close]
    shapely.prepare(shapes)
    touching = shapely.relate_pattern(shapes[first], shapes[second], _SHARED_LINE)
    touching |= shapely.relate_pattern(shapes[first], shapes[second], _OVERLAP)
    doubtful = np.flatnonzero(~touching)
    if gap_m > 0 and doubtful.size:
        touching[doubtful] = _run_along(shapes, first[doubtful], second[doubtful], gap_m)
    found = np.column_stack([first[touching], second[touching]]).astype(np.int64)
    return found[np.lexsort((found[:, 1], found[:, 0]))]


def neighbours_of(pairs: Pairs) -> dict[int, list[int]]:
    """Row → rows of its neighbours, ascending; rows without a neighbour (islands) are missing."""
    found: dict[int, list[int]] = defaultdict(list)
    for low, high in pairs.tolist():
        found[low].append(high)
        found[high].append(low)
    return {row: sorted(others) for row, others in sorted(found.items())}


def next_door(areas: Areas, pairs: Pairs) -> dict[str, list[str]]:
    """Own areas at the municipal border → ids of the areas of other municipalities next to them."""
    return {
        areas.ids[row]: beyond
        for row, others in neighbours_of(pairs).items()
        if areas.own[row] and (beyond := [areas.ids[other] for other in others if not areas.own[other]])
    }


def _run_along(
    shapes: npt.NDArray[np.object_], first: Pairs, second: Pairs, gap_m: float
) -> npt.NDArray[np.bool_]:
    """Whether the border of each first shape stays near the second for longer than two corners would."""
    near = shapely.buffer(shapes[second], gap_m, quad_segs=4)
    along = shapely.length(shapely.intersection(shapely.boundary(shapes[first]), near))
    return np.asarray(along > 4 * gap_m)
