"""Files of areas, read together for the import: what they hold, what is doubtful, and how the areas are nested."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from geo.areas.errors import AreaFileError
from geo.areas.hierarchy import read_hierarchy, with_hierarchy
from geo.areas.model import Areas, joined
from geo.areas.reading import AreaFile, AreaOptions, read_areas
from geo.errors import GeoError
from geo.sources import Source
from resources.area_kinds import kind_code
from resources.errors import BadInput
from resources.importing.area_faults import fault_findings, nested
from resources.importing.area_terms import read_terms, terms_findings, with_terms
from resources.importing.findings import Finding
from resources.importing.regular_file import require_regular_file

BY_AREA = "auto"
"""In the place of a hierarchy file: every area goes under the one that holds most of it."""
_POINTS = "districts.csv"
_OF_COLLECTION = "districts.geojson"


@dataclass(frozen=True, slots=True)
class AreaQuestion:
    """What the importer says about the files. `municipalities`: the city's own codes; others are next door.

    `terms`: the table of 利用条件 by municipality that comes with 国土数値情報.
    """

    kind: str = ""
    municipalities: tuple[str, ...] = ()
    source: Source | None = None
    hierarchy: str = ""
    terms: Path | None = None


@dataclass(frozen=True)
class AreaSummary:
    """One file for the report. `codes`: the areas that came from it."""

    file: str
    format: str
    encoding: str
    rows: int
    taken: int
    doubtful: int
    codes: tuple[str, ...]

    @property
    def refused(self) -> int:
        """Records that gave no area."""
        return self.rows - self.taken


@dataclass(frozen=True)
class AreaImport:
    """All files together. `points`: representative positions that a collection states."""

    areas: Areas
    files: tuple[AreaSummary, ...]
    findings: tuple[Finding, ...]
    points: dict[str, tuple[float, float]] = field(default_factory=dict)


def read_area_files(
    own: Sequence[Path], question: AreaQuestion, *, outside: Sequence[Path] = ()
) -> AreaImport:
    """Read the city's own files and those of its neighbours. Raises BadInput; nothing is half read."""
    try:
        return _read(own, outside, question)
    except AreaFileError as error:
        place = f"{error.record}番目の区域: " if error.record else ""
        raise BadInput(place + error.what, file=error.file, remedy=error.remedy) from error
    except GeoError as error:
        raise BadInput(str(error), remedy="指定したファイルを確かめてください。") from error
    except OSError as error:
        raise BadInput("ファイルを開けません。", remedy="場所と、読む権限を確かめてください。") from error


def stated_points(path: Path) -> dict[str, tuple[float, float]]:
    """The representative points of a collection's districts.csv; {} where there is none."""
    if not path.exists():
        return {}
    require_regular_file(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {
                row["district_id"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)
            }
    except (KeyError, TypeError, ValueError, csv.Error) as error:  # also bytes that are no UTF-8
        raise BadInput(
            "district_id, lat, lon の列を読めません。",
            file=path.name,
            remedy="見出しと数字を確かめてください。",
        ) from error


def _read(own: Sequence[Path], outside: Sequence[Path], question: AreaQuestion) -> AreaImport:
    parts: list[AreaFile] = []
    points: dict[str, tuple[float, float]] = {}
    for path, is_own in [*((path, True) for path in own), *((path, False) for path in outside)]:
        require_regular_file(path)
        parts.append(_read_one(path, question, own=is_own))
        if path.name == _OF_COLLECTION:
            points |= stated_points(path.with_name(_POINTS))
    areas = joined([part.areas for part in parts])
    if question.terms is not None:
        areas = with_terms(areas, read_terms(question.terms))
    findings = [finding for part in parts for finding in _findings(part)]
    files = [_summary(part) for part in parts]
    if question.hierarchy == BY_AREA:
        areas, doubts = nested(areas)
        findings += doubts
    elif question.hierarchy:
        areas, summary = _with_file(areas, Path(question.hierarchy), question.source)
        files.append(summary)
    findings += [*fault_findings(areas), *terms_findings(areas)]
    return AreaImport(areas, tuple(files), tuple(findings), points)


def _read_one(path: Path, question: AreaQuestion, *, own: bool) -> AreaFile:
    codes = question.municipalities
    options = AreaOptions(
        kind=kind_code(question.kind) if question.kind else "",
        municipality=codes[0] if own and len(codes) == 1 else "",
        source=question.source,
        own=own,
    )
    read = read_areas(path, options)
    areas = replace(read.areas, kinds=tuple(kind_code(kind) for kind in read.areas.kinds))
    if own and codes:
        areas = replace(
            areas, own=np.array([not code or code in codes for code in areas.municipalities], dtype=np.bool_)
        )
    return replace(read, areas=areas)


def _with_file(areas: Areas, path: Path, source: Source | None) -> tuple[Areas, AreaSummary]:
    require_regular_file(path)
    rows = [replace(row, kind=kind_code(row.kind)) for row in read_hierarchy(path)]
    placed = with_hierarchy(areas, rows, source=source or Source(path.name), file=path.name)
    added = tuple(key for key in placed.ids if key not in set(areas.ids))
    return placed, AreaSummary(path.name, "hierarchy", "", len(rows), len(rows), 0, added)


def _summary(part: AreaFile) -> AreaSummary:
    doubtful = {finding.record for finding in part.findings if finding.severity == "doubtful"}
    return AreaSummary(
        part.file, part.format, part.encoding, part.records, part.taken, len(doubtful), part.areas.ids
    )


def _findings(part: AreaFile) -> Iterable[Finding]:
    for one in part.findings:
        yield Finding(part.file, one.record, None, one.severity, one.what, one.remedy)
