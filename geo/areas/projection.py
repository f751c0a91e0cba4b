"""Coordinates: any Japanese system to longitude and latitude, and degrees to metres for areas and lengths."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geo.areas.errors import AreaFileError
from geo.districts import JAPAN

Shapes = npt.NDArray[np.object_]
FloatArray = npt.NDArray[np.float64]

_AUTHALIC_RADIUS_M = 6_371_007.2
"""Radius of the sphere with the surface of the GRS80 ellipsoid (areas are right to 0.5 % in Japan)."""


def to_degrees(shapes: Shapes, crs: str, *, file: str) -> Shapes:
    """Shapes in longitude and latitude (JGD2000, JGD2011 and WGS84 are taken as one: they differ by decimetres to a few metres).

    `crs`: "" for degrees, "EPSG:nnnn", or WKT as in a .prj. Raises AreaFileError for a system that is none,
    and for shapes that do not come to lie in Japan.
    """
    if crs:
        import pyproj

        # Whatever the environment says: nothing is fetched.
        pyproj.network.set_network_enabled(False)  # type: ignore[attr-defined]
        try:
            source = pyproj.CRS.from_string(crs) if crs.startswith("EPSG:") else pyproj.CRS.from_wkt(crs)
            transformer = pyproj.Transformer.from_crs(source, "EPSG:4326", always_xy=True)
        except pyproj.exceptions.ProjError as error:
            raise AreaFileError(
                "座標系が分かりません。",
                file=file,
                remedy="経度・緯度か平面直角座標系で書き出し直してください。",
            ) from error
        if not (source.is_geographic and _is_japanese_or_world(source)):
            shapes = shapely.transform(shapes, transformer.transform, interleaved=False)
    _check_in_japan(shapes, file)
    return shapes


def _is_japanese_or_world(source: Any) -> bool:
    """Geographic systems whose degrees are used as they stand; the old Tokyo datum is 400 m away and is not."""
    return any(word in source.name.upper().replace("_", "").replace(" ", "") for word in ("JGD20", "WGS84"))


def _check_in_japan(shapes: Shapes, file: str) -> None:
    """Shapes without any coordinate are left alone: they are refused one by one later."""
    points, rows = shapely.get_coordinates(shapes, return_index=True)
    inside = (points >= JAPAN[:2]).all(axis=1) & (points <= JAPAN[2:]).all(axis=1)  # False for NaN
    if not inside.all():
        raise AreaFileError(
            "日本の範囲にありません。",
            file=file,
            record=int(rows[~inside][0]) + 1,
            remedy="座標が「経度,緯度」の順の度か、座標系(.prj、crs)が正しいかを確かめてください。",
        )


def to_metres(shapes: Shapes) -> Shapes:
    """Degrees to metres on an equal-area map (sinusoidal, central meridian in the middle of the shapes).

    Areas are those of the sphere; lengths are right to 1 % within 100 km of the middle.
    """
    middle = _middle(shapes)

    def project(points: FloatArray) -> FloatArray:
        lon, lat = np.radians(points).T
        x = _AUTHALIC_RADIUS_M * (lon - np.radians(middle)) * np.cos(lat)
        return np.column_stack([x, _AUTHALIC_RADIUS_M * lat])

    projected: Shapes = shapely.transform(shapes, project)
    return projected


def from_metres(shapes: Shapes, *, like: Shapes) -> Shapes:
    """The inverse of `to_metres(like)`."""
    middle = _middle(like)

    def unproject(points: FloatArray) -> FloatArray:
        lat = points[:, 1] / _AUTHALIC_RADIUS_M
        lon = points[:, 0] / (_AUTHALIC_RADIUS_M * np.cos(lat))
        return np.column_stack([np.degrees(lon) + middle, np.degrees(lat)])

    degrees: Shapes = shapely.transform(shapes, unproject)
    return degrees


def _middle(shapes: Shapes) -> float:
    west, _, east, _ = shapely.total_bounds(shapes)
    return float((west + east) / 2) if np.isfinite(west) else 0.0
