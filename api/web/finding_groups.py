"""Findings that say the same of many rows, as one line: sixty equal lines hide the one that is different."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from resources.importing import Finding

_SHOWN_RUNS = 6


@dataclass(frozen=True)
class FindingGroup:
    """What is said, with every row that it is said of. `rows` is empty for the file as a whole."""

    first: Finding
    rows: tuple[int, ...]

    @property
    def where(self) -> str:
        return rows_in_words(self.rows) if self.rows else "ファイル全体"


def grouped(findings: Iterable[Finding]) -> list[FindingGroup]:
    """The findings with the same file, column and words together, in the order of their first rows."""
    groups: dict[tuple[str, str | None, str, str, str], list[Finding]] = {}
    for one in findings:
        groups.setdefault((one.file, one.column, one.severity, one.what, one.remedy), []).append(one)
    return [
        FindingGroup(members[0], tuple(sorted({one.row for one in members if one.row is not None})))
        for members in groups.values()
    ]


def rows_in_words(rows: Sequence[int]) -> str:
    """ "2行目" of one row, "2〜5、8行目（5行）" of several; rows in ascending order."""
    starts = [rows[0], *(after for before, after in pairwise(rows) if after != before + 1)]
    ends = [*(before for before, after in pairwise(rows) if after != before + 1), rows[-1]]
    runs = [str(a) if a == b else f"{a}〜{b}" for a, b in zip(starts, ends, strict=True)]
    shown = "、".join(runs[:_SHOWN_RUNS]) + ("…" if len(runs) > _SHOWN_RUNS else "")
    return f"{shown}行目" + (f"（{len(rows)}行）" if len(rows) > 1 else "")
