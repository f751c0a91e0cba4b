"""Comma or tab separated text to a grid, strictly and within the limits."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from resources.errors import BadInput
from resources.importing.grid import Grid, GridRow
from resources.importing.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS
from resources.spreadsheet_text import plain_cell

_QUOTED_PART = re.compile(r'"[^"]*("|$)')
_CHECK_QUOTES = '引用符（"）の対応を直すか、表計算ソフトで「CSV UTF-8」として保存し直してください。'


def read_delimited(text: str, *, file: str, encoding: str) -> Grid:
    """The rows of `text`. Raises BadInput: too many columns or rows, too long a cell, broken quotes."""
    delimiter = find_delimiter(text)
    lines = _within_column_limit(_lines(text), delimiter, file)
    rows: list[GridRow] = []
    known: dict[str, str] = {}  # a long list repeats most of its words: each is kept once
    number = 0
    try:
        for number, cells in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), start=1):
            if number > MAX_ROWS:
                raise BadInput(
                    f"行が {MAX_ROWS:,} を超えています。", file=file, remedy="ファイルを分けてください。"
                )
            row = GridRow(number, tuple(known.setdefault(cell, plain_cell(cell)) for cell in cells))
            if not row.is_blank:
                _check_width(row, file)
                rows.append(row)
    except csv.Error as error:
        raise _broken_quotes(error, file, number + 1) from None
    return Grid(file, file, encoding, tuple(rows), ends_openly=not text.endswith(("\n", "\r")))


def find_delimiter(text: str) -> str:
    """A tab when the first line that is not blank has tabs and no comma, a comma otherwise."""
    first = next((line for line in _lines(text) if line.strip()), "")
    outside = _QUOTED_PART.sub("", first)
    return "\t" if "\t" in outside and "," not in outside else ","


def _lines(text: str) -> Iterator[str]:
    """Physical lines with their ends (LF, CRLF or CR), without a second copy of the text."""
    start = 0
    for match in re.finditer(r"\r\n|\n|\r", text):
        yield text[start : match.end()]
        start = match.end()
    if start < len(text):
        yield text[start:]


def _within_column_limit(lines: Iterator[str], delimiter: str, file: str) -> Iterator[str]:
    """Stop before the csv module takes a line of a million columns apart."""
    in_quotes = False
    for number, line in enumerate(lines, start=1):
        if line.count(delimiter) >= MAX_COLUMNS:
            outside = _QUOTED_PART.sub("", f'"{line}' if in_quotes else line)
            if outside.count(delimiter) >= MAX_COLUMNS:
                raise _too_wide(file, number)
        if line.count('"') % 2:
            in_quotes = not in_quotes
        yield line


def _check_width(row: GridRow, file: str) -> None:
    if len(row.cells) > MAX_COLUMNS:
        raise _too_wide(file, row.number)
    if max(map(len, row.cells)) > MAX_CELL_CHARACTERS:
        raise _too_long(file, row.number)


def _too_wide(file: str, row: int) -> BadInput:
    return BadInput(
        f"列が {MAX_COLUMNS:,} を超えています。",
        file=file,
        row=row,
        remedy="一覧表のファイルか確かめてください。",
    )


def _too_long(file: str, row: int) -> BadInput:
    return BadInput(
        f"1つのセルが {MAX_CELL_CHARACTERS:,} 文字を超えています。", file=file, row=row, remedy=_CHECK_QUOTES
    )


def _broken_quotes(error: csv.Error, file: str, row: int) -> BadInput:
    if "field larger than field limit" in str(error):
        return _too_long(file, row)
    if "unexpected end of data" in str(error):
        return BadInput(
            '引用符（"）が閉じないままファイルが終わっています。', file=file, row=row, remedy=_CHECK_QUOTES
        )
    return BadInput('引用符（"）の使い方が正しくありません。', file=file, row=row, remedy=_CHECK_QUOTES)
