"""What openpyxl does not say of a sheet that it streams: merged cells, hidden columns, formulas. Read from its XML.

Only attributes are looked for, in pieces of bounded size: nothing is expanded, no entity resolved.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import IO

from openpyxl.utils import column_index_from_string, get_column_letter

_PIECE = 1_000_000
_OVERLAP = 300
_MARKS = re.compile(
    rb'<(?:\w+:)?mergeCell ref="(?P<merged>[A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"'
    rb"|<(?:\w+:)?col (?P<column>[^<>]{1,250})>"
    rb"|<(?:\w+:)?row (?P<row>[^<>]{1,250})>"
    rb"|<(?:\w+:)?f[ >/](?P<formula>)"
)
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})")
_NUMBER = re.compile(rb'\b(min|max)="(\d{1,5})"')
_MOST_MERGES = 20_000
_MOST_FILLED = 10_000
_LAST_COLUMN = 16_384


@dataclass(frozen=True)
class SheetMarks:
    """`below`: (row, column), both from 0, → row of the cell whose value it shares. `hidden`: letters of columns."""

    below: dict[tuple[int, int], int]
    merged: int
    hidden: tuple[str, ...]
    hidden_rows: int
    formulas: bool

    @cached_property
    def columns(self) -> list[int]:
        """Columns, from 0, that have merged cells."""
        return sorted({column for _, column in self.below})


def read_marks(archive: zipfile.ZipFile, part: str) -> SheetMarks:
    """The marks of one sheet; `part` is its name in the archive."""
    merges: list[str] = []
    hidden: set[int] = set()
    rows, formulas = 0, False
    with archive.open(part) as stream:
        for match in _matches(stream):
            if match["merged"]:
                merges += [match["merged"].decode()] if len(merges) < _MOST_MERGES else []
            elif match["column"]:
                hidden |= _hidden_columns(match["column"])
            elif match["row"]:
                rows += b'hidden="1"' in match["row"]
            else:
                formulas = True
    letters = tuple(get_column_letter(number) for number in sorted(hidden))
    return SheetMarks(_below(merges), len(merges), letters, rows, formulas)


def _matches(stream: IO[bytes]) -> Iterator[re.Match[bytes]]:
    """Matches in pieces that overlap; a match that begins in the overlap is left to the next piece."""
    rest = b""
    while piece := stream.read(_PIECE):
        text = rest + piece
        end = len(text) if len(piece) < _PIECE else max(0, len(text) - _OVERLAP)
        for match in _MARKS.finditer(text):
            if match.start() < end:
                yield match
        rest = text[end:]


def _hidden_columns(attributes: bytes) -> set[int]:
    """Excel hides everything to the right by one range up to the last column: that is no content."""
    if b'hidden="1"' not in attributes:
        return set()
    edges = {key: int(value) for key, value in _NUMBER.findall(attributes)}
    first, last = edges.get(b"min", 0), edges.get(b"max", 0)
    if not 0 < first <= last < _LAST_COLUMN:
        return set()
    return set(range(first, min(last, first + 50) + 1))


def _below(merges: list[str]) -> dict[tuple[int, int], int]:
    """Cells below the first one of a merged range. Those to the right stay empty: they are other columns."""
    below: dict[tuple[int, int], int] = {}
    for merged in merges:
        found = _RANGE.fullmatch(merged)
        if found is None or len(below) > _MOST_FILLED * 10:
            break
        column, top, bottom = column_index_from_string(found[1]), int(found[2]), int(found[3])
        for row in range(top + 1, min(bottom, top + _MOST_FILLED) + 1):
            below[row - 1, column - 1] = top - 1
    return below
