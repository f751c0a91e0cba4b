"""学区 and other districts: reading their polygons, and which district a point lies in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geo.areas.repairing import faces_of
from geo.errors import GeoError

FloatArray = npt.NDArray[np.float64]
TextArray = npt.NDArray[np.str_]

JAPAN = (122.0, 20.0, 154.5, 46.0)
"""West, south, east and north of all that is taken for a place in Japan, in degrees."""


@dataclass(frozen=True)
class Districts:
    """Districts in the order of their ids; `shapes[i]` is one valid (Multi)Polygon, lon/lat degrees."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    shapes: npt.NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.ids)

    def inner_points(self) -> tuple[FloatArray, FloatArray]:
        """Latitudes and longitudes, shape (n,), of one point inside each district."""
        points = shapely.point_on_surface(self.shapes)
        return shapely.get_y(points), shapely.get_x(points)


@dataclass(frozen=True)
class Disagreement:
    """A row whose stated district is not the one its position lies in (None = in no district)."""

    row: int
    stated: str
    by_position: str | None


def read_districts(path: Path, *, id_property: str = "district_id", name_property: str = "name") -> Districts:
    """Districts from a GeoJSON FeatureCollection. Raises GeoError with what is wrong, OSError without a file."""
    try:
        document = json.loads(path.read_bytes())
    except ValueError as error:  # also bytes that are no UTF
        raise GeoError("GeoJSON として読めません。UTF-8 の GeoJSON で保存し直してください。") from error
    return districts_from(document, id_property=id_property, name_property=name_property)


def districts_from(
    document: object, *, id_property: str = "district_id", name_property: str = "name"
) -> Districts:
    """Districts from a decoded FeatureCollection. Polygons of one id become one district.

    A broken polygon (self-crossing ring) is repaired. Raises GeoError.
    """
    parts: dict[str, list[Any]] = {}
    names: dict[str, str] = {}
    for number, feature in enumerate(_features(document), start=1):
        properties = feature.get("properties") or {}
        district = str(properties.get(id_property) or "").strip()
        if not district:
            raise GeoError(f"{number}番目の区域に {id_property} がありません。")
        parts.setdefault(district, []).append(_polygons(feature.get("geometry"), number))
        names.setdefault(district, str(properties.get(name_property) or district).strip())
    ids = tuple(sorted(parts))
    shapes = np.empty(len(ids), dtype=np.object_)
    for index, district in enumerate(ids):
        shapes[index] = shapely.union_all(parts[district])
    return Districts(ids, tuple(names[district] for district in ids), shapes)


def district_of(lats: FloatArray, lons: FloatArray, districts: Districts) -> TextArray:
    """The district id of each point, shape (n,); "" for no district and for a position that is not finite.

    A point on a border, or where districts overlap, belongs to the lowest id.
    """
    lats, lons = np.asarray(lats, dtype=np.float64), np.asarray(lons, dtype=np.float64)
    none = len(districts)
    lowest = np.full(len(lats), none, dtype=np.int64)
    known = np.flatnonzero(np.isfinite(lats) & np.isfinite(lons))
    tree = shapely.STRtree(shapely.points(lons[known], lats[known]))
    shape, point = tree.query(districts.shapes, predicate="covers")  # borders belong to the polygon
    np.minimum.at(lowest, known[point], shape)
    return np.array([*districts.ids, ""], dtype=np.str_)[lowest]


def districts_at(lats: FloatArray, lons: FloatArray, districts: Districts) -> list[tuple[str, ...]]:
    """The ids of all districts that each point lies in: none, one, or several where they overlap or touch."""
    lats, lons = np.asarray(lats, dtype=np.float64), np.asarray(lons, dtype=np.float64)
    known = np.flatnonzero(np.isfinite(lats) & np.isfinite(lons))
    tree = shapely.STRtree(shapely.points(lons[known], lats[known]))
    shapes, points = tree.query(districts.shapes, predicate="covers")
    found: list[list[str]] = [[] for _ in lats]
    for shape, point in sorted(zip(shapes.tolist(), points.tolist(), strict=True)):
        found[known[point]].append(districts.ids[shape])
    return [tuple(ids) for ids in found]


def disagreements(
    stated: Sequence[str | None], lats: FloatArray, lons: FloatArray, districts: Districts
) -> list[Disagreement]:
    """Rows that state a district and have a position in another one, or in none.

    The stated district wins over the polygons: this is a report, not a correction. A stated id that no
    polygon has is a disagreement too. Rows without a stated district or without a position are left out.
    """
    found = district_of(lats, lons, districts)
    known = np.isfinite(np.asarray(lats)) & np.isfinite(np.asarray(lons))
    return [
        Disagreement(row, given, str(found[row]) or None)
        for row, given in enumerate(stated)
        if given and known[row] and given != found[row]
    ]


def _features(document: object) -> Iterator[Mapping[str, Any]]:
    if not isinstance(document, Mapping) or document.get("type") != "FeatureCollection":
        raise GeoError("GeoJSON の FeatureCollection ではありません。")
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise GeoError("区域(features)が一つもありません。")
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, Mapping) or not isinstance(feature.get("properties") or {}, Mapping):
            raise GeoError(f"{number}番目の区域が GeoJSON の Feature ではありません。")
        yield feature


def _polygons(geometry: object, number: int) -> Any:
    """The valid (Multi)Polygon of a feature's geometry, checked to lie in Japan."""
    if not isinstance(geometry, Mapping) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise GeoError(f"{number}番目の区域の形が面(Polygon、MultiPolygon)ではありません。")
    try:
        shape = shapely.force_2d(shapely.geometry.shape(geometry))
    except (ValueError, TypeError, LookupError, shapely.errors.ShapelyError) as error:
        raise GeoError(f"{number}番目の区域の座標が読めません。") from error
    west, south, east, north = shape.bounds
    if not (JAPAN[0] <= west <= east <= JAPAN[2] and JAPAN[1] <= south <= north <= JAPAN[3]):
        raise GeoError(
            f"{number}番目の区域が日本の範囲にありません。座標が「経度,緯度」の順の度で書かれているか確かめてください。"
        )
    faces, _ = faces_of(shape)
    if faces is None:
        raise GeoError(f"{number}番目の区域に面積がありません。")
    return faces
