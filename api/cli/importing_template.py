"""`tsunagite import template`: our own Excel form for lists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from api.cli.import_common import session_to_read
from api.cli.options import DatabaseOption, JsonOption, settings_for
from resources.errors import BadInput
from resources.importing.template import template_columns, template_workbook
from resources.repository import list_districts


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("template")(write_template)


def write_template(
    out: Annotated[Path, typer.Option("--out", help="書き出すファイル（.xlsx）")],
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """登録用のExcelの表を書き出す（学区の一覧は、登録されていれば入る）。"""
    if out.suffix.lower() != ".xlsx":
        raise BadInput("書き出すファイルの名前は .xlsx で終わるようにしてください。", file=out.name)
    with session_to_read(settings_for(database)) as session:
        districts = {} if session is None else {row.code: row.name for row in list_districts(session)}
    try:
        with out.open("xb") as stream:
            stream.write(template_workbook(districts))
    except FileExistsError as error:
        raise BadInput(
            "同じ名前のファイルがあります。", file=out.name, remedy="別の名前にしてください。"
        ) from error
    except OSError as error:
        raise BadInput(
            "ファイルに書き出せません。", file=out.name, remedy="場所と名前を確かめてください。"
        ) from error
    said = {"file": out.name, "columns": len(template_columns()), "districts": len(districts)}
    typer.echo(json.dumps(said, ensure_ascii=False) if as_json else f"{out.name} に書き出しました。")
