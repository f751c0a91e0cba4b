"""Any population file, recognised by what is in it, never by its name."""

from __future__ import annotations

import re
from pathlib import Path

from geo.population.collection_mesh import CODE, read_collection_mesh
from geo.population.decoding import decode
from geo.population.estat import KEY as ESTAT_KEY
from geo.population.estat import LEVEL, read_estat_mesh, read_estat_small_areas
from geo.population.labels import band_columns
from geo.population.model import Population
from geo.population.problems import unreadable
from geo.population.projection import KEY as PROJECTION_KEY
from geo.population.projection import read_projection
from geo.population.table import Table, geojson_table, text_table
from geo.population.towns import NAMES, TOTALS, read_towns

_ZIP, _SHAPEFILE, _GEOPACKAGE = b"PK\x03\x04", b"\x00\x00\x27\x0a", b"SQLite format 3\x00"
_PROJECTED = re.compile(r"PT(?:N|\d{1,2}|[A-E])_\d{4}")
_FORMATS = (
    "メッシュ別人口(メッシュコード、総人口…)、e-Stat 国勢調査のメッシュ・小地域(KEY_CODE…)、"
    "国土数値情報の将来推計人口(MESH_ID…)、地域・年齢別人口(地域名、総人口…)"
)


def read_population_file(path: Path, *, year: int | None = None) -> Population:
    """People per mesh cell or area, from CSV or text of any usual encoding, GeoJSON, shapefile or GeoPackage.

    `year` is for 将来推計人口, which hold several: without it the earliest year with ages (its edition names it);
    asked of another format it is refused. Cells hidden by the publisher are NaN. Raises GeoError, one Japanese
    line with file, row, column and remedy; OSError for a path that cannot be opened.
    """
    table = _table(path)
    if table.position(PROJECTION_KEY) is not None and any(
        _PROJECTED.fullmatch(name) for name in table.header
    ):
        return read_projection(table, year)
    if year is not None:
        raise unreadable(
            "年を選べるのは将来推計人口のファイルだけです。",
            "年を指定せずに取り込んでください。",
            file=table.file,
        )
    if table.position(ESTAT_KEY) is not None:
        small_areas = table.position(LEVEL) is not None
        return read_estat_small_areas(table) if small_areas else read_estat_mesh(table)
    if table.position(CODE) is not None:
        return read_collection_mesh(table)
    if _are_towns(table):
        return read_towns(table)
    raise unreadable(
        "人口のファイルとして見分けられません。",
        f"次のどれかを、1行目の見出しを変えずに取り込んでください: {_FORMATS}。",
        file=table.file,
        row=1,
    )


def _are_towns(table: Table) -> bool:
    people = table.position(*TOTALS) is not None or bool(band_columns(table.header))
    return table.position(*NAMES) is not None and people


def _table(path: Path) -> Table:
    data = path.read_bytes()
    if data.startswith(_ZIP):
        raise unreadable(
            "ZIP か Excel のファイルです。",
            "ZIP は展開し、Excel は「CSV UTF-8」で保存し直してから取り込んでください。",
            file=path.name,
        )
    if data.startswith((_SHAPEFILE, _GEOPACKAGE)):
        from geo.population.layers import layer_table  # GDAL takes half a second to load

        return layer_table(path)
    if not data.strip():
        raise unreadable("ファイルが空です。", "元のファイルを取り直してください。", file=path.name)
    text = decode(data, path.name)
    if text.lstrip().startswith("{"):
        return geojson_table(text, path.name)
    return text_table(text, path.name)
