"""How much one file may ask of the machine. Beyond it a file is refused at once, with one line."""

from __future__ import annotations

MAX_FILE_BYTES = 200_000_000
MAX_COLUMNS = 2_000
MAX_CELL_CHARACTERS = 100_000
MAX_ROWS = 500_000

MAX_ZIP_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 200_000_000
MAX_ZIP_RATIO = 100
"""Unpacked to packed. Real workbooks stay below 40; a bomb is near 1,000."""
RATIO_IS_CHECKED_ABOVE_BYTES = 10_000_000
MAX_SHEETS = 50

HEADER_IS_LOOKED_FOR_IN_ROWS = 10
"""Some publishers put a title above the header."""
HEADER_MAY_BE_IN_ROWS = 30
"""Where a person may say that the header is."""
