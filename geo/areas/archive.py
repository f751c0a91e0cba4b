"""A zip of one shapefile or GeoJSON (the download of 国土数値情報): unpacked within limits, under names of our own."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from geo.archives import BROKEN_ZIP, MAX_ZIP_ENTRIES, Encrypted, Unpacking, UnpacksTooLarge
from geo.areas.errors import AreaFileError
from geo.areas.features import Features, as_text
from geo.areas.geojson import read_geojson
from geo.areas.limits import MAX_UNPACKED_BYTES
from geo.areas.vector_files import ATTRIBUTES, read_shapefile

_COMPANIONS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_UNPACK = "展開して、使うファイル(.geojson か .shp 一式)を指定してください。"

Layers = dict[str, dict[str, zipfile.ZipInfo]]


def read_zip(path: Path, *, name: str, faces: bool = True) -> Features:
    """The polygon layer of a zip, or with `faces` False the other one. GeoJSON wins over a shapefile of that name.

    Raises AreaFileError: no such layer, several of them, too large, encrypted, broken.
    """
    what = "面(区域)" if faces else "点"
    wanted = [features for features in read_zip_layers(path, name=name) if features.has_faces == faces]
    if not wanted:
        raise AreaFileError(f"{what}のデータが入っていません。", file=name, remedy=_UNPACK)
    if len(wanted) > 1:
        names = "、".join(features.file for features in wanted[:5])
        raise AreaFileError(f"{what[0]}のデータが複数あります({names})。", file=name, remedy=_UNPACK)
    return wanted[0]


def read_zip_layers(path: Path, *, name: str) -> list[Features]:
    """Every layer of a zip. Raises AreaFileError: too large, encrypted, broken."""
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
            layers = _layers(archive, name)
            unpack = _unpacker(archive, name)
            return [_read_layer(stem, parts, unpack, Path(folder), name) for stem, parts in layers.items()]
    except AreaFileError:
        raise
    except BROKEN_ZIP as error:
        raise AreaFileError(
            "zip として読めません(壊れているか、暗号が掛かっています)。", file=name, remedy=_UNPACK
        ) from error


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


def _unpacker(archive: zipfile.ZipFile, name: str) -> Callable[[zipfile.ZipInfo, Path], None]:
    """What copies an entry to a file of our own, within the limits of one zip."""
    unpacking = Unpacking(archive, most_bytes=MAX_UNPACKED_BYTES)

    def unpack(entry: zipfile.ZipInfo, target: Path) -> None:
        try:
            with target.open("wb") as out:
                out.writelines(unpacking.chunks(entry))
        except UnpacksTooLarge as error:
            remedy = "zip の中身を確かめてください。"
            raise AreaFileError(str(error), file=name, remedy=remedy) from error
        except Encrypted as error:
            raise AreaFileError(str(error), file=name, remedy=_UNPACK) from error

    return unpack
