"""What a map shows, and the leaflet files it is drawn with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

PointStyle = Literal["suggested", "other", "origin", "alternative"]
AreaMark = Literal["short", "unsure", "enough", "few", "unknown", "plain"]
"""`plain`: an outline without a judgement."""
CellClass = Literal["covered", "unsure", "uncovered", "newly"]

MARK_LABELS: dict[AreaMark, str] = {
    "short": "不足: どの見込みでも目標に届かない",
    "unsure": "不確か: 見込みによって変わる",
    "enough": "届いている: どの見込みでも目標に届く",
    "few": "対象が少ない: 対象の人が少なすぎるか、いない",
    "unknown": "分からない: 人口の数が公表されていないか、人口のファイルがない",
}
CELL_LABELS: dict[CellClass, str] = {
    "covered": "どの見込みでも時間内に場所がある",
    "unsure": "見込みによって変わる",
    "uncovered": "どの見込みでも時間内に場所がない",
    "newly": "候補地ができると、時間内に場所ができる",
}

STYLE_LABELS: dict[PointStyle, str] = {
    "suggested": "候補",
    "other": "その他の場所",
    "origin": "出発地",
    "alternative": "ほぼ同じ効果の候補地",
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
class MarkedArea:
    """A district with a judgement. `badge`: a short text drawn on it (a count that is safe to show), "" for none."""

    name: str
    geometry: Mapping[str, Any] | Any
    mark: AreaMark
    detail_lines: tuple[str, ...] = ()
    badge: str = ""


@dataclass(frozen=True)
class MapCells:
    """Mesh cells in which somebody lives who is asked about: bounds (n, 4) west, south, east, north in degrees.

    A cell has a class and nothing else: how many people live in it is never drawn, printed or exported.
    """

    bounds: npt.NDArray[np.float64]
    classes: tuple[CellClass, ...]


@dataclass(frozen=True)
class MapTable:
    """What the map shows, as a table under it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class MapAssets:
    """The text of leaflet 1.9 and leaflet.markercluster 1.5, handed in by whoever installed them."""

    leaflet_js: str
    leaflet_css: str
    cluster_js: str
    cluster_css: str
