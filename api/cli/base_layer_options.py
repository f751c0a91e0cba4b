"""How `gap`, `site` and `match` are told what lies under their maps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from geo.maps.base_layer import BaseLayer

BaseLayerOption = Annotated[
    Path | None,
    typer.Option(
        "--base-layer",
        envvar="TSUNAGITE_BASE_LAYER",
        help="地図の下に薄く描く、道路・鉄道・水面・建物などのファイル(.geojson .shp .gpkg .zip)",
    ),
]
BaseSourceOption = Annotated[
    str,
    typer.Option(
        "--base-layer-source", envvar="TSUNAGITE_BASE_LAYER_SOURCE", help="その出典(地図の下に書く)"
    ),
]


def base_on_the_line(file: Path | None, source: str, map_file: Path | None) -> BaseLayer | None:
    """The background for a map that is asked for. Raises BadInput."""
    if file is None or map_file is None:
        return None
    from api.base_layer import load_base_layer  # shapely and GDAL load slowly

    return load_base_layer(file, source)
