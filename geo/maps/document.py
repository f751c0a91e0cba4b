"""The map as one HTML document: drawing, legend, the same content as a table, sources."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from geo.maps.base_layer import BaseLayer, as_geojson, fitted, window_around
from geo.maps.content import STYLE_LABELS, MapArea, MapAssets, MapPoint
from geo.maps.drawing import (
    area_layers,
    drawn_layers,
    geometry_of,
    needs_clusters,
    point_layers,
    positions_of,
    vertices_of,
)
from geo.maps.standalone import content_policy, inline_script, inline_style, require_standalone


def points_map(
    points: Sequence[MapPoint],
    areas: Sequence[MapArea] = (),
    origin: MapPoint | None = None,
    *,
    title: str,
    assets: MapAssets,
    sources: Sequence[str] = (),
    base: BaseLayer | None = None,
) -> str:
    """A complete HTML document with a map of the points and, under it, the same points as a table.

    The document asks for nothing outside itself and is the same for the same input, byte for byte.
    Points keep their order and are numbered from 1; `origin` is listed last. A point without a position
    is listed as 位置不明 and not drawn. Texts may hold anything: they are shown as text. `base`: the operator's own
    background, which is written into the file.
    Raises GeoError for an area that is no polygon, or if an outside address remained.
    """
    listed = [*points, origin] if origin else list(points)
    shapes = [geometry_of(area.name, area.geometry) for area in areas]
    positions = [*positions_of(listed), *vertices_of(shapes)]
    ground = fitted(base, window_around(positions)) if base and positions else None
    below = [("addBase", as_geojson(ground))] if ground else []
    drawn = drawn_layers([*below, *area_layers(areas, shapes), *point_layers(listed)], positions)
    element, drawing_script = drawn or ("", "")
    scripts = [*library_scripts(assets, listed), own_file("layers.js"), drawing_script] if drawn else []
    document = _page().render(
        title=title,
        policy=content_policy(scripts),
        styles=[*(library_styles(assets, listed) if drawn else ()), own_file("map.css")],
        scripts=scripts,
        element=element,
        legend=[style for style in STYLE_LABELS if any(point.style == style for point in listed)],
        style_labels=STYLE_LABELS,
        points=listed,
        areas=areas,
        areas_with_details=[area for area in areas if area.detail_lines],
        sources=sources,
        base=ground.words if ground else "",
    )
    require_standalone(document)
    return document


def library_scripts(assets: MapAssets, points: Sequence[MapPoint]) -> list[str]:
    """Leaflet, and the clusters where there are many points."""
    wanted = [assets.leaflet_js, *([assets.cluster_js] if needs_clusters(points) else [])]
    return [inline_script(text) for text in wanted]


def library_styles(assets: MapAssets, points: Sequence[MapPoint]) -> list[str]:
    """The styles that belong to the scripts."""
    wanted = [assets.leaflet_css, *([assets.cluster_css] if needs_clusters(points) else [])]
    return [inline_style(text) for text in wanted]


@cache
def own_file(name: str) -> str:
    """A file of this package."""
    return files("geo.maps").joinpath(name).read_text(encoding="utf-8").strip()


@cache
def _page() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(own_file("page.html.jinja"))
