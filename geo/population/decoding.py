"""Bytes to text, strictly: UTF-8, CP932, UTF-16, with or without a byte order mark. Nothing is guessed."""

from __future__ import annotations

from geo.errors import GeoError
from geo.population.problems import unreadable

_BOM = "\ufeff"
_AGAIN = "元のファイルを取り直すか、「CSV UTF-8」で保存し直してください。"


def decode(data: bytes, file: str) -> str:
    """The text of a file. Raises GeoError when it is not text in one of the encodings that publishers use."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4096]:
        return _utf16(data, file)
    try:
        return data.decode("utf-8").lstrip(_BOM)
    except UnicodeDecodeError as error:
        as_utf8 = error
    if as_utf8.reason == "unexpected end of data" and not data[: as_utf8.start].isascii():
        raise _broken(data.count(b"\n", 0, as_utf8.start) + 1, file)  # UTF-8 that the end cuts in a character
    try:
        return data.decode("cp932")  # e-Stat and old municipal files; shift_jis would fail on ～ and 髙
    except UnicodeDecodeError as error:
        worse = as_utf8 if as_utf8.start > error.start else error
        raise _broken(data.count(b"\n", 0, worse.start) + 1, file) from None


def _utf16(data: bytes, file: str) -> str:
    if data.startswith(b"\xff\xfe"):
        encoding = "utf-16-le"
    elif data.startswith(b"\xfe\xff"):
        encoding = "utf-16-be"
    else:  # without a mark: the zero byte of a comma or a line feed stands behind it in little endian
        little = data.count(b",\0") + data.count(b"\n\0")
        encoding = "utf-16-le" if little > data.count(b"\0,") + data.count(b"\0\n") else "utf-16-be"
    try:
        text = data.decode(encoding).lstrip(_BOM)
    except UnicodeDecodeError:
        raise _broken(None, file) from None
    if "\0" in text:
        raise _broken(text.count("\n", 0, text.index("\0")) + 1, file)
    return text


def _broken(row: int | None, file: str) -> GeoError:
    return unreadable(
        "文字コードを判別できないか、途中で切れています(UTF-8、CP932、UTF-16 のどれでも読めません)。",
        _AGAIN,
        file=file,
        row=row,
    )
