"""The places as a workbook: the columns of the exchange form, and a sheet that says where they come from.

Texts are cells of type string with quotePrefix, so that no program takes one that begins with = for a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from resources.exporting.about import About, notes
from resources.exporting.collection_file import NUMBERS, cells, header
from resources.publishing.model import PublishedEntry
from resources.spreadsheet_text import cell_text, safe_cell

_LONGEST_CELL = 32_767
_PART = 1 << 16
_HEAD, _SHORT, _LONG = "見出し", "語", "文章"
_ONE_LINE = 20
_WIDTHS = {"名称": 28, "概要": 50, "所在地": 28, "備考": 40, "対象者": 24}


def workbook_parts(entries: Iterable[PublishedEntry], about: About) -> Iterator[bytes]:
    """The workbook (.xlsx), row by row into a temporary file and out of it: never in memory as a whole."""
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    sheet = book.create_sheet("地域資源")
    titles = header()
    sheet.freeze_panes = "C2"
    for column, title in enumerate(titles, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(title, max(9, 2 * len(title)))
    sheet.append([_text(sheet, title, _HEAD) for title in titles])
    last = 1
    for entry in entries:
        last += 1
        sheet.append([_cell(sheet, *named) for named in zip(titles, cells(entry), strict=True)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(titles))}{last}"
    about_sheet = book.create_sheet("出典と利用条件")
    about_sheet.column_dimensions["A"].width = 90
    for line in notes(about):
        about_sheet.append([_text(about_sheet, line)])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while part := file.read(_PART):
            yield part


def _styles() -> Iterator[NamedStyle]:
    """By name: a style that is set up cell by cell takes most of the time of a long list."""
    yield NamedStyle(_HEAD, font=Font(bold=True), alignment=Alignment(vertical="top"))
    yield NamedStyle(_SHORT, alignment=Alignment(vertical="top"))
    yield NamedStyle(_LONG, alignment=Alignment(vertical="top", wrap_text=True))


def _cell(sheet: WriteOnlyWorksheet, title: str, text: str) -> Cell | float | int | None:
    if text and title in NUMBERS:
        return float(text) if "." in text or "e" in text else int(text)
    return _text(sheet, text) if text else None


def _text(sheet: WriteOnlyWorksheet, text: str, style: str = "") -> Cell:
    cell = WriteOnlyCell(sheet, cell_text(text)[:_LONGEST_CELL])
    cell.data_type = "s"
    cell.style = style or (_LONG if len(text) > _ONE_LINE else _SHORT)
    if text != safe_cell(text):
        cell.quotePrefix = True
    return cell
