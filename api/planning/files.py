"""The files that a planner may take away, by the ending that the address names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from api.planning.city import City
from api.planning.exports import gaps_as
from api.planning.gaps import Answer
from api.planning.maps import map_as

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class FileKind:
    """`make(city, answer, ".csv")` gives the content. `outlined`: only where the areas have outlines."""

    title: str
    media_type: str
    make: Callable[[City, Answer, str], bytes]
    outlined: bool = False


GAP_FILES: Mapping[str, FileKind] = MappingProxyType(
    {
        "xlsx": FileKind("Excel", XLSX, gaps_as),
        "csv": FileKind("CSV", "text/csv; charset=utf-8", gaps_as),
        "html": FileKind("地図（HTML）", "text/html; charset=utf-8", map_as),
        "pdf": FileKind("地図（PDF）", "application/pdf", map_as),
        "png": FileKind("地図（PNG）", "image/png", map_as),
        "geojson": FileKind("GeoJSON", "application/geo+json", gaps_as, outlined=True),
        "gpkg": FileKind("GeoPackage", "application/geopackage+sqlite3", gaps_as, outlined=True),
    }
)
