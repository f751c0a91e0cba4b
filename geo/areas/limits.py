"""How much one file of areas may ask of the machine. Beyond it a file is refused at once."""

from __future__ import annotations

MAX_FILE_BYTES = 200_000_000
MAX_RECORDS = 200_000
MAX_COLUMNS = 500
MAX_ZIP_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 400_000_000
MAX_ZIP_RATIO = 100
"""Unpacked to packed. GeoJSON of many digits stays below 20; a bomb is near 1,000."""
RATIO_IS_CHECKED_ABOVE_BYTES = 10_000_000
