"""`tsunagite export`: what is public, as a file for others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import DatabaseOption, JsonOption, say, settings_for
from api.installing import key_file, open_existing, sqlite_path
from resources.atomic_file import replace_file, replace_with_parts
from resources.clock import SystemClock, today
from resources.errors import BadInput
from resources.exporting.about import notes
from resources.exporting.forms import FORMS
from resources.exporting.writing import about_of, export_parts

_NOTE_SUFFIX = ".出典.txt"
_LINES = {("hsds", ".ndjson"): "hsds-ndjson"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="export")(export)


def export(
    form_name: Annotated[str, typer.Argument(metavar="FORM", help="、".join(FORMS))],
    out: Annotated[Path, typer.Option(help="書き出すファイル")],
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """公開している地域資源を、ほかの人やシステムが読める形で書き出す。"""
    form = FORMS.get(_LINES.get((form_name, out.suffix.lower()), form_name))
    if form is None:
        raise BadInput(
            f"形式「{form_name}」はありません。", remedy=f"{'、'.join(FORMS)} のどれかを指定してください。"
        )
    if out.suffix.lower() != form.suffix:
        raise BadInput(
            "ファイル名の終わりが形式と合いません。",
            file=str(out),
            remedy=f"名前の終わりを {form.suffix} にしてください。",
        )
    settings = settings_for(database)
    kept = [path for path in (sqlite_path(settings.database_url), key_file(settings)) if path]
    opened = open_existing(settings)
    try:
        with opened.session() as session:
            about = about_of(session, on=today(SystemClock()), licence=settings.publish_licence)
            replace_with_parts(out, export_parts(session, form, about), inputs=kept)
    finally:
        opened.close()
    written = [out]
    if not form.says_source:
        written.append(out.with_name(out.name + _NOTE_SUFFIX))
        replace_file(written[-1], (f"{line}\n" for line in notes(about)), inputs=kept)
    names = [str(path) for path in written]
    say(f"{'、'.join(names)} に書き出しました。", {"form": form.name, "files": names}, as_json=as_json)
