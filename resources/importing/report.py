"""The report of an import as CSV: one row per finding, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from resources.errors import BadInput
from resources.importing.findings import Finding

HEADER = ("ファイル", "行", "列", "区分", "内容", "対処")
_LABELS = {"note": "参考", "doubtful": "要確認", "refused": "取り込まず"}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_report(path: Path, findings: Iterable[Finding]) -> None:
    """Write `findings` (UTF-8 with BOM, CRLF). Raises BadInput when the file cannot be written."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(HEADER)
            writer.writerows([safe_cell(cell) for cell in _cells(finding)] for finding in findings)
    except OSError as error:
        raise BadInput(
            "報告のファイルを書けません。", file=path.name, remedy="場所と書き込みの権限を確かめてください。"
        ) from error


def safe_cell(text: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _cells(finding: Finding) -> tuple[str, ...]:
    row = "" if finding.row is None else str(finding.row)
    label = _LABELS[finding.severity]
    return finding.file, row, finding.column or "", label, finding.what, finding.remedy
