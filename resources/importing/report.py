"""The report of an import as CSV: one row per finding, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

from resources.atomic_file import replace_file
from resources.importing.findings import Finding
from resources.spreadsheet_text import safe_cell

HEADER = ("ファイル", "行", "列", "区分", "内容", "対処")
_LABELS = {"note": "参考", "doubtful": "要確認", "refused": "取り込まず"}


def write_report(path: Path, findings: Iterable[Finding], *, inputs: Iterable[Path] = ()) -> None:
    """Write `findings` (UTF-8 with BOM, CRLF) in one step.

    Raises BadInput when the file cannot be written, or when it is one of `inputs`, which would be lost.
    """
    replace_file(path, report_lines(findings), inputs=inputs, encoding="utf-8-sig")


def report_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """The report line by line, each with its line break."""
    for cells in (HEADER, *map(_cells, findings)):
        line = StringIO()
        csv.writer(line).writerow([safe_cell(cell) for cell in cells])
        yield line.getvalue()


def _cells(finding: Finding) -> tuple[str, ...]:
    row = "" if finding.row is None else str(finding.row)
    label = _LABELS[finding.severity]
    return finding.file, row, finding.column or "", label, finding.what, finding.remedy
