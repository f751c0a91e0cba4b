"""Maps as single HTML files that draw without any network: folium and leaflet, everything inlined."""

from geo.maps.content import (
    AreaMark,
    CellClass,
    MapArea,
    MapAssets,
    MapCells,
    MapPoint,
    MapTable,
    MarkedArea,
    PointStyle,
)
from geo.maps.document import points_map
from geo.maps.planning import planning_map

__all__ = [
    "AreaMark",
    "CellClass",
    "MapArea",
    "MapAssets",
    "MapCells",
    "MapPoint",
    "MapTable",
    "MarkedArea",
    "PointStyle",
    "planning_map",
    "points_map",
]
