"""Replace a result file in one step: whoever reads it sees the old content or the whole new one, never a part."""

from __future__ import annotations

import codecs
import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

from resources.errors import BadInput

_PRIVATE = 0o600


def replace_file(
    path: Path, parts: Iterable[str], *, inputs: Iterable[Path] = (), encoding: str = "utf-8"
) -> None:
    """Write the joined `parts` to a new file beside `path`, then put it in the place of `path`.

    A new file is readable by its owner alone, since results describe people; one that was there keeps its mode.
    On any failure `path` stays as it was. Raises BadInput when `path` is one of `inputs`, when it is a folder,
    a device or a symbolic link (what it points to may be anything), or when it cannot be written.
    """
    encoder = codecs.getincrementalencoder(encoding)()
    _replace(path, (encoder.encode(part) for part in parts), inputs)


def replace_bytes(path: Path, content: bytes, *, inputs: Iterable[Path] = ()) -> None:
    """The same for a file that is no text."""
    _replace(path, (content,), inputs)


def replace_with_parts(path: Path, parts: Iterable[bytes], *, inputs: Iterable[Path] = ()) -> None:
    """The same for bytes that are made while they are written: the whole is never in memory."""
    _replace(path, parts, inputs)


def _replace(path: Path, parts: Iterable[bytes], inputs: Iterable[Path]) -> None:
    try:
        _refuse_inputs(path, inputs)
        mode = _mode_to_keep(path)
        descriptor, name = tempfile.mkstemp(prefix=".tsunagite-", dir=path.parent)
    except OSError as error:
        raise _not_writable(path) from error
    try:
        with os.fdopen(descriptor, "wb") as stream:
            os.fchmod(stream.fileno(), mode)
            stream.writelines(parts)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, path)
    except BaseException as error:  # an interrupted write leaves no half file behind either
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _not_writable(path) from error
        raise


def _refuse_inputs(path: Path, inputs: Iterable[Path]) -> None:
    for given in inputs:
        if path.absolute() == given.absolute() or _same_file(path, given):
            raise BadInput(
                "読み込むファイルには書き込めません。",
                file=str(path),
                remedy="結果には別の名前のファイルを指定してください。",
            )


def _same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _mode_to_keep(path: Path) -> int:
    try:
        found = path.lstat().st_mode
    except FileNotFoundError:
        return _PRIVATE
    if not stat.S_ISREG(found):  # a device such as /dev/null, or the link /dev/stdout, must not be replaced
        raise BadInput(
            "書き込めません。ふつうのファイルではありません。",
            file=str(path),
            remedy="結果を書くファイルの名前を指定してください。",
        )
    return stat.S_IMODE(found)


def _not_writable(path: Path) -> BadInput:
    return BadInput("書き込めません。", file=str(path), remedy="フォルダーと権限を確かめてください。")
