"""`tsunagite key`: a key file for the encrypted columns."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import JsonOption, say
from resources.encryption import write_new_key
from resources.errors import BadInput


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="key")(make_key)


def make_key(
    file: Annotated[Path, typer.Argument(help="作る鍵ファイル")],
    as_json: JsonOption = False,
) -> None:
    """個人の欄を暗号化する鍵ファイルを作る(既にあるファイルは上書きしない)。"""
    try:
        write_new_key(file)
    except FileExistsError as error:
        raise BadInput(
            "同じ名前のファイルが既にあります。鍵をなくすと個人の欄は二度と読めません。",
            file=file.name,
            remedy="別の名前で作ってください。",
        ) from error
    except OSError as error:
        raise BadInput(
            "鍵ファイルを作れません。", file=file.name, remedy="置き場所と書き込みの権限を確かめてください。"
        ) from error
    say(
        f"{file} を作りました。TSUNAGITE_KEY_FILE に指定し、データベースとは別の場所に控えを取ってください。",
        {"key_file": str(file)},
        as_json=as_json,
    )
