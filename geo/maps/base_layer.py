"""The operator's own background: roads, railways, water, buildings, drawn in pale grey under everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geo.areas.features import shape_array
from geo.areas.layers import read_layers
from geo.areas.projection import to_degrees
from geo.errors import GeoError

MOST_CORNERS = 30_000
"""Of a background in one map; about 20 bytes each in an HTML file."""

THINNED = "細かい線と小さな形は省いています"

_MARGIN = 0.1  # of the map's width, around what is drawn on it
_FINEST = 20_000.0  # parts of the map's width that are smoothed away at first: a metre in a town
_STEP = 2.0
_STEPS = 6  # up to 1/600 of the width, which is about two pixels
_DECIMALS = 5

ObjectArray = npt.NDArray[np.object_]
Window = tuple[float, float, float, float]


@dataclass(frozen=True)
class BaseLayer:
    """LineStrings and Polygons in degrees. `source`: who made it, printed under the map; `thinned`: not all is there."""

    lines: ObjectArray
    faces: ObjectArray
    source: str
    thinned: bool = False

    @property
    def words(self) -> str:
        """The line under a map that is drawn on it."""
        return f"背景の図: {self.source}" + (f"({THINNED})" if self.thinned else "")


def read_base_layer(path: Path, source: str = "") -> BaseLayer:
    """Every line and face of a file, in whatever coordinate system it states. Points are left out.

    Without a `source` the file's name stands in its place. Raises GeoError (AreaFileError).
    """
    layers = read_layers(path)
    shapes = [to_degrees(layer.shapes, layer.crs, file=layer.file) for layer in layers]
    parts = _parts(np.concatenate(shapes) if shapes else shape_array([]))
    lines, faces = _of_kind(parts, 1, 2), _of_kind(parts, 3)
    if not len(lines) and not len(faces):
        raise GeoError(
            f"{path.name}: 背景に描ける線も面もありません。"
            "対処: 道路、鉄道、水面、建物などの線か面のファイルを指定してください。"
        )
    broken = ~shapely.is_valid(faces)
    faces[broken] = shapely.make_valid(faces[broken])
    return BaseLayer(lines, _of_kind(_parts(faces), 3), source.strip() or f"{path.name}(出典の記載なし)")


def window_around(positions: Sequence[tuple[float, float]]) -> Window:
    """West, south, east, north of positions (latitude, longitude), in degrees."""
    south, west = np.min(positions, axis=0).tolist()
    north, east = np.max(positions, axis=0).tolist()
    return west, south, east, north


def fitted(layer: BaseLayer, window: Window, most: int = MOST_CORNERS) -> BaseLayer:
    """What of the layer lies in the window (and a little around it), with at most `most` corners.

    Lines are smoothed and what is smaller than that is left out, more and more; of what is then still too much
    the largest shapes stay.
    """
    west, south, east, north = window
    width = max(east - west, north - south, 0.01)
    box = (west - _MARGIN * width, south - _MARGIN * width, east + _MARGIN * width, north + _MARGIN * width)
    lines, faces = _clipped(layer.lines, box), _clipped(layer.faces, box)
    both = np.concatenate([lines, faces])
    lengths = [width / _FINEST * _STEP**step for step in range(_STEPS)]
    for length in lengths:
        smoothed = _without_specks(shapely.simplify(both, length, preserve_topology=False), length)
        if fits := shapely.get_num_coordinates(smoothed).sum() <= most:
            break
    thinned = layer.thinned or not fits or length > lengths[0]
    smoothed = _parts(smoothed if fits else _largest(smoothed, most))
    return replace(layer, lines=_of_kind(smoothed, 1), faces=_of_kind(smoothed, 3), thinned=thinned)


def as_geojson(layer: BaseLayer) -> Mapping[str, Any]:
    """A FeatureCollection of one MultiPolygon and one MultiLineString, in coordinates of about a metre."""
    faces = [[_rounded(ring) for ring in (face.exterior, *face.interiors)] for face in layer.faces]
    geometries = [
        ("MultiPolygon", faces),
        ("MultiLineString", [_rounded(line) for line in layer.lines]),
    ]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {},
                "geometry": {"type": kind, "coordinates": coordinates},
            }
            for kind, coordinates in geometries
            if coordinates
        ],
    }


def _rounded(line: shapely.Geometry) -> list[list[float]]:
    corners: list[list[float]] = np.round(shapely.get_coordinates(line), _DECIMALS).tolist()
    return corners


def _parts(shapes: ObjectArray) -> ObjectArray:
    """Single shapes: collections are taken apart, twice for collections of multi-shapes; None and empty ones go."""
    parts: ObjectArray = shapely.get_parts(shapely.get_parts(shapes))
    filled: ObjectArray = parts[~shapely.is_empty(parts)]
    return filled


def _of_kind(parts: ObjectArray, *kinds: int) -> ObjectArray:
    found: ObjectArray = parts[np.isin(shapely.get_type_id(parts), kinds)]
    return found


def _clipped(shapes: ObjectArray, box: Window) -> ObjectArray:
    west, south, east, north = shapely.bounds(shapes).reshape(-1, 4).T
    near = shapes[(west <= box[2]) & (east >= box[0]) & (south <= box[3]) & (north >= box[1])]
    return _parts(shapely.clip_by_rect(near, *box))


def _size(shapes: ObjectArray) -> npt.NDArray[np.float64]:
    """The longer side of the box around each shape."""
    west, south, east, north = shapely.bounds(shapes).reshape(-1, 4).T
    size: npt.NDArray[np.float64] = np.maximum(east - west, north - south)
    return size


def _without_specks(shapes: ObjectArray, length: float) -> ObjectArray:
    kept: ObjectArray = shapes[_size(shapes) > length]  # False for the NaN of an empty shape
    return kept


def _largest(shapes: ObjectArray, most: int) -> ObjectArray:
    ordered: ObjectArray = shapes[np.argsort(-_size(shapes), kind="stable")]
    return ordered[np.cumsum(shapely.get_num_coordinates(ordered)) <= most]
