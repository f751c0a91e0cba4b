"""The planner's map as one HTML file: districts by judgement, places, cells by coverage, and the same as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from jinja2 import Environment, StrictUndefined, Template

from geo.maps.base_layer import BaseLayer, as_geojson, fitted, window_around
from geo.maps.content import (
    CELL_LABELS,
    MARK_LABELS,
    CellClass,
    MapAssets,
    MapCells,
    MapPoint,
    MapTable,
    MarkedArea,
    PointStyle,
)
from geo.maps.document import library_scripts, library_styles, own_file
from geo.maps.drawing import drawn_layers, geometry_of, point_layers, positions_of, vertices_of
from geo.maps.outlines import outline_of, with_fewer_corners
from geo.maps.standalone import content_policy, require_standalone

MOST_CELLS = 20_000
"""More cells are not drawn: the file would be too large for a municipal PC. The districts say the same."""

NAMED_AREAS = 60
"""Of more districts the whole explanation stands in the table alone, and not in the tooltip too."""

COUNTED: Mapping[PointStyle, str] = MappingProxyType({"other": "数えた場所"})

_KINDS: tuple[CellClass, ...] = ("covered", "unsure", "uncovered", "newly")
_DECIMALS = 6
_PLACES_TABLE = "places"


def planning_map(
    areas: Sequence[MarkedArea],
    points: Sequence[MapPoint],
    cells: MapCells | None,
    *,
    title: str,
    table: MapTable,
    assumptions: Sequence[str],
    assets: MapAssets,
    sources: Sequence[str] = (),
    point_titles: Mapping[PointStyle, str] = COUNTED,
    cell_titles: Mapping[CellClass, str] = CELL_LABELS,
    cells_shown: bool = False,
    base: BaseLayer | None = None,
) -> str:
    """A complete HTML document that asks for nothing outside itself; the same for the same input, byte for byte.

    There are no tiles in it, whatever server the operator has: a file that is passed on would ask a server that its
    reader may not reach, and tell that server who looks at what. The pages alone draw on tiles. `base`: the
    operator's own background, which is written into the file.

    `assumptions` (speed, detour, goal …) and `sources` stand under the map. `point_titles`: what each style of the
    points is, `cell_titles`: what the classes of the cells mean; `cells_shown`: whether the cells are drawn before anybody asks for them. Texts may hold anything: they are shown
    as text. Raises GeoError for an area that is no polygon, or if an outside address remained.
    """
    outlines = np.array([outline_of(area) for area in areas], dtype=np.object_)
    drawn_outlines = with_fewer_corners(outlines) if areas else outlines
    shapes = [geometry_of(area.name, shape) for area, shape in zip(areas, drawn_outlines, strict=True)]
    shown = cells if cells is not None and 0 < len(cells.classes) <= MOST_CELLS else None
    layers: list[tuple[str, object]] = []
    if areas:
        layers.append(("addMarkedAreas", _area_data(areas, shapes, drawn_outlines)))
    if shown is not None:
        layers.append(("addCells", _cell_data(shown) | {"shown": cells_shown}))
    layers += point_layers(points, titles=point_titles, table=_PLACES_TABLE)
    positions = [*positions_of(points), *vertices_of(shapes)]
    ground = fitted(base, window_around(positions)) if base and positions else None
    if ground:
        layers.insert(0, ("addBase", as_geojson(ground)))
    drawn = drawn_layers([*layers, ("addSwitch", {})], positions)
    element, drawing_script = drawn or ("", "")
    scripts = [*library_scripts(assets, points), own_file("layers.js"), drawing_script] if drawn else []
    document = _page().render(
        title=title,
        policy=content_policy(scripts),
        styles=[*(library_styles(assets, points) if drawn else ()), own_file("map.css")],
        scripts=scripts,
        element=element,
        marks={mark: text for mark, text in MARK_LABELS.items() if any(area.mark == mark for area in areas)},
        cell_labels=_labels(shown, cell_titles),
        point_titles={style: text for style, text in point_titles.items() if _any_of(points, style)},
        smoothed=drawn_outlines is not outlines,
        places_table=_PLACES_TABLE,
        left_out=cells is not None and len(cells.classes) > MOST_CELLS,
        points=points,
        table=table,
        assumptions=assumptions,
        sources=sources,
        base=ground.words if ground else "",
    )
    require_standalone(document)
    return document


def _area_data(
    areas: Sequence[MarkedArea], shapes: Sequence[Mapping[str, Any]], outlines: npt.NDArray[np.object_]
) -> list[dict[str, object]]:
    """What is drawn of each district; `inside`: latitude and longitude of a point in it, where its name stands."""
    named = len(areas) <= NAMED_AREAS
    points = shapely.point_on_surface(outlines)
    inside = np.round(np.column_stack([shapely.get_y(points), shapely.get_x(points)]), _DECIMALS)
    return [
        {
            "geometry": shape,
            "mark": area.mark,
            "text": [area.name, *(area.detail_lines if named else area.detail_lines[:1])],
            "badge": area.badge,
            "inside": position,
        }
        for area, shape, position in zip(areas, shapes, inside.tolist(), strict=True)
    ]


def _labels(cells: MapCells | None, titles: Mapping[CellClass, str]) -> dict[CellClass, str]:
    """The classes that are drawn."""
    there = set(cells.classes) if cells is not None else set()
    return {kind: text for kind, text in titles.items() if kind in there}


def _any_of(points: Sequence[MapPoint], style: PointStyle) -> bool:
    return any(point.style == style for point in points)


def _cell_data(cells: MapCells) -> dict[str, object]:
    """South-west corners and classes; all cells have the size of the first."""
    west, south, east, north = cells.bounds.T
    kinds = np.array([_KINDS.index(kind) for kind in cells.classes])
    return {
        "height": round(float(north[0] - south[0]), _DECIMALS),
        "width": round(float(east[0] - west[0]), _DECIMALS),
        "kinds": list(_KINDS),
        "cells": [
            [round(lat, _DECIMALS), round(lon, _DECIMALS), kind]
            for lat, lon, kind in zip(south.tolist(), west.tolist(), kinds.tolist(), strict=True)
        ],
    }


@cache
def _page() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    source = files("geo.maps").joinpath("planning.html.jinja").read_text(encoding="utf-8")
    return environment.from_string(source)
