"""The script that draws a map: folium renders it, our own two layers carry points and areas.

folium's markers, popups and tooltips are not used: they need jQuery or marker images, or put text
through innerHTML. Our layers pass plain JSON to `layers.js`, which writes text as text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template

from geo.errors import GeoError
from geo.maps.content import MapArea, MapPoint, PointStyle

CLUSTER_ABOVE = 300
"""A style with more points than this is drawn as clusters."""

_DECIMALS = 5  # 1e-5 degrees is about one metre
_DRAWN_IN_ORDER: tuple[PointStyle, ...] = (
    "other",
    "alternative",
    "suggested",
    "origin",
)  # the last one lies on top
_MAX_ZOOM = 18
_CLOSEST_FIT = 16


class _Layer(MacroElement):
    """One call of a function of `layers.js` with the map and JSON data."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "tsunagiteMap.{{ this.function }}({{ this._parent.get_name() }}, {{ this.data }});"
        "{% endmacro %}"
    )

    def __init__(self, function: str, data: object) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Layer"
        self.function = function
        self.data = script_json(data)


def script_json(data: object) -> str:
    """JSON that is safe inside a script element and never holds a literal address (`/` is escaped)."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"), sort_keys=True, allow_nan=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.replace("/", "\\/")


def needs_clusters(points: Sequence[MapPoint]) -> bool:
    """Whether any style has so many drawn points that the cluster files are needed."""
    return any(len(_drawn(points, style)) > CLUSTER_ABOVE for style in _DRAWN_IN_ORDER)


def area_layers(areas: Sequence[MapArea], shapes: Sequence[Mapping[str, Any]]) -> list[tuple[str, object]]:
    """The layer of the areas; none without areas. `shapes`: their geometries as they are drawn."""
    return [("addAreas", _area_data(areas, shapes))] if areas else []


def point_layers(
    points: Sequence[MapPoint], *, titles: Mapping[PointStyle, str] | None = None, table: str = ""
) -> list[tuple[str, object]]:
    """A layer for each style; with a title it can be put away. Points are numbered 1, 2, … in the given order.

    `table`: id of a table whose body has a row for each point, with number, name and details: what is drawn as
    clusters takes its words from there, so that they stand in the file once.
    """
    drawn = [(style, _drawn(points, style)) for style in _DRAWN_IN_ORDER]
    return [
        ("addPoints", _point_data(found, style, table) | {"title": (titles or {}).get(style, "")})
        for style, found in drawn
        if found
    ]


def drawn_layers(
    layers: Sequence[tuple[str, object]], positions: Sequence[tuple[float, float]]
) -> tuple[str, str] | None:
    """Element and script of a map with these calls of layers.js, drawn from below; None without a position."""
    if not positions:
        return None
    (south, west), (north, east) = _bounds(positions)
    drawing = folium.Map(
        location=[round((south + north) / 2, _DECIMALS), round((west + east) / 2, _DECIMALS)],
        tiles=None,
        zoom_control=False,  # layers.js adds one with Japanese titles
        attribution_control=False,
        zoom_snap=0.5,  # without tiles any zoom is sharp
    )
    # Of this map: folium's class attributes stay as they are.
    drawing.default_js, drawing.default_css = [], []
    drawing.options["maxZoom"] = _MAX_ZOOM  # without tiles leaflet has none, and clusters need it
    _Layer("addControls", {}).add_to(drawing)
    for function, data in layers:
        _Layer(function, data).add_to(drawing)
    drawing.fit_bounds([[south, west], [north, east]], padding=(24, 24), max_zoom=_CLOSEST_FIT)
    return _render(drawing)


def positions_of(points: Sequence[MapPoint]) -> list[tuple[float, float]]:
    """Latitude and longitude of the points that have a position."""
    return [(point.lat, point.lon) for point in points if point.placed]


def vertices_of(shapes: Sequence[Mapping[str, Any]]) -> list[tuple[float, float]]:
    """Latitude and longitude of every vertex."""
    return [(lat, lon) for shape in shapes for lon, lat in _vertices(shape["coordinates"])]


def _render(drawing: folium.Map) -> tuple[str, str]:
    """Element and script of the map, with sequence numbers for folium's random ids."""
    for number, element in enumerate(_tree(drawing), start=1):
        element._id = str(number)  # names of JavaScript variables; branca offers no other way to set them
    figure = drawing.get_root()
    assert isinstance(figure, Figure)
    figure.render()
    return figure.html.render().strip(), figure.script.render().strip()


def _tree(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _tree(child)


def _drawn(points: Sequence[MapPoint], style: PointStyle) -> list[tuple[int, MapPoint]]:
    """Points of a style that have a position, with their numbers."""
    return [
        (number, point)
        for number, point in enumerate(points, start=1)
        if point.style == style and point.placed
    ]


def _point_data(drawn: Sequence[tuple[int, MapPoint]], style: PointStyle, table: str) -> dict[str, Any]:
    clustered = len(drawn) > CLUSTER_ABOVE
    from_table = table if clustered else ""
    return {
        "style": style,
        "clustered": clustered,
        "table": from_table,
        "points": [
            [
                round(point.lat, _DECIMALS),
                round(point.lon, _DECIMALS),
                number,
                *(() if from_table else (point.label, *point.detail_lines)),
            ]
            for number, point in drawn
        ],
    }


def _area_data(areas: Sequence[MapArea], shapes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"geometry": shape, "text": [area.name, *area.detail_lines]}
        for area, shape in zip(areas, shapes, strict=True)
    ]


def geometry_of(name: str, shape: object) -> dict[str, Any]:
    """The geometry of an area as a GeoJSON mapping with rounded coordinates. Raises GeoError for no polygon."""
    geometry = getattr(shape, "__geo_interface__", shape)
    if not isinstance(geometry, Mapping) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise GeoError(f"区域「{name}」の形が面(Polygon、MultiPolygon)ではありません。")
    return {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}


def _rounded(coordinates: Sequence[Any]) -> list[Any]:
    """Coordinates at any depth, rounded; neighbours that became equal are merged."""
    if isinstance(coordinates[0], (int, float)):
        return [round(float(value), _DECIMALS) for value in coordinates[:2]]
    parts = [_rounded(part) for part in coordinates]
    return [part for index, part in enumerate(parts) if index == 0 or part != parts[index - 1]]


def _vertices(coordinates: Sequence[Any]) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates[0], float):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _vertices(part)


def _bounds(positions: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], tuple[float, float]]:
    lats, lons = zip(*positions, strict=True)
    south_west = (round(min(lats), _DECIMALS), round(min(lons), _DECIMALS))
    return south_west, (round(max(lats), _DECIMALS), round(max(lons), _DECIMALS))
