"""Chosen sites as a file: CSV, a workbook, JSON, GeoJSON, GeoPackage, from the JSON document of architecture.md."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from api.planning.site_workbook import sites_workbook
from geo.siting.model import Candidates
from resources.errors import BadInput
from resources.spreadsheet_text import safe_cell

_HEADER = (
    *("順", "メッシュ", "名称", "緯度", "経度", "学区ID"),
    *("新たに届く人", "届く人の合計", "近くで同じ程度の候補"),
)
HIDDEN_VENUES = "位置を公開していない会場候補が{:,}か所あり、名称と位置を書いていません。"
_ABOUT = ("parameters", "optimal", "gap", "notes", "sources")
Document = Mapping[str, Any]


def sites_as(document: Document, suffix: str) -> bytes:
    """The content of a file with this ending. Raises BadInput."""
    make = _FORMATS.get(suffix.lower())
    if make is None:
        raise BadInput(
            f"「{suffix or '拡張子なし'}」のファイルには書き出せません。",
            remedy=f"名前の終わりを {' '.join(_FORMATS)} のどれかにしてください。",
        )
    return make(document)


def with_open_venues(document: Document, venues: Candidates) -> Document:
    """The document without names and positions of chosen venues that everybody may not see (`venues`: those who may)."""
    named = dict(zip(venues.codes.tolist(), venues.names.tolist(), strict=True))
    sites = [
        {**site, "name": named[site["mesh"]]}
        if site["mesh"] in named
        else {**site, "name": "", "lat": None, "lon": None}
        for site in document["sites"]
    ]
    hidden = sum(site["lat"] is None for site in sites)
    notes = [*document["notes"], *([HIDDEN_VENUES.format(hidden)] if hidden else [])]
    return {**document, "sites": sites, "notes": notes}


def _as_csv(document: Document) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADER)
    for number, site in enumerate(document["sites"], start=1):
        place = (site["mesh"], site["name"], site["lat"], site["lon"], site["district_id"])
        row = (
            number,
            *place,
            site["newly_covered"],
            site["objective_after"],
            ";".join(site["near"]),
        )
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    writer.writerow([])
    writer.writerows([safe_cell(line)] for line in (*document["notes"], *document["sources"]))
    return text.getvalue().encode("utf-8-sig")


def _as_json(document: Document) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def _as_geojson(document: Document) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": _properties(site),
            "geometry": None
            if site["lat"] is None
            else {"type": "Point", "coordinates": [site["lon"], site["lat"]]},
        }
        for site in document["sites"]
    ]
    kept = {name: document[name] for name in _ABOUT}
    return json.dumps(
        {"type": "FeatureCollection", "name": "site", **kept, "features": features}, ensure_ascii=False
    ).encode()


def _as_geopackage(document: Document) -> bytes:
    import geopandas  # GDAL takes a second to load: only who asks for this format waits
    import shapely

    sites = document["sites"]
    spots = [None if site["lat"] is None else shapely.Point(site["lon"], site["lat"]) for site in sites]
    rows = [{**_properties(site), "near": ";".join(site["near"])} for site in sites]
    columns = None if rows else ["mesh"]
    frame = geopandas.GeoDataFrame(rows, columns=columns, geometry=spots, crs="EPSG:6668")
    stated = {name: json.dumps(document[name], ensure_ascii=False) for name in _ABOUT}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "site.gpkg"
        options = {"layer": "site", "driver": "GPKG", "engine": "pyogrio", "geometry_type": "Point"}
        frame.to_file(file, layer_metadata=stated, **options)
        return file.read_bytes()


def _properties(site: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in site.items() if name not in ("lat", "lon")}


_FORMATS: Mapping[str, Callable[[Document], bytes]] = MappingProxyType(
    {
        ".csv": _as_csv,
        ".xlsx": sites_workbook,
        ".json": _as_json,
        ".geojson": _as_geojson,
        ".gpkg": _as_geopackage,
    }
)
