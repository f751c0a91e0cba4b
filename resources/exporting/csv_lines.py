"""One line of a CSV file that a spreadsheet may open: CRLF, quoted where needed, no cell a formula."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from resources.spreadsheet_text import safe_cell


def csv_line(cells: Sequence[str]) -> str:
    """The cells as one line with its end."""
    line = StringIO(newline="")
    csv.writer(line).writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()
