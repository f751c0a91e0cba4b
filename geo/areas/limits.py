"""How much one file of areas may ask of the machine. Beyond it a file is refused at once."""

from __future__ import annotations

MAX_FILE_BYTES = 200_000_000
MAX_RECORDS = 200_000
MAX_COLUMNS = 500
MAX_UNPACKED_BYTES = 400_000_000
