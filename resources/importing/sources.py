"""A file on disk to grids: whatever it is called, it is read as what it is, or refused."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from resources.errors import BadInput
from resources.hsds.documents import is_hsds, read_services
from resources.importing.decoding import DecodedText, decode
from resources.importing.delimited import read_delimited
from resources.importing.disguise import is_json, is_zip, refuse_disguised
from resources.importing.grid import Grid
from resources.importing.point_files import SUFFIXES, ZIP, companion_bytes, read_point_file
from resources.importing.regular_file import read_regular_file

_HEAD_BYTES = 512
_LOOKED_AT_BYTES = 200_000
_WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Source:
    """The sheets of a workbook that hold something, or the one table of a text file; digest of its bytes.

    `services`: those of a file of HSDS, whose one grid is empty.
    """

    grids: tuple[Grid, ...]
    sha256: str
    services: tuple[dict[str, Any], ...] = ()


def read_source(path: Path) -> Source:
    """Read a file once, as a whole. Raises BadInput."""
    content, sha256 = _content(path)
    if isinstance(content, DecodedText):
        if is_hsds(content.text):
            empty = Grid(path.name, path.name, content.encoding, ())
            return Source((empty,), sha256, tuple(read_services(content.text, path.name)))
        grid = read_delimited(content.text, file=path.name, encoding=content.encoding)
        return Source((grid,), sha256)
    return Source(content, sha256)


def _content(path: Path) -> tuple[DecodedText | tuple[Grid, ...], str]:
    """Text, or the sheets of a workbook, and the digest of the bytes (which are not kept: files are large)."""
    data = read_regular_file(path)
    if not data or data.isspace():
        raise BadInput("ファイルが空です。", file=path.name, remedy="中身のあるファイルを指定してください。")
    sha256 = hashlib.sha256(data).hexdigest()
    head = data[:_HEAD_BYTES]
    if is_json(head) and is_hsds(data[:_LOOKED_AT_BYTES].decode("utf-8", errors="ignore")):
        return decode(data, path.name), sha256  # feeds of HSDS end in .json like files of points
    if path.suffix.lower() in SUFFIXES:
        return (read_point_file(path),), _digest_with(sha256, companion_bytes(path))
    refuse_disguised(head, path.name)
    if is_zip(head):
        return _read_zip(data, path), sha256
    if path.suffix.lower() in _WORKBOOK_SUFFIXES:
        raise BadInput(
            "Excel のブックではありません。", file=path.name, remedy="拡張子と中身を確かめてください。"
        )
    return decode(data, path.name), sha256


def _digest_with(sha256: str, companion: bytes) -> str:
    return hashlib.sha256(sha256.encode() + companion).hexdigest() if companion else sha256


def _read_zip(data: bytes, path: Path) -> tuple[Grid, ...]:
    from resources.importing.workbook import is_workbook, read_workbook  # openpyxl only when it is needed

    if not is_workbook(data, path.name):
        if path.suffix.lower() == ZIP:
            return (read_point_file(path),)
        raise BadInput(
            "中身は圧縮ファイル（zip）です。", file=path.name, remedy="展開してから指定してください。"
        )
    if path.suffix.lower() not in _WORKBOOK_SUFFIXES:
        raise BadInput(
            "中身は Excel のブックです。",
            file=path.name,
            remedy="ファイル名の終わりを .xlsx に直してください。",
        )
    return read_workbook(data, path.name)
