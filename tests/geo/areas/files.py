"""Files of areas made for tests: invented schools in the bay of an invented city, in the layouts of real publishers."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import shapely

Ring = list[tuple[float, float]]
ZONE_8 = (
    'PROJCS["JGD_2000_Japan_Zone_8",GEOGCS["GCS_JGD_2000",DATUM["D_JGD_2000",SPHEROID["GRS_1980",6378137.0,'
    '298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",138.5],'
    'PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",36.0],UNIT["Meter",1.0]]'
)


def square(west: float, south: float, size: float = 0.01) -> Any:
    """A square in degrees."""
    return shapely.box(west, south, west + size, south + size)


def feature(properties: dict[str, Any], shape: Any) -> dict[str, Any]:
    """A GeoJSON feature; `shape` None = no geometry."""
    geometry = None if shape is None else shapely.geometry.mapping(shape)
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write_geojson(path: Path, *features: dict[str, Any], crs: str | None = None) -> Path:
    """A FeatureCollection, with the old member crs if one is named."""
    document: dict[str, Any] = {"type": "FeatureCollection", "features": list(features)}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def write_shapefile(
    path: Path,
    shapes: list[Any],
    columns: dict[str, list[str]],
    *,
    metres: bool = True,
    cpg: str = "Shift_JIS",
) -> Path:
    """A shapefile in CP932; with `metres` in plane coordinates of zone 8. `shapes` are in degrees."""
    array = np.array(shapes, dtype=np.object_)
    if metres:
        to_zone = pyproj.Transformer.from_crs(6668, 2450, always_xy=True).transform
        array = shapely.transform(array, to_zone, interleaved=False)
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(array),
        field_data=[np.array(values, dtype=np.object_) for values in columns.values()],
        fields=list(columns),
        geometry_type="Polygon",
        crs="EPSG:2450" if metres else "EPSG:6668",
        encoding="CP932",
    )
    path.with_suffix(".prj").write_text(ZONE_8 if metres else path.with_suffix(".prj").read_text())
    path.with_suffix(".cpg").write_text(cpg)
    return path


def dbf_without_language(path: Path) -> None:
    """Take away what tells the encoding: .cpg and the language byte of the .dbf."""
    path.with_suffix(".cpg").unlink()
    dbf = bytearray(path.with_suffix(".dbf").read_bytes())
    dbf[29:30] = struct.pack("B", 0)
    path.with_suffix(".dbf").write_bytes(dbf)
