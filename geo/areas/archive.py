"""A zip of one shapefile or GeoJSON (the download of 国土数値情報): unpacked within limits, under names of our own."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from geo.areas.errors import AreaFileError
from geo.areas.features import Features, as_text
from geo.areas.geojson import read_geojson
from geo.areas.limits import (
    MAX_UNPACKED_BYTES,
    MAX_ZIP_ENTRIES,
    MAX_ZIP_RATIO,
    RATIO_IS_CHECKED_ABOVE_BYTES,
)
from geo.areas.vector_files import ATTRIBUTES, read_shapefile

_COMPANIONS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_UNPACK = "展開して、使うファイル(.geojson か .shp 一式)を指定してください。"
_CHUNK = 1 << 20

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What the standard library says of a damaged archive"""

Layers = dict[str, dict[str, zipfile.ZipInfo]]


def read_zip(path: Path, *, name: str) -> Features:
    """The polygon layer of a zip. GeoJSON wins over a shapefile of the same name; layers of points are left out.

    Raises AreaFileError: no polygons, several polygon layers, too large, encrypted, broken.
    """
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
            layers = _layers(archive, name)
            unpack = _Unpacking(archive, name)
            found = [_read_layer(stem, parts, unpack, Path(folder), name) for stem, parts in layers.items()]
    except AreaFileError:
        raise
    except _BROKEN as error:
        raise AreaFileError(
            "zip として読めません(壊れているか、暗号が掛かっています)。", file=name, remedy=_UNPACK
        ) from error
    faces = [features for features in found if features.has_faces]
    if not faces:
        raise AreaFileError("面(区域)のデータが入っていません。", file=name, remedy=_UNPACK)
    if len(faces) > 1:
        names = "、".join(features.file for features in faces[:5])
        raise AreaFileError(f"面のデータが複数あります({names})。", file=name, remedy=_UNPACK)
    return faces[0]


def _layers(archive: zipfile.ZipFile, name: str) -> Layers:
    """Per stem (folder and name without ending) the entries to read, keyed by ending."""
    entries = archive.infolist()
    if len(entries) > MAX_ZIP_ENTRIES:
        raise AreaFileError(f"zip の中身が {MAX_ZIP_ENTRIES:,} 件を超えています。", file=name, remedy=_UNPACK)
    by_stem: Layers = {}
    attributes: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        inner = PurePosixPath(entry.filename.replace("\\", "/"))
        if entry.is_dir() or inner.name.startswith("._"):
            continue
        suffix = inner.suffix.lower()
        if suffix in (*_COMPANIONS, ".geojson"):
            by_stem.setdefault(str(inner.with_suffix("")), {})[suffix] = entry
        elif inner.name.lower() == ATTRIBUTES:
            attributes[str(inner.parent)] = entry
    layers = {stem: parts for stem, parts in by_stem.items() if ".geojson" in parts or ".shp" in parts}
    for stem, parts in layers.items():
        beside = attributes.get(str(PurePosixPath(stem).parent))
        if beside is not None:
            parts[ATTRIBUTES] = beside
    return _without_second_format(layers)


def _without_second_format(layers: Layers) -> Layers:
    """KSJ brings each layer twice, in folders of its own: the GeoJSON is taken."""
    as_geojson = {PurePosixPath(stem).name for stem, parts in layers.items() if ".geojson" in parts}
    return {
        stem: parts
        for stem, parts in layers.items()
        if ".geojson" in parts or PurePosixPath(stem).name not in as_geojson
    }


def _read_layer(
    stem: str,
    parts: dict[str, zipfile.ZipInfo],
    unpack: Callable[[zipfile.ZipInfo, Path], None],
    folder: Path,
    name: str,
) -> Features:
    """Unpack the files of one layer under the name "layer", never under a name from the zip."""
    place = Path(tempfile.mkdtemp(dir=folder))
    label = f"{name} の中の {as_text(PurePosixPath(stem).name)[:60]}"
    if ".geojson" in parts:
        unpack(parts[".geojson"], place / "layer.geojson")
        features = read_geojson(place / "layer.geojson", name=label + ".geojson")
    else:
        for suffix, entry in parts.items():
            unpack(entry, place / (ATTRIBUTES if suffix == ATTRIBUTES else f"layer{suffix}"))
        features = read_shapefile(place / "layer.shp", name=label + ".shp")
    shutil.rmtree(place)
    return features


class _Unpacking:
    """Copies entries out of one zip, counting what really comes out: sizes in a zip can lie."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive, self._name, self._written = archive, name, 0

    def __call__(self, entry: zipfile.ZipInfo, target: Path) -> None:
        if entry.flag_bits & 0x1:
            raise AreaFileError("zip に暗号が掛かっています。", file=self._name, remedy=_UNPACK)
        written = 0
        with self._archive.open(entry) as source, target.open("wb") as out:
            while chunk := source.read(_CHUNK):
                written += len(chunk)
                self._written += len(chunk)
                too_dense = written > RATIO_IS_CHECKED_ABOVE_BYTES and written > MAX_ZIP_RATIO * max(
                    1, entry.compress_size
                )
                if too_dense or self._written > MAX_UNPACKED_BYTES:
                    raise AreaFileError(
                        "展開すると大きくなりすぎます。",
                        file=self._name,
                        remedy="zip の中身を確かめてください。",
                    )
                out.write(chunk)
