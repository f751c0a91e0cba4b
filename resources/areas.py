"""Storing districts (学区) from a collection folder: boundaries from districts.geojson, points from districts.csv."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import shapely
from sqlmodel import Session, col, select

from geo.districts import Districts, read_districts
from geo.errors import GeoError
from resources.errors import BadInput
from resources.tables import District


def read_boundaries(path: Path) -> Districts:
    """The district polygons of a GeoJSON file. Raises BadInput in one line."""
    try:
        return read_districts(path)
    except GeoError as error:
        raise BadInput(str(error), file=path.name, remedy="学区の GeoJSON を確かめてください。") from error
    except OSError as error:
        raise BadInput(
            "ファイルを開けません。", file=path.name, remedy="置き場所を確かめてください。"
        ) from error


def store_districts(session: Session, folder: Path, *, source: str) -> int:
    """Store the districts of a collection folder (again: replace name, point and boundary); their number.

    The representative point is that of districts.csv where it names one, else a point inside the polygon.
    """
    boundaries = read_boundaries(folder / "districts.geojson")
    stated = _stated_points(folder / "districts.csv")
    inner_lat, inner_lon = boundaries.inner_points()
    there = {
        row.code: row for row in session.exec(select(District).where(col(District.code).in_(boundaries.ids)))
    }
    for index, code in enumerate(boundaries.ids):
        district = there.get(code) or District(code=code, name=boundaries.names[index])
        district.name = boundaries.names[index]
        district.lat, district.lon = stated.get(code, (float(inner_lat[index]), float(inner_lon[index])))
        district.boundary_geojson = json.dumps(shapely.geometry.mapping(boundaries.shapes[index]))
        district.source = source
        session.add(district)
    session.flush()
    return len(boundaries)


def _stated_points(path: Path) -> dict[str, tuple[float, float]]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        return {row["district_id"]: (float(row["lat"]), float(row["lon"])) for row in rows}
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(
            "district_id, lat, lon の列を読めません。",
            file=path.name,
            remedy="見出しと数字を確かめてください。",
        ) from error
