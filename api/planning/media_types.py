"""What a browser is told about a file that planners take away."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "html": "text/html; charset=utf-8",
        "pdf": "application/pdf",
        "png": "image/png",
        "json": "application/json",
        "geojson": "application/geo+json",
        "gpkg": "application/geopackage+sqlite3",
    }
)
"""By the ending of the file's name."""
