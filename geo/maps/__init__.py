"""Maps as single HTML files that draw without any network: folium and leaflet, everything inlined."""

from geo.maps.base_layer import BaseLayer, read_base_layer
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
    "BaseLayer",
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
    "read_base_layer",
]
