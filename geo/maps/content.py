"""What a map shows, and the leaflet files it is drawn with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

PointStyle = Literal["suggested", "other", "origin"]

STYLE_LABELS: dict[PointStyle, str] = {
    "suggested": "候補",
    "other": "その他の場所",
    "origin": "出発地",
}
_WEB_MERCATOR_LIMIT = 85.0  # leaflet's projection ends there


@dataclass(frozen=True)
class MapPoint:
    """One place. `lat`/`lon` in degrees; NaN = position unknown: listed, not drawn."""

    lat: float
    lon: float
    label: str
    detail_lines: tuple[str, ...] = ()
    style: PointStyle = "suggested"

    @property
    def placed(self) -> bool:
        """Whether there is a position that can be drawn."""
        known = math.isfinite(self.lat) and math.isfinite(self.lon)
        return known and abs(self.lat) <= _WEB_MERCATOR_LIMIT and abs(self.lon) <= 180


@dataclass(frozen=True)
class MapArea:
    """One area. `geometry`: a (Multi)Polygon, GeoJSON-like or with `__geo_interface__` (shapely)."""

    name: str
    geometry: Mapping[str, Any] | Any
    detail_lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class MapAssets:
    """The text of leaflet 1.9 and leaflet.markercluster 1.5, handed in by whoever installed them."""

    leaflet_js: str
    leaflet_css: str
    cluster_js: str
    cluster_css: str
