"""GeoJSON and shapefiles of points to a grid: the attributes are the columns, the position is two more.

Attributes of 国土数値情報 are numbers whose meaning changes with the edition: `ksj.py` says what they are.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.areas.archive import read_zip
from geo.areas.errors import AreaFileError
from geo.areas.features import Features
from geo.areas.limits import MAX_FILE_BYTES
from geo.areas.projection import to_degrees
from geo.areas.reading import read_features
from geo.districts import JAPAN
from geo.errors import GeoError
from resources.errors import BadInput
from resources.importing.grid import Grid, GridRow
from resources.importing.ksj import find_edition, with_labels
from resources.importing.limits import MAX_CELL_CHARACTERS, MAX_ROWS

SUFFIXES = (".geojson", ".json", ".shp")
ZIP = ".zip"
LAT, LON, SHAPE = "緯度", "経度", "図形の種類"
_POINT, _MULTIPOINT = 0, 4
_SHAPES = {0: "点", 1: "線", 3: "面", 4: "複数の点", 5: "線", 6: "面", 7: "図形の集まり"}
_POINTS_ONLY = "点のファイルを指定してください。区域（面）は tsunagite import districts で取り込めます。"
_AGAIN = "配布元から取り直してください。"


def read_point_file(path: Path) -> Grid:
    """The features of a file below one row of headers: feature n is row n + 1.

    Degrees of EPSG:4326, 4612 and 6668 are used as they stand; plane metres are transformed.
    Raises BadInput: no features, no points, a coordinate system that nobody knows, positions outside Japan.
    """
    try:
        features = _features(path)
        _refuse_without_points(features, path.name)
        shapes, abroad = _without_abroad(features)
        shapes = to_degrees(shapes, features.crs, file=path.name)
    except AreaFileError as error:
        place = f"{error.record}番目の地物: " if error.record else ""
        what = place + error.what.replace("区域", "地物")
        raise BadInput(what, file=path.name, remedy=error.remedy) from error
    except (GeoError, OSError, shapely.errors.ShapelyError) as error:
        raise BadInput("地図のファイルとして読めません。", file=path.name, remedy=_AGAIN) from error
    return _grid(features, shapes, abroad, path.name)


def _features(path: Path) -> Features:
    """A zip holds one layer of points, as the downloads of 国土数値情報 do."""
    if path.suffix.lower() == ZIP:
        return read_zip(path, name=path.name, faces=False)
    return read_features(path)


def companion_bytes(path: Path) -> bytes:
    """The attributes of a shapefile (.dbf), which belong to its content; b"" for any other file."""
    if path.suffix.lower() != ".shp":
        return b""
    for beside in (path.with_suffix(".dbf"), path.with_suffix(".DBF")):
        if beside.is_file() and beside.stat().st_size <= MAX_FILE_BYTES:
            return beside.read_bytes()
    return b""


def _without_abroad(features: Features) -> tuple[Any, frozenset[int]]:
    """The shapes, without those that lie outside Japan where others lie inside, and which these are.

    One slip in a list of places (0,0) is a doubt about its row; a file that lies elsewhere as a whole is not read.
    """
    if features.crs:
        return features.shapes, frozenset()
    corners = shapely.bounds(features.shapes)
    inside = (corners[:, :2] >= JAPAN[:2]).all(axis=1) & (corners[:, 2:] <= JAPAN[2:]).all(axis=1)
    outside = ~inside & ~shapely.is_missing(features.shapes) & ~shapely.is_empty(features.shapes)
    if not inside.any() or not outside.any():
        return features.shapes, frozenset()
    kept = features.shapes.copy()
    kept[outside] = None
    return kept, frozenset(np.flatnonzero(outside).tolist())


def _refuse_without_points(features: Features, file: str) -> None:
    kinds = {int(kind) for kind in shapely.get_type_id(features.shapes)}
    if not kinds & {_POINT, _MULTIPOINT}:
        found = "、".join(sorted({_SHAPES[kind] for kind in kinds if kind in _SHAPES})) or "形なし"
        raise BadInput(f"点のデータがありません（{found}のファイルです）。", file=file, remedy=_POINTS_ONLY)
    if len(features) >= MAX_ROWS:
        raise BadInput("地物が多すぎます。", file=file, remedy="ファイルを分けてください。")


def _grid(features: Features, shapes: Any, abroad: frozenset[int], file: str) -> Grid:
    """Our two columns win over attributes of the same name: a geometry is what a map shows."""
    own = tuple(column for column in features.columns if column not in (LAT, LON, SHAPE))
    edition = find_edition(own, features.records)
    headers = (*(features.display_names.get(column) or column for column in own), LAT, LON, SHAPE)
    rows = [GridRow(1, headers)]
    for number, (record, shape) in enumerate(zip(features.records, shapes, strict=True), start=2):
        cells = with_labels(edition, record) if edition else record
        position = ("", "", "日本の外") if number - 2 in abroad else _position(shape)
        row = GridRow(number, (*(cells[column] for column in own), *position))
        if max(map(len, row.cells)) > MAX_CELL_CHARACTERS:
            raise BadInput("属性の文字が長すぎます。", file=file, row=number, remedy=_AGAIN)
        rows.append(row)
    grid = Grid(file, file, features.encoding, tuple(rows))
    if edition is None:
        return grid
    return replace(grid, meanings=edition.mapping(), edition=f"{edition.layer}-{edition.edition}")


def _position(shape: Any) -> tuple[str, str, str]:
    """Latitude, longitude, and what the shape is unless it is one point (of several the first is used)."""
    if shape is None or shape.is_empty:
        return "", "", "形なし"
    kind = int(shapely.get_type_id(shape))
    points = shapely.get_coordinates(shape)
    if kind == _MULTIPOINT and len(points) == 1:
        kind = _POINT
    if kind not in (_POINT, _MULTIPOINT):
        points = shapely.get_coordinates(shape.representative_point())
    lon, lat = points[0]
    return f"{lat:.7f}", f"{lon:.7f}", "" if kind == _POINT else _SHAPES[kind]
