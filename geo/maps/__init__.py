"""Maps as single HTML files that draw without any network: folium and leaflet, everything inlined."""

from geo.maps.content import MapArea, MapAssets, MapPoint, PointStyle
from geo.maps.document import points_map

__all__ = ["MapArea", "MapAssets", "MapPoint", "PointStyle", "points_map"]
