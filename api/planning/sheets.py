"""What all workbooks of a planner share: safe cells, and how they come out of a printer."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from resources.spreadsheet_text import safe_cell

Cell = str | float | int | None


def append_line(sheet: Worksheet, line: Sequence[Cell]) -> None:
    """One more line; every text is safe in a spreadsheet, wherever it came from."""
    sheet.append([safe_cell(cell) if isinstance(cell, str) else cell for cell in line])


def print_on_a4(sheet: Worksheet) -> None:
    """Landscape A4, all columns on one page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
