"""Read the text files of a collection folder. Whatever is wrong with one is a BadInput of one line."""

from __future__ import annotations

from pathlib import Path

from resources.errors import BadInput


def read_text(file: Path, *, remedy_if_missing: str) -> str:
    """The text of a UTF-8 file, with or without a byte order mark. Raises BadInput."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise BadInput("ファイルがありません。", file=str(file), remedy=remedy_if_missing) from error
    except OSError as error:  # a folder, a loop of links, no permission
        raise BadInput(
            "ファイルとして読めません。", file=str(file), remedy="ファイルの種類と権限を確かめてください。"
        ) from error
    except UnicodeDecodeError as error:
        raise BadInput(
            "文字コードが UTF-8 ではありません。", file=str(file), remedy="UTF-8 で保存し直してください。"
        ) from error
