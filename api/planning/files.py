"""The files that a planner may take away, by the ending that the address names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from api.planning.city import City
from api.planning.exports import gaps_as
from api.planning.gaps import Answer
from api.planning.maps import map_as


@dataclass(frozen=True, slots=True)
class FileKind:
    """`make(city, answer, ".csv")` gives the content. `outlined`: only where the areas have outlines."""

    title: str
    make: Callable[[City, Answer, str], bytes]
    outlined: bool = False


GAP_FILES: Mapping[str, FileKind] = MappingProxyType(
    {
        "xlsx": FileKind("Excel", gaps_as),
        "csv": FileKind("CSV", gaps_as),
        "html": FileKind("地図（HTML）", map_as),
        "pdf": FileKind("地図（PDF）", map_as),
        "png": FileKind("地図（PNG）", map_as),
        "geojson": FileKind("GeoJSON", gaps_as, outlined=True),
        "gpkg": FileKind("GeoPackage", gaps_as, outlined=True),
    }
)
