"""Attributes of a shapefile or GeoPackage; its shapes are not needed, a mesh code says where a cell lies."""

from __future__ import annotations

import warnings
from pathlib import Path

import pyogrio
import pyogrio.errors
import pyogrio.raw

from geo.population.problems import unreadable
from geo.population.table import Table, array_table

_CUT_NUMBER = "parsed incompletely"  # GDAL's warning where it reads 「1x」 as 1 and 「x」 as 0


def layer_table(path: Path) -> Table:
    """The attributes of the first layer as a table.

    Raises GeoError, also where the .dbf is missing, or holds a number that GDAL would read as another one.
    """
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            meta, _, _, values = pyogrio.raw.read(path, read_geometry=False)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeError):
        raise unreadable(
            "シェープファイル(GeoPackage)として読めません。",
            ".shp と同じ名前の .shx、.dbf を同じフォルダーに置いてください。",
            file=path.name,
        ) from None
    if any(_CUT_NUMBER in str(warning.message) for warning in said):
        raise unreadable(
            "数として読めない値が属性にあります。",
            "ファイルが壊れていないか確かめ、元のファイルを取り直してください。",
            file=path.name,
        )
    if not len(meta["fields"]):
        raise unreadable(
            "属性がありません。", ".shp と同じ名前の .dbf を同じフォルダーに置いてください。", file=path.name
        )
    return array_table([str(name) for name in meta["fields"]], values, path.name)
