"""Only regular files are read: a device never ends, a pipe never answers."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from resources.errors import BadInput
from resources.importing.limits import MAX_FILE_BYTES

_KINDS = (
    (stat.S_ISDIR, "フォルダーです。", "フォルダーの中のファイルを指定してください。"),
    (stat.S_ISFIFO, "名前付きパイプです。", "ファイルに書き出してから指定してください。"),
)


def require_regular_file(path: Path) -> int:
    """Size in bytes of the file that `path` is or leads to. Raises BadInput for anything else, and beyond the limit."""
    try:
        found = path.stat()
    except OSError as error:
        raise _not_opened(path, error) from error
    for is_kind, what, remedy in _KINDS:
        if is_kind(found.st_mode):
            raise BadInput(what, file=path.name, remedy=remedy)
    if not stat.S_ISREG(found.st_mode):
        raise BadInput(
            "普通のファイルではありません（装置など）。",
            file=path.name,
            remedy="一覧のファイルを指定してください。",
        )
    if found.st_size > MAX_FILE_BYTES:
        limit = f"{MAX_FILE_BYTES // 1_000_000} MB"
        raise BadInput(
            f"ファイルが {limit} を超えています。", file=path.name, remedy="ファイルを分けてください。"
        )
    return found.st_size


def read_regular_file(path: Path) -> bytes:
    """All bytes of a regular file within the limit. Raises BadInput, also when it grows while it is read."""
    size = require_regular_file(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(size + 1)
    except OSError as error:
        raise _not_opened(path, error) from error
    if len(data) > size:
        raise BadInput(
            "読んでいる間に大きくなるファイルです。",
            file=path.name,
            remedy="書き込みが終わってから指定してください。",
        )
    return data


def _not_opened(path: Path, error: OSError) -> BadInput:
    if error.errno == errno.ELOOP:
        return BadInput(
            "リンクが輪になっていて、ファイルに行き着きません。",
            file=path.name,
            remedy="元のファイルを直接指定してください。",
        )
    return BadInput("ファイルを開けません。", file=path.name, remedy="場所と名前を確かめてください。")
