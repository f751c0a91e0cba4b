"""`tsunagite demo`: the demo city in a fresh database, one match, and how to open the pages."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from api.accounts.demo import DemoAccount
from api.cli.match_text import in_words
from api.cli.options import JsonOption
from api.demo_city import demo_is_loaded, load_demo_city
from api.installing import open_existing, sqlite_path
from api.settings import read_settings
from matcher.collection import read_people
from matcher.engine.match import MatchResult, as_run_line, match
from matcher.engine.need import Need
from resources.clock import SystemClock, today
from resources.database import Database
from resources.demo import demo_city
from resources.errors import BadInput
from resources.repository import load_records
from resources.scope import Scope
from resources.snapshot import Snapshot, build_snapshot

DEFAULT_DATABASE = "sqlite:///var/demo.db"
SHOWN_PERSON = "N01"
SHOWN_SUGGESTIONS = 3


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="demo")(demo)


def demo(
    database: Annotated[str, typer.Option(help="デモのデータベースのアドレス")] = DEFAULT_DATABASE,
    if_missing: Annotated[
        bool, typer.Option("--if-missing", help="デモのデータベースが既にあれば何もしない")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """架空の市「瑞浜市」を新しいデータベースに入れ、一人分の「つなぎ先」を挙げて見せる。"""
    settings = read_settings(database_url=database)
    if demo_is_loaded(settings):
        if not if_missing:
            raise BadInput(
                "デモのデータベースが既にあります。",
                file=_where(database),
                remedy="そのまま使うなら tsunagite serve --database を、作り直すならデータベースを消してください。",
            )
        open_existing(settings).close()  # says what is wrong with it, if something is
        return
    opened, accounts = load_demo_city(settings, clock=SystemClock())
    try:
        need, snapshot, result = _example(opened)
    finally:
        opened.close()
    if as_json:
        typer.echo(json.dumps(_as_json(database, accounts, result), ensure_ascii=False))
        return
    records = {record.key: record for record in snapshot.records}
    typer.echo(f"架空の市「瑞浜市」の地域資源 {len(records)} 件を {_where(database)} に入れました。\n")
    typer.echo(f"例: {need.text}\n")
    typer.echo(in_words(result, need, records, shown=SHOWN_SUGGESTIONS))
    typer.echo(
        "画面を開くには: tsunagite serve --database "
        + (database if sqlite_path(database) else "（同じアドレス）")
    )
    for account in accounts:
        typer.echo(
            f"  利用者名 {account.sign_in_name} / パスワード {account.password}（{account.display_name}）"
        )


def _where(database: str) -> str:
    """The file, or the kind of database: an address may hold a password."""
    path = sqlite_path(database)
    return str(path) if path else "データベース"


def _example(database: Database) -> tuple[Need, Snapshot, MatchResult]:
    """One person of the demo city, matched against the stored catalogue."""
    need = read_people(demo_city()).need(SHOWN_PERSON)
    with database.session() as session:
        snapshot = build_snapshot(load_records(session, Scope.operator()))
    return need, snapshot, match(need, snapshot, on=today(SystemClock()))


def _as_json(database: str, accounts: tuple[DemoAccount, ...], result: MatchResult) -> dict[str, object]:
    signs = [{"sign_in_name": a.sign_in_name, "password": a.password} for a in accounts]
    return {"database": database, "accounts": signs, "match": as_run_line(result)}
