"""The leaflet files for maps, from the folder of third-party files that the set-up command fills."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

from geo.maps import MapAssets
from resources.errors import NotReady


def load_map_assets(folder: Traversable | None = None) -> MapAssets:
    """Read leaflet and its clusters from `folder` (default: api/static/vendor).

    Raises NotReady when a file is missing.
    """
    vendor = folder or files("api").joinpath("static", "vendor")
    clusters = vendor.joinpath("leaflet.markercluster")
    try:
        return MapAssets(
            leaflet_js=_read(vendor.joinpath("leaflet", "leaflet.js")),
            leaflet_css=_read(vendor.joinpath("leaflet", "leaflet.css")),
            cluster_js=_read(clusters.joinpath("leaflet.markercluster.js")),
            cluster_css="\n".join(
                _read(clusters.joinpath(name)) for name in ("MarkerCluster.css", "MarkerCluster.Default.css")
            ),
        )
    except OSError as error:
        raise NotReady(
            "地図を描くための部品(leaflet)がありません。「make run」を実行すると用意されます。"
        ) from error


def _read(file: Traversable) -> str:
    return file.read_text(encoding="utf-8")
