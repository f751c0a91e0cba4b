"""Excel workbooks (.xlsx) to grids: checked as an archive first, then read as text, sheet by sheet.

Formulas are not evaluated: a formula is the text that stands in the cell. XML is parsed by defusedxml,
which openpyxl uses when it is installed; without it no workbook is read.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterable
from datetime import date, datetime, time
from io import BytesIO
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
    book = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    try:
        if len(book.worksheets) > MAX_SHEETS:
            raise BadInput(
                f"シートが {MAX_SHEETS} を超えています。", file=file, remedy="ブックを分けてください。"
            )
        sheets = [(sheet.title, _read_rows(sheet, file)) for sheet in book.worksheets]
    finally:
        book.close()
    filled = [(title, rows) for title, rows in sheets if rows]
    if not filled:
        return (Grid(file, file, "xlsx", ()),)
    labels = (f"{file}[{title}]" if len(filled) > 1 else file for title, _ in filled)
    return tuple(Grid(file, label, "xlsx", rows) for label, (_, rows) in zip(labels, filled, strict=True))


def _read_rows(sheet: Any, file: str) -> tuple[GridRow, ...]:
    sheet.reset_dimensions()  # the stated size may be a lie, and a million empty cells a row
    rows = []
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1), start=1):
        if number > MAX_ROWS:
            raise BadInput(
                f"行が {MAX_ROWS:,} を超えています。", file=file, remedy="ブックを分けてください。"
            )
        row = GridRow(number, _texts(values))
        if not row.is_blank:
            _check(row, file)
            rows.append(row)
    return tuple(rows)


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
