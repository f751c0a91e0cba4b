"""Zip files from outside: what damaged ones raise, and unpacking within limits that the zip cannot talk us out of."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator

from geo.errors import GeoError

MAX_ZIP_ENTRIES = 2_000
MAX_ZIP_RATIO = 100
"""Unpacked to packed. GeoJSON of many digits stays below 20, timetables too; a bomb is near 1,000."""
RATIO_IS_CHECKED_ABOVE_BYTES = 10_000_000
_CHUNK = 1 << 20

BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
"""What the standard library says of a damaged archive."""


class UnpacksTooLarge(GeoError):
    """More comes out of a zip than the limits allow."""


class Encrypted(GeoError):
    """An entry of a zip is encrypted."""


class Unpacking:
    """Takes entries out of one zip, counting what really comes out: sizes in a zip can lie."""

    def __init__(self, archive: zipfile.ZipFile, *, most_bytes: int) -> None:
        self._archive, self._most, self._unpacked = archive, most_bytes, 0

    def chunks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """The bytes of an entry. Raises UnpacksTooLarge, Encrypted, and one of BROKEN_ZIP when it is damaged."""
        if entry.flag_bits & 0x1:
            raise Encrypted("zip に暗号が掛かっています。")
        unpacked = 0
        with self._archive.open(entry) as source:
            while chunk := source.read(_CHUNK):
                unpacked += len(chunk)
                self._unpacked += len(chunk)
                most_here = MAX_ZIP_RATIO * max(1, entry.compress_size)
                too_dense = unpacked > RATIO_IS_CHECKED_ABOVE_BYTES and unpacked > most_here
                if too_dense or self._unpacked > self._most:
                    raise UnpacksTooLarge("展開すると大きくなりすぎます。")
                yield chunk
