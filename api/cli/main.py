"""`tsunagite`: exit status 0 done, 1 refused or failed with one clear line, 2 usage."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import typer

from resources.errors import AppError

DEBUG_VARIABLE = "TSUNAGITE_DEBUG"
_MODULES: Mapping[str, str] = MappingProxyType(
    {
        "demo": "demo",
        "serve": "serve",
        "import": "importing",
        "match": "match",
        "gap": "gap",
        "site": "site",
        "evaluate": "evaluate",
        "export": "export",
        "doctor": "doctor",
        "user": "user",
        "key": "key",
    }
)
"""Command → module of this package, in the order of the help."""


def build_app(command: str | None = None) -> typer.Typer:
    """The whole command line, or `command` alone where there is one of that name: database and web load slowly."""
    app = typer.Typer(
        name="tsunagite",
        help="つなぎて: 地域資源と、参加支援の「つなぎ先」をさがす道具",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(lambda: None)  # a group also with one command
    named = _MODULES.get(command or "")
    for module in [named] if named else _MODULES.values():
        import_module(f"api.cli.{module}").register(app)
    return app


def run() -> None:
    """Entry point of the command: no exception reaches the user."""
    sys.exit(run_with(sys.argv[1:]))


def run_with(arguments: list[str]) -> int:
    """Run one command line and return its exit status."""
    try:
        build_app(next(iter(arguments), None))(arguments, prog_name="tsunagite")
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


if __name__ == "__main__":
    run()
