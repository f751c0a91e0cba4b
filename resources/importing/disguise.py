"""Files that are not what their name says: recognised by their first bytes, refused by their real name."""

from __future__ import annotations

import re

from resources.errors import BadInput

_SAVE_AS_CSV = "表計算ソフトで開き、「CSV UTF-8」で保存してください。"
_FROM_PUBLISHER = "公開元から CSV か Excel（.xlsx）を入手してください。"
_UNLOCK = "Excel で開き、パスワードを外して「Excel ブック（.xlsx）」で保存してください。"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old documents, and what encrypts new ones
_WORKBOOKS = (".xlsx", ".xlsm")

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF", _FROM_PUBLISHER),
    (_OLE, "古い形式の Excel（.xls）", _SAVE_AS_CSV),
    (b"\x89PNG", "画像（PNG）", _FROM_PUBLISHER),
    (b"\xff\xd8\xff", "画像（JPEG）", _FROM_PUBLISHER),
    (b"GIF8", "画像（GIF）", _FROM_PUBLISHER),
    (b"\x1f\x8b", "圧縮ファイル（gzip）", "展開してから指定してください。"),
    (b"7z\xbc\xaf", "圧縮ファイル（7z）", "展開してから指定してください。"),
    (b"Rar!", "圧縮ファイル（RAR）", "展開してから指定してください。"),
    (b"SQLite format 3\0", "SQLite のデータベース", _FROM_PUBLISHER),
    (b"{\\rtf", "文書（RTF）", _FROM_PUBLISHER),
    (b"\x00\x00\x27\x0a", "シェープファイル", "ファイル名の終わりを .shp に直してください。"),
)
_ZIP = b"PK\x03\x04"
_BOM = b"\xef\xbb\xbf"
_EMPTY_ZIP = b"PK\x05\x06"
_JSON = re.compile(rb'[\[{\s]*\{\s*"')
_MARKUP = (b"<!doctype", b"<html", b"<?xml")


def is_zip(head: bytes) -> bool:
    """Whether the file is a ZIP archive (an .xlsx workbook is one)."""
    return head.startswith((_ZIP, _EMPTY_ZIP))


def is_json(head: bytes) -> bool:
    """Whether the file begins like a JSON object, or a list of them."""
    return _JSON.match(head.removeprefix(_BOM).lstrip()) is not None


def refuse_disguised(head: bytes, file: str) -> None:
    """Raises BadInput when `head`, the first bytes of a file, belongs to something that is not a table."""
    if head.startswith(_OLE) and file.lower().endswith(_WORKBOOKS):
        raise BadInput("パスワードのかかった Excel のようです。", file=file, remedy=_UNLOCK)
    for signature, name, remedy in _SIGNATURES:
        if head.startswith(signature):
            raise BadInput(f"中身は{name}です。", file=file, remedy=remedy)
    start = head.removeprefix(_BOM).lstrip()[:16].lower()
    if start.startswith(_MARKUP):
        raise BadInput("中身はウェブページ（HTML・XML）です。", file=file, remedy=_FROM_PUBLISHER)
    if is_json(head):
        remedy = "GeoJSON なら、ファイル名の終わりを .geojson に直してください。"
        raise BadInput("中身は JSON です。", file=file, remedy=remedy)
