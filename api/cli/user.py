"""`tsunagite user add|password|disable|enable`: who may sign in."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import Annotated

import typer

from api.accounts.repository import (
    NewAccount,
    add_account,
    disable_account,
    enable_account,
    set_password,
)
from api.cli.options import DatabaseOption, JsonOption, say, settings_for
from api.installing import open_existing
from resources.clock import SystemClock
from resources.errors import BadInput

Name = Annotated[str, typer.Argument(help="利用者名")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    users = typer.Typer(help="利用者を管理する", no_args_is_help=True)
    users.command(name="add")(add)
    users.command(name="password")(password)
    users.command(name="disable")(disable)
    users.command(name="enable")(enable)
    app.add_typer(users, name="user")


def add(
    sign_in_name: Name,
    display_name: Annotated[str, typer.Option("--name", help="画面に出す名前")],
    role: Annotated[str, typer.Option(help="worker / csw / planner / admin")] = "worker",
    organisation: Annotated[str | None, typer.Option(help="委託先の名前(市の職員なら不要)")] = None,
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """利用者を加える。パスワードは画面で聞くか、標準入力から1行で読む(引数では渡せない)。"""
    opened = open_existing(settings_for(database))
    try:
        typed = _read_password()
        with opened.session() as session:
            new = NewAccount(sign_in_name, display_name, role, typed, organisation)
            account = add_account(session, new, now=SystemClock().now())
            added = account.sign_in_name
    finally:
        opened.close()
    say(f"利用者 {added} を加えました。", {"added": added}, as_json=as_json)


def password(sign_in_name: Name, database: DatabaseOption = None, as_json: JsonOption = False) -> None:
    """パスワードを決め直す。画面で聞くか、標準入力から1行で読む。開いている画面は使えなくなる。"""
    opened = open_existing(settings_for(database))
    try:
        typed = _read_password()
        with opened.session() as session:
            set_password(session, sign_in_name, typed, now=SystemClock().now())
    finally:
        opened.close()
    say("パスワードを変えました。", {"password_changed": sign_in_name}, as_json=as_json)


def disable(sign_in_name: Name, database: DatabaseOption = None, as_json: JsonOption = False) -> None:
    """利用者を止める。開いている画面も、すぐに使えなくなる。"""
    opened = open_existing(settings_for(database))
    try:
        with opened.session() as session:
            disable_account(session, sign_in_name, now=SystemClock().now())
    finally:
        opened.close()
    say("利用者を止めました。", {"disabled": sign_in_name}, as_json=as_json)


def enable(sign_in_name: Name, database: DatabaseOption = None, as_json: JsonOption = False) -> None:
    """止めた利用者を戻す。続けて間違えて待たされている利用者も、すぐサインインできる。"""
    opened = open_existing(settings_for(database))
    try:
        with opened.session() as session:
            enable_account(session, sign_in_name, now=SystemClock().now())
    finally:
        opened.close()
    say("利用者がサインインできるようにしました。", {"enabled": sign_in_name}, as_json=as_json)


def _read_password() -> str:
    """Asked twice at a terminal; one line from a pipe. Never from the arguments, which every user can list."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass("パスワード: ")
    if getpass("もう一度: ") != first:
        raise BadInput("2回のパスワードが違います。")
    return first
