"""Header rows: one, or two that belong together (a group above its columns, or notes such as 必須・任意 below)."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from resources.folding import fold_header, fold_text
from resources.importing.cells import clean
from resources.importing.formats import FoundHeader, TableFormat, recognise
from resources.importing.grid import GridRow
from resources.importing.headers import HeaderMapping, aliases

_HINTS = frozenset(
    {
        *("必須", "任意", "推奨", "条件付き必須", "必須項目", "任意項目", "◎", "○", "〇", "●", "△", "-", "※"),
        *("文字列", "テキスト", "数値", "整数", "小数", "日付", "時刻", "コード", "半角", "全角", "半角数字"),
        *("半角英数字", "全角カナ", "url", "text", "string", "number", "integer", "date"),
    }
)
"""What a row below the headers says of the columns. Folded."""
_FEWEST = 2
EXAMPLE_MARKS = frozenset(
    {"例", "(例)", "【例】", "記入例", "(記入例)", "入力例", "記載例", "見本", "サンプル"}
)
_LONGEST_MARK = 12
_EXAMPLE_SHEETS = ("記入例", "入力例", "記載例", "見本", "サンプル", "説明", "選択肢")


@dataclass(frozen=True, slots=True)
class HeaderPlace:
    """An understood header and how many rows of the sheet it takes."""

    header: FoundHeader
    rows: int


def header_at(
    row: GridRow, below: GridRow | None, mapping: HeaderMapping, only: TableFormat | None
) -> HeaderPlace | None:
    """The header that begins in `row`, with the row below where the two belong together."""
    alone = recognise(row.cells, mapping, only)
    if below is None:
        return HeaderPlace(alone, 1) if alone else None
    if alone and _is_hint_row(below):
        return HeaderPlace(alone, 2)
    if alone and not _continues(alone, row, below):
        return HeaderPlace(alone, 1)
    if alone is None and recognise(below.cells, mapping, only):
        return None
    names = alone.format.aliases if alone else (only.aliases if only else "facility")
    both = recognise(_joined(names, row, below), mapping, only or (alone.format if alone else None))
    return HeaderPlace(both, 2) if both else (HeaderPlace(alone, 1) if alone else None)


def is_example_row(cells: Sequence[str]) -> bool:
    """Whether a row says of itself that it shows how to fill in the form."""
    first = next((cell for cell in cells if cell and not cell.isspace()), "")
    return len(first) <= _LONGEST_MARK and fold_text(first) in EXAMPLE_MARKS


def is_example_sheet(title: str) -> bool:
    """Whether the name of a sheet says that it only shows how to fill in the form."""
    return any(word in title for word in _EXAMPLE_SHEETS)


def _is_hint_row(row: GridRow) -> bool:
    filled = [fold_text(cell) for cell in row.cells if cell.strip()]
    return len(filled) >= _FEWEST and all(cell in _HINTS for cell in filled)


def _continues(alone: FoundHeader, row: GridRow, below: GridRow) -> bool:
    """Whether every cell of the row below is a header, alone or after the one above it: no data row is so."""
    known = aliases(alone.format.aliases)
    pairs = [(above, cell) for above, cell in _pairs(row, below) if cell]
    return len(pairs) >= _FEWEST and all(_known(known, above, cell) for above, cell in pairs)


def _known(known: Container[str], above: str, cell: str) -> bool:
    return any(fold_header(text) in known for text in (cell, above + cell, cell + above))


def _joined(names: str, row: GridRow, below: GridRow) -> tuple[str, ...]:
    known = aliases(names)
    joined = []
    for above, cell in _pairs(row, below):
        texts = (above + cell, cell + above, cell, above) if cell else (above,)
        joined.append(next((text for text in texts if fold_header(text) in known), cell or above))
    return tuple(joined)


def _pairs(row: GridRow, below: GridRow) -> list[tuple[str, str]]:
    """(cell above, cell) per column; a group reaches over the empty cells to its right that have a cell below."""
    pairs = []
    group = ""
    for upper, lower in zip_longest(map(clean, row.cells), map(clean, below.cells), fillvalue=""):
        group = upper or (group if lower else "")
        pairs.append((group, lower))
    return pairs
