"""A file of areas to `Areas`, with a report: nothing is dropped, joined or repaired in silence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import shapely

from geo.areas.errors import AreaFileError
from geo.areas.features import Features, shape_array
from geo.areas.identity import area_keys, municipality_code
from geo.areas.layouts import Layout, find_layout, looks_like_ksj
from geo.areas.limits import MAX_FILE_BYTES
from geo.areas.model import Areas
from geo.areas.projection import to_degrees
from geo.areas.repairing import faces_of
from geo.sources import Source

Severity = Literal["note", "doubtful", "refused"]
DEFAULT_KIND = "district"
_LONGEST_NAME = 100
_WORDS_OF_KINDS = (
    ("小学校区", "elementary_district"),
    ("中学校区", "junior_high_district"),
    ("自治会", "neighborhood_association"),
)
_REMEDY_SHAPE = "配布元に面のデータがあるか確かめてください。"


@dataclass(frozen=True, slots=True)
class AreaFinding:
    """One observation about a file. `record` counts the records from 1; None = the file as a whole."""

    record: int | None
    severity: Severity
    what: str
    remedy: str = ""


@dataclass(frozen=True)
class AreaFile:
    """What a file gave. `records` = `taken` + refused; several records of one school are one area.

    `repaired`: names of areas of which a polygon was broken; `merged`: areas of several records, and how many.
    """

    areas: Areas
    file: str
    format: str
    encoding: str
    records: int
    taken: int
    repaired: tuple[str, ...]
    merged: dict[str, int]
    findings: tuple[AreaFinding, ...]


@dataclass(frozen=True, slots=True)
class AreaOptions:
    """What the reader of a file may be told. `kind` and `source` win over what the file says.

    `municipality`: five digits, for a file that does not say it. `own`: False for a file of a neighbouring
    municipality.
    """

    kind: str = ""
    municipality: str = ""
    source: Source | None = None
    own: bool = True


@dataclass
class _Record:
    number: int
    key: str
    name: str
    municipality: str
    kind: str
    parent: str
    note: str
    shape: Any
    repaired: bool


def read_areas(path: Path, options: AreaOptions = AreaOptions()) -> AreaFile:
    """Areas from GeoJSON, a shapefile, a GeoPackage, or a zip of one of the first two. Raises AreaFileError."""
    features = read_features(path)
    if not features.has_faces:
        raise AreaFileError(
            "面(区域)のデータがありません(点か線のファイルです)。", file=path.name, remedy=_REMEDY_SHAPE
        )
    layout = find_layout(features)
    if layout is None:
        raise _unknown_columns(features)
    shapes = to_degrees(features.shapes, features.crs, file=features.file)
    findings: list[AreaFinding] = []
    records = _records(replace(features, shapes=shapes), layout, options, findings)
    if not records:
        raise AreaFileError(
            "使える区域が一つもありません。" + (findings[0].what if findings else ""),
            file=path.name,
            remedy=_REMEDY_SHAPE,
        )
    return _file_of(records, features, _source(layout, records, features, options), options.own, findings)


def read_features(path: Path) -> Features:
    """The records of a file as they stand. What a file is, its first bytes say; its ending must agree."""
    require_file(path)
    suffix = path.suffix.lower()
    if suffix in (".geojson", ".json"):
        from geo.areas.geojson import read_geojson

        return read_geojson(path, name=path.name)
    if suffix == ".zip":
        from geo.areas.archive import read_zip

        return read_zip(path, name=path.name)
    if suffix in (".shp", ".gpkg"):
        from geo.areas.vector_files import read_geopackage, read_shapefile

        return (
            read_shapefile(path, name=path.name)
            if suffix == ".shp"
            else read_geopackage(path, name=path.name)
        )
    raise AreaFileError(
        f"区域のファイルではありません({suffix or '拡張子なし'})。",
        file=path.name,
        remedy=".geojson、.shp、.gpkg、.zip のどれかを指定してください。",
    )


def require_file(path: Path) -> None:
    """Raise AreaFileError for what is no file, or too large a one."""
    if not path.is_file():
        raise AreaFileError(
            "ファイルがないか、普通のファイルではありません。",
            file=path.name,
            remedy="場所と名前を確かめてください。",
        )
    if path.stat().st_size > MAX_FILE_BYTES:
        raise AreaFileError(
            f"ファイルが {MAX_FILE_BYTES // 1_000_000} MB を超えています。",
            file=path.name,
            remedy="市区町村ごとに分けてください。",
        )


def _records(
    features: Features, layout: Layout, options: AreaOptions, findings: list[AreaFinding]
) -> list[_Record]:
    """The records that can be used; the others are refused, each with its reason."""
    keys = area_keys(features.records, layout, options.municipality)
    file_kind = layout.kind or _kind_in_name(features.file) or DEFAULT_KIND
    records = []
    for number, key in enumerate(keys, start=1):
        row, shape = features.records[number - 1], features.shapes[number - 1]
        name = _name(row, layout) or _cell(row, layout.key)
        if not name or not key:
            what, remedy = "名前もコードもない区域です。", "所属未定地や水面なら、そのままで構いません。"
            findings.append(AreaFinding(number, "refused", what, remedy))
            continue
        faces, broken = faces_of(shape)
        if faces is None:
            findings.append(
                AreaFinding(number, "refused", f"「{name}」に面の形がありません。", _REMEDY_SHAPE)
            )
            continue
        records.append(
            _Record(
                number=number,
                key=key,
                name=name,
                municipality=municipality_code(row, layout) or options.municipality,
                kind=options.kind or _cell(row, layout.kind_column) or file_kind,
                parent=_cell(row, layout.parent),
                note=_cell(row, layout.note),
                shape=faces,
                repaired=broken,
            )
        )
    return records


def _cell(row: dict[str, str], column: str) -> str:
    """The text of a column that the file may not have."""
    return row[column] if column else ""


def _file_of(
    records: list[_Record], features: Features, source: Source, own: bool, findings: list[AreaFinding]
) -> AreaFile:
    """One area per key: the union of its records, with what the first of them says."""
    groups: dict[str, list[_Record]] = {}
    for record in records:
        groups.setdefault(record.key, []).append(record)
    ids = tuple(sorted(groups))
    firsts = [groups[key][0] for key in ids]
    _report_groups([groups[key] for key in ids], findings)
    shapes = shape_array(
        group[0].shape if len(group) == 1 else shapely.union_all([record.shape for record in group])
        for group in (groups[key] for key in ids)
    )
    areas = Areas(
        ids=ids,
        names=tuple(record.name for record in firsts),
        shapes=shapes,
        kinds=tuple(record.kind for record in firsts),
        municipalities=tuple(record.municipality for record in firsts),
        parents=tuple(record.parent for record in firsts),
        own=np.full(len(ids), own),
        sources=(source,) * len(ids),
    )
    return AreaFile(
        areas=areas,
        file=features.file,
        format=features.format,
        encoding=features.encoding,
        records=len(features),
        taken=len(records),
        repaired=tuple(dict.fromkeys(record.name for record in records if record.repaired)),
        merged={groups[key][0].name: len(groups[key]) for key in ids if len(groups[key]) > 1},
        findings=tuple(sorted(findings, key=lambda finding: finding.record or 0)),
    )


def _report_groups(groups: list[list[_Record]], findings: list[AreaFinding]) -> None:
    for group in groups:
        first = group[0]
        for record in group:
            if record.repaired:
                findings.append(
                    AreaFinding(
                        record.number,
                        "doubtful",
                        f"「{record.name}」の境界が自分と交わっていたので直しました。",
                        "地図で形を確かめてください。",
                    )
                )
            if record.name != first.name:
                findings.append(
                    AreaFinding(
                        record.number,
                        "doubtful",
                        f"「{record.name}」は「{first.name}」と同じコードなので、1つの区域にしました。",
                        "コードを確かめてください。",
                    )
                )
        if len(group) > 1:
            what = f"「{first.name}」は {len(group)} つの面を合わせて1つの区域にしました(飛び地など)。"
            findings.append(AreaFinding(first.number, "note", what))


def _name(row: dict[str, str], layout: Layout) -> str:
    """市 and 区 together; a 郡 is no part of what people call their town."""
    parts = [row[column] for column in layout.names]
    name = "".join(part for part in parts if not (len(layout.names) > 1 and part.endswith("郡")))
    return name[:_LONGEST_NAME]


def _kind_in_name(file: str) -> str:
    return next((kind for word, kind in _WORDS_OF_KINDS if word in file), "")


def _source(layout: Layout, records: list[_Record], features: Features, options: AreaOptions) -> Source:
    """The source of the file; a note that most records carry becomes the note of the source."""
    source = options.source or layout.source
    if not source.name:
        source = replace(source, name=layout.source.name or features.file)
    notes = Counter(record.note for record in records if record.note)
    if not source.note and notes:
        note, count = notes.most_common(1)[0]
        source = replace(source, note=note if 2 * count > len(records) else "")
    elif not source.note:
        source = replace(source, note=layout.source.note)
    return source


def _unknown_columns(features: Features) -> AreaFileError:
    shown = "、".join(column[:20] for column in features.columns[:8]) or "なし"
    if looks_like_ksj(features.columns):
        return AreaFileError(
            f"国土数値情報の、知らない種類か版です(属性: {shown})。",
            file=features.file,
            remedy="小学校区(A27)、中学校区(A32)、行政区域(N03)の面のファイルを指定してください。",
        )
    return AreaFileError(
        f"区域の名前の列が分かりません(属性: {shown})。",
        file=features.file,
        remedy="属性に「名称」の列を付けるか、attributes.csv(original_name,display_name)を横に置いてください。",
    )
