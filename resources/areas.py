"""Areas in the database: storing them, reading them back, and which of them the catalogue calls 学区."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import shapely
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from geo.areas.features import shape_array
from geo.areas.model import Areas
from geo.sources import Source
from resources.area_kinds import kind_label, kind_of_catalogue
from resources.errors import BadInput
from resources.ground_version import note_changed_ground
from resources.tables import District

Points = Mapping[str, tuple[float, float]]
Action = Literal["created", "updated", "unchanged"]

_SAME_SHAPE = 0.9
"""Common part to union of two shapes that are one area, drawn twice."""
_CHUNK = 500
_LONGEST = {
    "name": 100,
    "kind": 40,
    "parent_code": 40,
    "source": 300,
    "edition": 100,
    "licence": 300,
    "note": 500,
}


@dataclass(frozen=True)
class AreaPlan:
    """What storing areas does or would do: per id, and how many others of the same kinds stay as they are."""

    actions: Mapping[str, Action]
    left: int
    rows: Mapping[str, dict[str, Any]] = field(repr=False)


def plan_areas(session: Session, areas: Areas, *, points: Points | None = None) -> AreaPlan:
    """Compare areas with those that are stored. Nothing is written.

    `points`: representative latitude and longitude where a source states one; else a point inside the area.
    Raises BadInput when an id belongs to an area of another kind and shape.
    """
    there = {row.code: row for row in session.exec(select(District))}
    rows = _rows_of(areas, points or {})
    actions: dict[str, Action] = {}
    for code, row in rows.items():
        known = there.get(code)
        if known is None:
            actions[code] = "created"
            continue
        _refuse_other_area(known, row)
        same = all(getattr(known, column) == value for column, value in row.items())
        actions[code] = "unchanged" if same else "updated"
    kinds = set(areas.kinds)
    left = sum(code not in rows and row.kind in kinds for code, row in there.items())
    return AreaPlan(actions, left, rows)


def store_areas(session: Session, areas: Areas, *, points: Points | None = None) -> AreaPlan:
    """Create and update areas; others stay. Raises BadInput as `plan_areas` does."""
    plan = plan_areas(session, areas, points=points)
    changed = [code for code, action in plan.actions.items() if action == "updated"]
    for start in range(0, len(changed), _CHUNK):
        chunk = changed[start : start + _CHUNK]
        for district in session.exec(select(District).where(col(District.code).in_(chunk))):
            district.sqlmodel_update(plan.rows[district.code])
    session.add_all(
        District(**plan.rows[code]) for code, action in plan.actions.items() if action == "created"
    )
    session.flush()
    if set(plan.actions.values()) - {"unchanged"}:
        note_changed_ground(session)
    return plan


def stored_areas(session: Session, *, kind: str | None = None, own_only: bool = False) -> Areas | None:
    """The stored areas that have a boundary; None where there is none. `kind`: a code of area_kind.csv."""
    conditions: list[ColumnElement[bool]] = [col(District.boundary_geojson).is_not(None)]
    if kind is not None:
        conditions.append(col(District.kind) == kind)
    if own_only:
        conditions.append(col(District.own).is_(True))
    rows = sorted(session.exec(select(District).where(*conditions)), key=lambda row: row.code)
    return _areas_of(rows) if rows else None


def catalogue_kind(session: Session) -> str | None:
    """The kind of area that the catalogue calls 学区: the first of area_kind.csv that the city has."""
    own = select(District.kind).where(col(District.own).is_(True)).distinct()
    return kind_of_catalogue(session.exec(own))


def catalogue_areas(session: Session, *, own_only: bool = True) -> Areas | None:
    """The areas that the catalogue calls 学区, with those next door if asked; None where none has a boundary."""
    kind = catalogue_kind(session)
    return None if kind is None else stored_areas(session, kind=kind, own_only=own_only)


def _rows_of(areas: Areas, points: Points) -> dict[str, dict[str, Any]]:
    """The columns of each area, cut to what the table holds."""
    inner_lat, inner_lon = areas.inner_points()
    rows = {}
    for index, code in enumerate(areas.ids):
        source = areas.sources[index]
        lat, lon = points.get(code, (float(inner_lat[index]), float(inner_lon[index])))
        row: dict[str, Any] = {
            "code": code,
            "name": areas.names[index],
            "kind": areas.kinds[index],
            "parent_code": areas.parents[index],
            "source": source.name,
            "edition": source.edition,
            "licence": source.licence,
            "note": source.note,
        }
        row = {column: value[: _LONGEST.get(column)] for column, value in row.items()}
        rows[code] = row | {
            "parent_code": row["parent_code"] or None,
            "municipality_code": areas.municipalities[index],
            "own": bool(areas.own[index]),
            "lat": lat,
            "lon": lon,
            "boundary_geojson": json.dumps(shapely.geometry.mapping(areas.shapes[index])),
        }
    return rows


def _refuse_other_area(known: District, row: Mapping[str, Any]) -> None:
    """小学校区「中央」 must not replace 中学校区「中央」; the kind of one area may be put right."""
    if known.kind == row["kind"] or not known.boundary_geojson:
        return
    before, after = (
        shapely.geometry.shape(json.loads(text)) for text in (known.boundary_geojson, row["boundary_geojson"])
    )
    if shapely.intersection(before, after).area < _SAME_SHAPE * shapely.union(before, after).area:
        raise BadInput(
            f"区域ID「{known.code}」は、すでに{kind_label(known.kind)}「{known.name}」のIDです。",
            remedy="ファイルに、種類ごとに異なる「区域ID」の列を付けてください。",
        )


def _areas_of(rows: Iterable[District]) -> Areas:
    listed = list(rows)
    return Areas(
        ids=tuple(row.code for row in listed),
        names=tuple(row.name for row in listed),
        shapes=shape_array(shapely.geometry.shape(json.loads(row.boundary_geojson or "")) for row in listed),
        kinds=tuple(row.kind for row in listed),
        municipalities=tuple(row.municipality_code for row in listed),
        parents=tuple(row.parent_code or "" for row in listed),
        own=np.array([row.own for row in listed], dtype=np.bool_),
        sources=tuple(Source(row.source, row.edition, row.licence, row.note) for row in listed),
    )
