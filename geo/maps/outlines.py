"""Outlines of areas as they are drawn: checked, and with no more corners than a map file can carry."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geo.errors import GeoError
from geo.maps.content import MarkedArea
from geo.maps.thinning import thinned

MOST_CORNERS = 12_000
"""Corners of all areas together; about 20 bytes each in an HTML file."""

_FINEST = 2_000.0  # parts of the map's width that the first, finest step may smooth away
_STEP = 4.0
_STEPS = 8
_FAR_TOO_MANY = (
    4.0  # times as many corners: those that no step would keep go first, which takes a third of the time
)

ObjectArray = npt.NDArray[np.object_]


def outline_of(area: MarkedArea) -> shapely.Geometry:
    """The (Multi)Polygon of an area. Raises GeoError for anything else."""
    if isinstance(area.geometry, shapely.Polygon | shapely.MultiPolygon):
        return area.geometry
    try:
        shape = shapely.geometry.shape(area.geometry)
    except (AttributeError, ValueError, TypeError, LookupError, shapely.errors.ShapelyError) as error:
        raise GeoError(f"区域「{area.name}」の形が面(Polygon、MultiPolygon)ではありません。") from error
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise GeoError(f"区域「{area.name}」の形が面(Polygon、MultiPolygon)ではありません。")
    return shape


def with_fewer_corners(shapes: ObjectArray, most: int = MOST_CORNERS) -> ObjectArray:
    """The shapes with at most `most` corners together where that can be had; few corners stay as they are.

    Borders that two areas share are smoothed as one line, so that neither gap nor overlap opens (Visvalingam &
    Whyatt 1993 on the whole coverage). Where areas overlap, or each alone has many parts, more corners may remain.
    """
    too_many = shapely.get_num_coordinates(shapes).sum() / most
    if too_many <= 1.0:
        return shapes
    west, south, east, north = shapely.total_bounds(shapes)
    # The more corners have to go, the coarser the first step: each one takes as long as reading the file.
    length = max(east - west, north - south) / _FINEST * too_many**0.5
    if too_many > _FAR_TOO_MANY:
        quickly = _smoothed(thinned(shapes, length), length, most)
        if shapely.is_valid(quickly).all():
            return quickly
    return _smoothed(shapes, length, most)


def _smoothed(shapes: ObjectArray, length: float, most: int) -> ObjectArray:
    """Coarser from step to step, until the corners are few enough."""
    for _ in range(_STEPS):
        shapes = _known(shapely.coverage_simplify(shapes, length), shapes)
        if shapely.get_num_coordinates(shapes).sum() <= most:
            break
        length *= _STEP**0.5
    return shapes


def _known(smoothed: ObjectArray, before: ObjectArray) -> ObjectArray:
    """What became empty or no area keeps its form from before."""
    whole = ~shapely.is_empty(smoothed) & np.isin(shapely.get_type_id(smoothed), (3, 6))
    return np.where(whole, smoothed, before)
