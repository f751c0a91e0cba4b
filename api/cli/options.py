"""What several commands ask for in the same way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated

import typer

from api.settings import Settings, read_settings

DatabaseOption = Annotated[str | None, typer.Option("--database", help="データベースのアドレス")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSONで出力")]


def settings_for(database: str | None) -> Settings:
    """The settings of the environment, with the database that the command line names."""
    return read_settings(database_url=database)


def parse_day(on: str | None, option: str = "--on") -> date | None:
    """The value of an option that is a day. A day that is none is a wrong use of the command (status 2)."""
    if on is None:
        return None
    try:
        return date.fromisoformat(on)
    except ValueError as error:
        raise typer.BadParameter("日付は YYYY-MM-DD の形で書いてください。", param_hint=option) from error


def say(sentence: str, facts: Mapping[str, object], *, as_json: bool) -> None:
    """The result of a command that has little to tell: a sentence, or its facts as JSON."""
    typer.echo(json.dumps(facts, ensure_ascii=False) if as_json else sentence)
