"""A file on disk to grids: whatever it is called, it is read as what it is, or refused."""

from __future__ import annotations

from pathlib import Path

from resources.errors import BadInput
from resources.importing.decoding import decode
from resources.importing.delimited import read_delimited
from resources.importing.disguise import is_zip, refuse_disguised
from resources.importing.grid import Grid
from resources.importing.limits import MAX_FILE_BYTES

_HEAD_BYTES = 512
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")


def read_grids(path: Path) -> tuple[Grid, ...]:
    """The sheets of a workbook that hold something, or the one table of a text file. Raises BadInput."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except OSError as error:
        raise BadInput(
            "ファイルを開けません。", file=path.name, remedy="場所と名前を確かめてください。"
        ) from error
    if size == 0 or not head.strip():
        _refuse_if_blank(path, size)
    if size > MAX_FILE_BYTES:
        limit = f"{MAX_FILE_BYTES // 1_000_000} MB"
        raise BadInput(
            f"ファイルが {limit} を超えています。", file=path.name, remedy="ファイルを分けてください。"
        )
    refuse_disguised(head, path.name)
    if is_zip(head):
        return _read_zip(path)
    if path.suffix.lower() in _WORKBOOK_SUFFIXES:
        raise BadInput(
            "Excel のブックではありません。", file=path.name, remedy="拡張子と中身を確かめてください。"
        )
    decoded = decode(path.read_bytes(), path.name)
    return (read_delimited(decoded.text, file=path.name, encoding=decoded.encoding),)


def _refuse_if_blank(path: Path, size: int) -> None:
    if size <= MAX_FILE_BYTES and not path.read_bytes().strip():
        raise BadInput("ファイルが空です。", file=path.name, remedy="中身のあるファイルを指定してください。")


def _read_zip(path: Path) -> tuple[Grid, ...]:
    from resources.importing.workbook import is_workbook, read_workbook  # openpyxl only when it is needed

    if not is_workbook(path):
        raise BadInput(
            "中身は圧縮ファイル（zip）です。", file=path.name, remedy="展開してから指定してください。"
        )
    if path.suffix.lower() not in _WORKBOOK_SUFFIXES:
        raise BadInput(
            "中身は Excel のブックです。",
            file=path.name,
            remedy="ファイル名の終わりを .xlsx に直してください。",
        )
    return read_workbook(path)
