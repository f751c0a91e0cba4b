"""A grid with an understood header: cells by field name instead of by position."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from resources.errors import BadInput
from resources.importing.cells import clean
from resources.importing.findings import FindingLog, quoted
from resources.importing.formats import FORMATS, FoundHeader, TableFormat
from resources.importing.grid import Grid, GridRow
from resources.importing.header_rows import header_at
from resources.importing.headers import Columns, HeaderMapping
from resources.importing.limits import HEADER_IS_LOOKED_FOR_IN_ROWS

_SHOWN_HEADERS = 6
_FEWEST_COLUMNS = 8
_NARROW = 2
"""Cells. Not more: Excel leaves out the commas of empty columns at the end of a row."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One data row. `number` is the row in the spreadsheet."""

    number: int
    cells: tuple[str, ...]
    columns: Columns

    def text(self, field: str) -> str:
        """The trimmed text of a field: the preferred column that is not empty, "" when there is none."""
        for index in self.columns.of_field.get(field, ()):
            if index < len(self.cells) and (value := clean(self.cells[index])):
                return value
        return ""

    def texts(self, field: str) -> tuple[str, ...]:
        """The trimmed texts of all columns of a field that are not empty, the preferred column first."""
        indexes = self.columns.of_field.get(field, ())
        cells = (clean(self.cells[index]) for index in indexes if index < len(self.cells))
        return tuple(cell for cell in cells if cell)

    def header(self, field: str) -> str | None:
        """The header of the field as the file writes it."""
        return self.columns.header(field)

    def kept(self, fields: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
        """(header, value) of columns that the model has no place for: unknown ones and `fields`, by header."""
        indexes = [*self.columns.unknown, *self.columns.repeated]
        for field in fields:
            indexes.extend(self.columns.of_field.get(field, ()))
        beyond = range(len(self.columns.headers), len(self.cells))
        named = [(self.columns.headers[i], i) for i in sorted(indexes)] + [
            (f"{i + 1}列目", i) for i in beyond
        ]
        pairs = ((header, clean(self.cells[i])) for header, i in named if i < len(self.cells))
        return tuple(sorted((header, value) for header, value in pairs if value))


@dataclass(frozen=True, slots=True)
class Table:
    """The data rows of one sheet that are not entirely blank, with what their columns mean."""

    grid: Grid
    header: FoundHeader
    header_row: int
    rows: tuple[GridRow, ...]
    header_rows: int = 1

    def __iter__(self) -> Iterator[TableRow]:
        return (TableRow(row.number, row.cells, self.header.columns) for row in self.rows)


def find_table(grid: Grid, mapping: HeaderMapping | None, only: TableFormat | None) -> Table | None:
    """The table in a grid: its header is the first of the top rows that a format understands.

    Raises BadInput for text that has a line of known words but no rows and columns, and for a cut file.
    """
    meanings = {**grid.meanings, **(mapping or {})}
    for place, row in enumerate(grid.rows[:HEADER_IS_LOOKED_FOR_IN_ROWS]):
        below = grid.rows[place + 1] if place + 1 < len(grid.rows) else None
        found = header_at(row, below, meanings, only)
        if found:
            header = _named(found.header, grid.edition)
            table = Table(grid, header, row.number, grid.rows[place + found.rows :], found.rows)
            _refuse_prose(table)
            _refuse_cut_row(table)
            return table
    return None


def _named(header: FoundHeader, edition: str) -> FoundHeader:
    """A file of 国土数値情報 is called by its layer and edition."""
    return replace(header, name=f"{header.format.name}-{edition.lower()}") if edition else header


def no_header(grid: Grid, only: TableFormat | None) -> BadInput:
    """The error for a grid without a known header: says what was found and what was looked for."""
    if not grid.rows:
        return BadInput(
            "ファイルにデータがありません。", file=grid.label, remedy="中身のあるファイルを指定してください。"
        )
    headers = [cell for cell in map(clean, grid.rows[0].cells) if cell][:_SHOWN_HEADERS]
    wanted = only.label_ja if only else "、".join(known.label_ja for known in FORMATS)
    return BadInput(
        f"知っている形式の見出しが見つかりません（先頭行: {quoted('、'.join(headers))}、知っている形式: {wanted}）。",
        file=grid.label,
        row=grid.rows[0].number,
        remedy="見出しの行があるか確かめるか、--mapping で見出しの対応表を指定してください。",
    )


def report_header(table: Table, log: FindingLog) -> None:
    """Findings about the header itself: unknown, repeated and repaired columns."""
    columns, row = table.header.columns, table.header_row
    for note in table.grid.notes:
        log.note(None, None, note)
    if table.header_rows > 1:
        log.note(row + 1, None, "見出しが2行にわたっています。", "2行を合わせて読みました。")
    for index in columns.repaired:
        log.note(
            row, columns.headers[index], "見出しの先頭の「?」を除いて読みました。", "見出しを直してください。"
        )
    for index in columns.repeated:
        log.doubt(
            row,
            columns.headers[index],
            "同じ見出しが2回あります。",
            "先の列を使いました。片方を消してください。",
        )
    for index in columns.unknown:
        log.note(row, columns.headers[index], "知らない見出しです。", "値は「その他の項目」に残しました。")


def report_width(row: TableRow, log: FindingLog, *, ends_at_last_value: bool) -> None:
    """A row with more filled cells than headers, or with fewer cells: its values may have shifted.

    `ends_at_last_value`: rows of a workbook have no empty cells at their end, and no row is too short.
    """
    filled = max((i + 1 for i, cell in enumerate(row.cells) if cell.strip()), default=0)
    if filled > len(row.columns.headers):
        log.doubt(row.number, None, "見出しより多くのセルがあります。", "カンマや引用符を確かめてください。")
    elif len(row.cells) < len(row.columns.headers) and not ends_at_last_value:
        log.doubt(row.number, None, "セルが見出しより少ないです。", "足りない列は空として扱いました。")


def _refuse_prose(table: Table) -> None:
    """A letter or a licence that lists column names: most of its lines are a cell or two where the header has many."""
    if table.grid.encoding == "xlsx" or not table.rows:
        return  # the cells of a sheet are there even where they are empty
    narrow = sum(len(row.cells) <= _NARROW for row in table.rows)
    if narrow * 2 > len(table.rows) and len(table.header.columns.headers) > _FEWEST_COLUMNS:
        raise BadInput(
            "文章のファイルで、行と列の表になっていません。",
            file=table.grid.label,
            row=table.header_row,
            remedy="一覧表のファイル（CSV、Excel、GeoJSON）を指定してください。",
        )


def _refuse_cut_row(table: Table) -> None:
    """The last row has too few cells and no line end: the file was cut, so the whole of it is refused."""
    if not table.grid.ends_openly or not table.rows:
        return
    last = table.rows[-1]
    if len(last.cells) < len(table.header.columns.headers):
        raise BadInput(
            "ファイルが途中で切れています（最後の行の列が足りません）。",
            file=table.grid.label,
            row=last.number,
            remedy="元のファイルを取り直してください。",
        )
