"""GeoJSON to features. Coordinates are longitude and latitude unless the file names another system."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapely

from geo.areas.errors import AreaFileError
from geo.areas.features import Features, as_text, shape_array
from geo.areas.limits import MAX_COLUMNS, MAX_RECORDS

_AGAIN = "GISソフトで「GeoJSON(UTF-8)」として書き出し直してください。"
_BAD_SHAPE = (ValueError, TypeError, LookupError, AttributeError, RecursionError, shapely.errors.ShapelyError)
_CRS_NAME = re.compile(r"(?:urn:ogc:def:crs:)?(OGC|EPSG):(?:[\d.]*:)?(CRS84h?|\d{4,6})", re.IGNORECASE)


def read_geojson(path: Path, *, name: str) -> Features:
    """The features of a file; `name` is what messages call it. Raises AreaFileError."""
    document = _document(path.read_bytes(), name)
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise AreaFileError("区域(features)が一つもありません。", file=name, remedy=_AGAIN)
    if len(features) > MAX_RECORDS:
        raise AreaFileError(
            f"区域が {MAX_RECORDS:,} を超えています。", file=name, remedy="ファイルを分けてください。"
        )
    records, shapes = [], []
    columns: dict[str, None] = {}
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, Mapping) else None
        if not isinstance(feature, Mapping) or not isinstance(properties or {}, Mapping):
            raise AreaFileError(
                "GeoJSON の Feature ではありません。", file=name, record=number, remedy=_AGAIN
            )
        record = {as_text(key): as_text(value) for key, value in (properties or {}).items()}
        columns.update(dict.fromkeys(record))
        records.append(record)
        shapes.append(_shape(feature.get("geometry"), name, number))
    if len(columns) > MAX_COLUMNS:
        raise AreaFileError(f"属性が {MAX_COLUMNS} を超えています。", file=name, remedy=_AGAIN)
    whole = tuple({column: record.get(column, "") for column in columns} for record in records)
    crs = _crs(document, name)
    return Features(name, "geojson", "utf-8", crs, tuple(columns), whole, shape_array(shapes), {})


def _document(data: bytes, name: str) -> Mapping[str, Any]:
    try:
        document = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:  # also bytes that are no UTF, and nesting without end
        raise AreaFileError("GeoJSON として読めません。", file=name, remedy=_AGAIN) from error
    if not isinstance(document, Mapping) or document.get("type") != "FeatureCollection":
        raise AreaFileError("GeoJSON の FeatureCollection ではありません。", file=name, remedy=_AGAIN)
    return document


def _shape(geometry: object, name: str, number: int) -> Any:
    if geometry is None:
        return None
    try:
        return shapely.force_2d(shapely.geometry.shape(geometry))
    except _BAD_SHAPE as error:
        raise AreaFileError("座標が読めません。", file=name, record=number, remedy=_AGAIN) from error


def _crs(document: Mapping[str, Any], name: str) -> str:
    """What the old member `crs` names; only names of EPSG and OGC are taken, never a link."""
    member = document.get("crs")
    if member is None:
        return ""
    properties = member.get("properties") if isinstance(member, Mapping) else None
    stated = properties.get("name") if isinstance(properties, Mapping) else None
    match = _CRS_NAME.fullmatch(str(stated or ""))
    if match is None:
        raise AreaFileError(
            "座標系(crs)の書き方が分かりません。",
            file=name,
            remedy="経度・緯度(度)の GeoJSON で書き出してください。",
        )
    authority, code = match.groups()
    return "" if authority.upper() == "OGC" else f"EPSG:{code}"
