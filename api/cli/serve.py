"""`tsunagite serve`: the web pages on this machine."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import structlog
import typer

from api.accounts.demo import DEMO_ACCOUNTS
from api.cli.options import DatabaseOption, JsonOption, say
from api.cli.server_log import set_up_server_log
from api.settings import read_settings
from resources.code_lists import code_list
from resources.errors import NotReady

if TYPE_CHECKING:
    from api.web.parts import Parts

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="serve")(serve)


def serve(
    host: Annotated[str | None, typer.Option(help="待ち受けるアドレス（既定 127.0.0.1）")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="待ち受けるポート（既定 8000）")] = None,
    database: DatabaseOption = None,
    as_json: JsonOption = False,
) -> None:
    """画面を開くためのサーバーを動かす。"""
    # Pages, maps, scipy's solver: three seconds that no other command has to wait for.
    import uvicorn

    from api.app import STATIC, create_app

    settings = read_settings(host=host, port=port, database_url=database)
    if not (STATIC / "vendor" / "design-tokens" / "tokens.css").is_file():
        raise NotReady("画面の部品がありません。make run で入れてください。")
    app = create_app(settings)
    listening = _listen(settings.host, settings.port)
    if settings.host not in LOOPBACK and not settings.tls:
        typer.echo("注意: 暗号化なし（HTTP）で、ほかの機械からも使えるようにしています。", err=True)
    host_name = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host_name}:{listening.getsockname()[1]}/"
    parts: Parts = app.state.parts
    _say_where(address, is_demo=parts.installation.facts().is_demo, as_json=as_json)
    access_log = False  # its lines hold addresses with their queries; RequestLog writes ours
    config = uvicorn.Config(app, access_log=access_log, log_config=None, server_header=False, ws="none")
    set_up_log()
    set_up_server_log()
    with suppress(KeyboardInterrupt):  # Ctrl+C is the way to end it
        uvicorn.Server(config).run(sockets=[listening])


def _say_where(address: str, *, is_demo: bool, as_json: bool) -> None:
    """The address and, of a demo, a sign-in."""
    demo = DEMO_ACCOUNTS[0]
    roles = code_list("account_role")
    facts: dict[str, object] = {"address": address, "demo": is_demo}
    sentence = f"{address} を開いてください。終わるには Ctrl+C。"
    if is_demo:
        facts |= {"sign_in_name": demo.sign_in_name, "password": demo.password}
        lines = (
            f"\nデモの利用者名 {one.sign_in_name}、パスワード {one.password}（{roles.label(one.role)}）"
            for one in DEMO_ACCOUNTS
        )
        sentence += "".join(lines)
    say(sentence, facts, as_json=as_json)


def set_up_log() -> None:
    """One JSON line per event on standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=typer.get_text_stream("stderr")),
    )


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything is promised. Raises NotReady when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise NotReady(
            f"{host} のポート {port} を使えません（ほかのプログラムが使っているかもしれません）。"
            "--port で別の番号を指定してください。"
        ) from error
