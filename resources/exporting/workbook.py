"""The places as a workbook: the columns of the exchange form, and a sheet that says where they come from.

Texts are cells of type string with quotePrefix, so that no program takes one that begins with = for a formula.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from resources.exporting.about import About, notes
from resources.exporting.collection_file import NUMBERS, cells, header
from resources.publishing.model import PublishedEntry
from resources.spreadsheet_text import cell_text, safe_cell

_LONGEST_CELL = 32_767
_WIDTHS = {"名称": 28, "概要": 50, "所在地": 28, "備考": 40, "対象者": 24}


def workbook_bytes(entries: Iterable[PublishedEntry], about: About) -> bytes:
    """The workbook (.xlsx)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("地域資源")
    titles = header()
    for column, title in enumerate(titles, start=1):
        _write(sheet, 1, column, title).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(title, max(9, 2 * len(title)))
    for row, entry in enumerate(entries, start=2):
        for column, (title, text) in enumerate(zip(titles, cells(entry), strict=True), start=1):
            if text and title in NUMBERS:
                sheet.cell(row, column).value = float(text) if "." in text or "e" in text else int(text)
            elif text:
                _write(sheet, row, column, text)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    about_sheet = book.create_sheet("出典と利用条件")
    for row, line in enumerate(notes(about), start=1):
        _write(about_sheet, row, 1, line)
    about_sheet.column_dimensions["A"].width = 90
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = cell_text(text)[:_LONGEST_CELL]
    cell.data_type = "s"
    if text != safe_cell(text):
        cell.quotePrefix = True
    cell.alignment = Alignment(vertical="top", wrap_text=len(text) > 20)
    return cell
