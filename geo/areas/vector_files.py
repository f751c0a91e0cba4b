"""Shapefile and GeoPackage to features, by GDAL (pyogrio), which is only asked after the first bytes were looked at."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.areas.errors import AreaFileError
from geo.areas.features import Features, as_text, shape_array
from geo.areas.limits import MAX_COLUMNS, MAX_FILE_BYTES, MAX_RECORDS

_SHP_MAGIC = b"\x00\x00\x27\x0a"
_SQLITE_MAGIC = b"SQLite format 3\0"
_FETCH = "配布元のファイルを、一式(.shp .shx .dbf .prj .cpg)同じフォルダーに置いてください。"
_ENCODINGS = {
    **dict.fromkeys(("utf-8", "utf8", "65001"), "utf-8"),
    **dict.fromkeys(
        ("shift_jis", "shift-jis", "sjis", "cp932", "932", "ms932", "windows-31j", "ansi 932"), "cp932"
    ),
    **dict.fromkeys(("euc-jp", "eucjp"), "euc_jp"),
}
ATTRIBUTES = "attributes.csv"


def read_shapefile(path: Path, *, name: str) -> Features:
    """The records of a shapefile and its companions (.shx, .dbf, .prj, .cpg beside it). Raises AreaFileError."""
    if _head(path, 4) != _SHP_MAGIC:
        raise AreaFileError("シェープファイル(.shp)ではありません。", file=name, remedy=_FETCH)
    for suffix in (".shx", ".dbf", ".prj"):
        if _companion(path, suffix, name) is None:
            raise AreaFileError(f"{suffix} のファイルがありません。", file=name, remedy=_FETCH)
    _refuse_cut(path, name)
    encoding = _dbf_encoding(path, name)
    crs = _decoded(_companion_bytes(path, ".prj", name)).strip()
    if not crs:
        raise AreaFileError("座標系(.prj)が空です。", file=name, remedy=_FETCH)
    read = _read(path, name, encoding=encoding)
    return _features(read, name, "shapefile", encoding, crs, _display_names(path))


def read_geopackage(path: Path, *, name: str) -> Features:
    """The one polygon layer of a GeoPackage. Raises AreaFileError."""
    layers = [layer for layer, kind in _geopackage_layers(path, name) if "Polygon" in kind]
    if len(layers) != 1:
        found = "、".join(layers[:10]) or "なし"
        raise AreaFileError(
            f"面の層が1つではありません({found})。",
            file=name,
            remedy="1つの層だけの GeoPackage を書き出してください。",
        )
    return _geopackage_layer(path, name, layers[0])


def read_geopackage_layers(path: Path, *, name: str) -> list[Features]:
    """Every layer of a GeoPackage that has shapes in it. Raises AreaFileError."""
    drawn = [layer for layer, kind in _geopackage_layers(path, name) if kind]
    read = [(layer, _read(path, name, layer=layer)) for layer in drawn]
    return [
        _features(found, f"{name} の {layer[:60]}", "geopackage", "utf-8", str(found[0]["crs"] or ""), {})
        for layer, found in read
        if found[1] is not None and len(found[1])
    ]


def _geopackage_layers(path: Path, name: str) -> list[tuple[str, str]]:
    """Name and kind of shape ("" for a table without any) of each layer."""
    import pyogrio

    if _head(path, 16) != _SQLITE_MAGIC:
        raise AreaFileError(
            "GeoPackage ではありません。", file=name, remedy="拡張子と中身が合っているか確かめてください。"
        )
    with _gdal(name):
        return [(as_text(layer), as_text(kind)) for layer, kind in pyogrio.list_layers(path)]


def _geopackage_layer(path: Path, name: str, layer: str) -> Features:
    read = _read(path, name, layer=layer)
    return _features(read, name, "geopackage", "utf-8", str(read[0]["crs"] or ""), {})


def _read(path: Path, name: str, **options: Any) -> tuple[dict[str, Any], Any, list[Any]]:
    import pyogrio

    with _gdal(name):
        count = pyogrio.read_info(path, **options)["features"]
        if count > MAX_RECORDS:
            raise AreaFileError(
                f"区域が {MAX_RECORDS:,} を超えています。", file=name, remedy="ファイルを分けてください。"
            )
        meta, _, shapes, fields = pyogrio.raw.read(path, force_2d=True, datetime_as_string=True, **options)
    return meta, shapes, list(fields)


@contextmanager
def _gdal(name: str) -> Iterator[None]:
    """GDAL's failures in our words. It warns in English of what is repaired and reported here anyway."""
    import pyogrio

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            warnings.simplefilter("ignore", UserWarning)
            yield
    except UnicodeDecodeError as error:
        raise AreaFileError(
            "属性の文字コードが .cpg の示すものと合いません。",
            file=name,
            remedy="文字コードを確かめ、.cpg を直してください。",
        ) from error
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
        pyogrio.errors.GeometryError,
        pyogrio.errors.CRSError,
        UnboundLocalError,  # pyogrio 0.13 trips over a coordinate system that GDAL cannot export
    ) as error:
        raise _broken(name) from error


def _features(
    read: tuple[dict[str, Any], Any, list[Any]],
    name: str,
    format_name: str,
    encoding: str,
    crs: str,
    display_names: dict[str, str],
) -> Features:
    meta, wkb, fields = read
    if wkb is None or len(wkb) == 0:
        raise AreaFileError("区域が一つもありません。", file=name, remedy="面のデータを指定してください。")
    if not crs:
        raise AreaFileError(
            "座標系が書かれていません。", file=name, remedy="座標系を付けて書き出し直してください。"
        )
    columns = tuple(as_text(column) for column in meta["fields"])
    if len(columns) > MAX_COLUMNS:
        raise AreaFileError(
            f"属性が {MAX_COLUMNS} を超えています。", file=name, remedy="属性を減らしてください。"
        )
    texts = [[as_text(value) for value in values.tolist()] for values in fields]
    records = tuple(
        dict(zip(columns, row, strict=True))
        for row in (zip(*texts, strict=True) if texts else ([],) * len(wkb))
    )
    try:
        shapes = shapely.from_wkb(wkb)
    except shapely.errors.ShapelyError as error:
        raise _broken(name) from error
    return Features(
        name, format_name, encoding, crs, columns, records, shape_array(np.asarray(shapes)), display_names
    )


def _broken(name: str) -> AreaFileError:
    return AreaFileError(
        "壊れているか、途中で切れています。", file=name, remedy="配布元から取り直してください。"
    )


def _head(path: Path, size: int) -> bytes:
    with path.open("rb") as stream:
        return stream.read(size)


def _companion(path: Path, suffix: str, name: str) -> Path | None:
    """The file of the same name with another ending, in small or capital letters."""
    for candidate in (path.with_suffix(suffix), path.with_suffix(suffix.upper())):
        if candidate.is_file():
            if candidate.stat().st_size > MAX_FILE_BYTES:
                raise AreaFileError(f"{suffix} のファイルが大きすぎます。", file=name, remedy=_FETCH)
            return candidate
    return None


def _companion_bytes(path: Path, suffix: str, name: str) -> bytes:
    found = _companion(path, suffix, name)
    return found.read_bytes() if found else b""


def _refuse_cut(path: Path, name: str) -> None:
    """GDAL reads a file that breaks off as records without shape: what the headers promise must be there."""
    words = int.from_bytes(_head(path, 28)[24:28], "big")
    dbf = _companion_bytes(path, ".dbf", name)
    rows, start, width = (int.from_bytes(dbf[at:end], "little") for at, end in ((4, 8), (8, 10), (10, 12)))
    if path.stat().st_size < 2 * words or len(dbf) < max(start + rows * width, 32):
        raise _broken(name)


def _dbf_encoding(path: Path, name: str) -> str:
    """What .cpg says; without it what the bytes are: UTF-8 when they are valid UTF-8, else CP932."""
    stated = _decoded(_companion_bytes(path, ".cpg", name)).strip().lower()
    if stated:
        known = _ENCODINGS.get(stated)
        if known is None:
            raise AreaFileError(
                f"文字コード「{as_text(stated)[:20]}」(.cpg)が分かりません。",
                file=name,
                remedy=".cpg の中身を UTF-8 か Shift_JIS に直してください。",
            )
        return known
    data = _companion_bytes(path, ".dbf", name)
    rows = data[int.from_bytes(data[8:10], "little") :]
    try:
        rows.decode("utf-8")
    except UnicodeDecodeError:
        return "cp932"
    return "utf-8"


def _display_names(path: Path) -> dict[str, str]:
    """original_name → display_name of an attributes.csv beside the file; {} without one that can be read."""
    beside = path.with_name(ATTRIBUTES)
    if not beside.is_file() or beside.stat().st_size > MAX_FILE_BYTES:
        return {}
    try:
        rows = list(csv.DictReader(_decoded(beside.read_bytes()).splitlines()))
    except csv.Error:  # it is somebody else's file of the same name
        return {}
    if not rows or not {"original_name", "display_name"} <= set(rows[0]):
        return {}
    return {as_text(row["original_name"]): as_text(row["display_name"]) for row in rows}


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp932", errors="replace")
