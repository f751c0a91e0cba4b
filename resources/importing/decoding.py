"""Bytes to text, strictly: byte order marks, UTF-8, CP932, UTF-16. Nothing is guessed by statistics.

A file that fits no encoding is refused, naming the row: a wrong guess would put 文字化け into the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass

from resources.errors import BadInput

_BOM = "\ufeff"
_SEPARATORS = (b",", b"\t", b"\n")
_UTF8_BOM = b"\xef\xbb\xbf"
_AGAIN = "元のファイルを取り直すか、「CSV UTF-8」で保存し直してください。"


@dataclass(frozen=True, slots=True)
class DecodedText:
    """`encoding` is utf-8, utf-8-sig, cp932, utf-16-le or utf-16-be."""

    text: str
    encoding: str


def decode(data: bytes, file: str) -> DecodedText:
    """Raises BadInput when `data` is not text in one of the encodings that publishers use."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise BadInput("文字コードが UTF-32 です。", file=file, remedy=_AGAIN)
    if data.startswith(b"\xff\xfe"):
        return _decode_utf16(data, "utf-16-le", file)
    if data.startswith(b"\xfe\xff"):
        return _decode_utf16(data, "utf-16-be", file)
    if b"\0" in data:
        return _decode_utf16(data, _utf16_without_mark(data, file), file)
    return _decode_bytes(data, file)


def _decode_utf16(data: bytes, encoding: str, file: str) -> DecodedText:
    try:
        text = data.decode(encoding).lstrip(_BOM)
    except UnicodeDecodeError as error:
        row = data[: error.start].decode(encoding, errors="ignore").count("\n") + 1
        raise _broken(file, "UTF-16", error.start, row, cut=error.end >= len(data)) from None
    if "\0" in text:
        raise _has_nul(file, text.count("\n", 0, text.index("\0")) + 1)
    return DecodedText(text, encoding)


def _utf16_without_mark(data: bytes, file: str) -> str:
    """Commas, tabs and line feeds have their zero byte behind them in little endian, before them in big endian.

    In a file of another encoding that only has NULs in it, most of them have none.
    """
    separators = sum(data.count(mark) for mark in _SEPARATORS)
    little = sum(data.count(mark + b"\0") for mark in _SEPARATORS)
    big = sum(data.count(b"\0" + mark) for mark in _SEPARATORS)
    if 2 * max(little, big) <= separators or little == big:
        raise _has_nul(file, data.count(b"\n", 0, data.index(0)) + 1)
    return "utf-16-le" if little > big else "utf-16-be"


def _has_nul(file: str, row: int) -> BadInput:
    return BadInput("文字ではないデータ（NUL）が入っています。", file=file, row=row, remedy=_AGAIN)


def _decode_bytes(data: bytes, file: str) -> DecodedText:
    encoding = "utf-8-sig" if data.startswith(_UTF8_BOM) else "utf-8"
    try:
        return DecodedText(data.decode("utf-8").lstrip(_BOM), encoding)
    except UnicodeDecodeError as error:
        as_utf8 = error
    if encoding == "utf-8-sig" or _is_cut_utf8(data, as_utf8):
        raise _broken_bytes(data, file, "UTF-8", as_utf8)
    try:
        return DecodedText(data.decode("cp932"), "cp932")
    except UnicodeDecodeError as error:
        as_cp932 = error
    furthest_is_utf8 = as_utf8.start > as_cp932.start
    if furthest_is_utf8:
        raise _broken_bytes(data, file, "UTF-8", as_utf8)
    raise _broken_bytes(data, file, "CP932（Shift_JIS）", as_cp932)


def _is_cut_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Valid UTF-8 with Japanese in it up to a character that the end of the file cuts in two."""
    return error.reason == "unexpected end of data" and not data[: error.start].isascii()


def _broken_bytes(data: bytes, file: str, encoding: str, error: UnicodeDecodeError) -> BadInput:
    row = data.count(b"\n", 0, error.start) + 1
    return _broken(file, encoding, error.start, row, cut=error.end >= len(data))


def _broken(file: str, encoding: str, position: int, row: int, *, cut: bool) -> BadInput:
    """`row` counts line feeds: the text cannot be taken apart into cells before it is decoded."""
    what = (
        f"ファイルが途中で切れています（{encoding} の文字が {position:,} バイト目で終わっています）。"
        if cut
        else f"文字コードを判別できません（{encoding} として読むと {position:,} バイト目で読めなくなります）。"
    )
    return BadInput(what, file=file, row=row, remedy=_AGAIN)
