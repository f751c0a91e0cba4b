"""`tsunagite`: exit status 0 done, 1 refused or failed with one clear line, 2 usage."""

from __future__ import annotations

import os
import sys
import traceback

import typer

from api.cli import demo, doctor, evaluate, importing, key, match, serve, user
from resources.errors import AppError

DEBUG_VARIABLE = "TSUNAGITE_DEBUG"


def build_app() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(
        name="tsunagite",
        help="つなぎて: 地域資源と、参加支援の「つなぎ先」をさがす道具",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for module in (demo, serve, importing, match, evaluate, doctor, user, key):
        module.register(app)
    return app


def run() -> None:
    """Entry point of the command: no exception reaches the user."""
    sys.exit(run_with(sys.argv[1:]))


def run_with(arguments: list[str]) -> int:
    """Run one command line and return its exit status."""
    try:
        build_app()(arguments, prog_name="tsunagite")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    except AppError as error:
        print(error.message, file=sys.stderr)  # noqa: T201 - the one line for the user
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader (head, less) closed its end
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - Python flushes it at exit
        return 1
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            traceback.print_exc()
        print(  # noqa: T201
            f"予期しない誤りで止まりました({type(error).__name__})。"
            f"{DEBUG_VARIABLE}=1 を付けて同じ命令を実行すると詳しい記録が出ます。",
            file=sys.stderr,
        )
        return 1
    return 0
