"""Excel workbooks (.xlsx) to grids: checked as an archive first, then read as text, sheet by sheet.

Formulas are not evaluated: where the last program stored their values, these are read, else the text of the
formula. XML is parsed by defusedxml,
which openpyxl uses when it is installed; without it no workbook is read.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from itertools import zip_longest
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from openpyxl import DEFUSEDXML, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from resources.errors import BadInput, NotReady
from resources.importing.grid import Grid, GridRow
from resources.importing.limits import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_UNPACKED_BYTES,
    MAX_ZIP_ENTRIES,
    MAX_ZIP_RATIO,
    RATIO_IS_CHECKED_ABOVE_BYTES,
)
from resources.importing.workbook_marks import SheetMarks, read_marks

_WORKBOOK_PART = "xl/workbook.xml"
_NESTED = (".zip", ".xlsx", ".xlsm", ".gz", ".7z")
_EMBEDDED_OBJECTS = "xl/embeddings/"
_RESAVE = "Excel で開き、保存し直してください。"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
)
"""What zipfile, the XML parser and openpyxl raise for archives that are not sound workbooks."""


def is_workbook(data: bytes, file: str) -> bool:
    """Whether a ZIP archive is an Excel workbook. Raises BadInput when the archive cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _WORKBOOK_PART in archive.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise BadInput("ファイルが壊れているか、途中で切れています。", file=file, remedy=_RESAVE) from error


def read_workbook(data: bytes, file: str) -> tuple[Grid, ...]:
    """One grid per sheet that holds something. Raises BadInput: a bomb, a broken file, too large a sheet."""
    if not DEFUSEDXML:
        raise NotReady("defusedxml が入っていないため、Excel のブックを安全に読めません。")
    _refuse_bomb(data, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and validations, which we do not read
            return _read_sheets(BytesIO(data), file)
    except _BROKEN as error:
        raise BadInput("Excel のブックとして読めません。", file=file, remedy=_RESAVE) from error


def _refuse_bomb(data: bytes, file: str) -> None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    too_dense = unpacked > RATIO_IS_CHECKED_ABOVE_BYTES and unpacked / packed > MAX_ZIP_RATIO
    nested = any(
        entry.filename.lower().endswith(_NESTED) and not entry.filename.startswith(_EMBEDDED_OBJECTS)
        for entry in entries
    )
    if len(entries) > MAX_ZIP_ENTRIES or unpacked > MAX_UNPACKED_BYTES or too_dense or nested:
        raise BadInput(
            f"展開すると大きすぎるか、普通のブックの形ではありません（展開後 {unpacked / 1e6:,.0f} MB）。",
            file=file,
            remedy="必要なシートだけを新しいブックか CSV に保存し直してください。",
        )


def _read_sheets(stream: BinaryIO, file: str) -> tuple[Grid, ...]:
    with zipfile.ZipFile(stream) as archive, _opened(stream, formulas=True) as book:
        if len(book.worksheets) > MAX_SHEETS:
            raise BadInput(
                f"シートが {MAX_SHEETS} を超えています。", file=file, remedy="ブックを分けてください。"
            )
        marks = [read_marks(archive, sheet._worksheet_path) for sheet in book.worksheets]
        with (
            _opened(stream, formulas=False)
            if any(mark.formulas for mark in marks)
            else nullcontext() as values
        ):
            kept = values.worksheets if values else book.worksheets
            grids = [
                _grid(sheet, sheet if not mark.formulas else with_values, mark, file)
                for sheet, with_values, mark in zip(book.worksheets, kept, marks, strict=True)
            ]
    filled = [grid for grid in grids if grid.rows]
    if not filled:
        return (Grid(file, file, "xlsx", ()),)
    if len(filled) == 1:
        return (replace(filled[0], label=file),)
    return tuple(filled)


@contextmanager
def _opened(stream: BinaryIO, *, formulas: bool) -> Iterator[Any]:
    """The workbook with its formulas, or with the values that the last program has stored for them."""
    book = load_workbook(stream, read_only=True, data_only=not formulas, keep_links=False)
    try:
        yield book
    finally:
        book.close()


def _grid(sheet: Any, with_values: Any, marks: SheetMarks, file: str) -> Grid:
    """The filled rows of a sheet. A vertically merged cell says its value in all its rows."""
    rows: list[GridRow] = []
    first_of: dict[int, tuple[str, ...]] = {}
    tops = set(marks.below.values())
    unsolved = 0
    for number, (cells, left) in enumerate(_cells(sheet, with_values), start=1):
        if number > MAX_ROWS:
            raise BadInput(
                f"行が {MAX_ROWS:,} を超えています。", file=file, remedy="ブックを分けてください。"
            )
        row = GridRow(number, cells)
        unsolved += left
        if row.is_blank:
            continue
        if marks.below:
            row = GridRow(number, _with_merged(row, marks, first_of))
        if number - 1 in tops:
            first_of[number - 1] = row.cells
        _check(row, file)
        rows.append(row)
    notes = _notes(sheet, marks, unsolved)
    return Grid(file, f"{file}[{sheet.title}]", "xlsx", tuple(rows), notes=notes, sheet=sheet.title)


def _cells(sheet: Any, with_values: Any) -> Iterator[tuple[tuple[str, ...], int]]:
    """Texts of each row, and how many formulas in it have no stored value (they stay as they are written)."""
    streams = (sheet,) if with_values is sheet else (sheet, with_values)
    for one in streams:
        one.reset_dimensions()  # the stated size may be a lie, and a million empty cells a row
    rows = (one.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1) for one in streams)
    for written, *stored in zip(*rows, strict=False):
        if not stored or not any(map(_is_formula, written)):
            yield _texts(written), 0
            continue
        pairs = [(cell, value) for cell, value in zip_longest(written, stored[0])]
        left = sum(_is_formula(cell) and value is None for cell, value in pairs)
        solved = (value if _is_formula(cell) and value is not None else cell for cell, value in pairs)
        yield _texts(solved), left


def _is_formula(cell: object) -> bool:
    return isinstance(cell, str) and cell.startswith("=")


def _with_merged(row: GridRow, marks: SheetMarks, first_of: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    """The cells of a row, those of a merged range with the value of its first row."""
    cells = list(row.cells)
    for column in marks.columns:
        above = first_of.get(marks.below.get((row.number - 1, column), -1), ())
        if column < len(above) and above[column]:
            cells += [""] * (column + 1 - len(cells))
            cells[column] = cells[column] or above[column]
    return tuple(cells)


def _notes(sheet: Any, marks: SheetMarks, unsolved: int) -> tuple[str, ...]:
    """What a person should know of a sheet that a list cannot show."""
    hidden = "、".join(marks.hidden[:20])
    said = (
        (sheet.sheet_state != "visible", "隠れたシートです。隠れていないものとして読みました。"),
        (bool(marks.below), "縦に結合されたセルがあります。値を下の行にも入れて読みました。"),
        (bool(hidden), f"隠れた列（{hidden}）があります。隠れた列も読みました。"),
        (marks.hidden_rows > 0, f"隠れた行が {marks.hidden_rows} 行あります。隠れた行も読みました。"),
        (
            unsolved > 0,
            f"値が保存されていない計算式が {unsolved} か所あります。式を文字として読みました。Excel で開いて保存し直してください。",
        ),
    )
    return tuple(text for there, text in said if there)


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    """Cells as text, without the empty ones at the end of the row."""
    cells = [cell_text(value) for value in values]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _check(row: GridRow, file: str) -> None:
    if len(row.cells) > MAX_COLUMNS:
        raise BadInput(
            f"列が {MAX_COLUMNS:,} を超えています。",
            file=file,
            row=row.number,
            remedy="一覧表のファイルか確かめてください。",
        )
    if max(map(len, row.cells)) > MAX_CELL_CHARACTERS:
        raise BadInput(
            f"1つのセルが {MAX_CELL_CHARACTERS:,} 文字を超えています。",
            file=file,
            row=row.number,
            remedy="セルの中身を確かめてください。",
        )


def cell_text(value: object) -> str:
    """The value of a cell as a person would type it: 17:00, 2026-07-14, 3 instead of 3.0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(value)
