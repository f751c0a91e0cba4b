"""`tsunagite serve` as an operator starts it."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import structlog

from api.cli.main import run_with
from api.cli.server_log import set_up_server_log
from api.demo_city import load_demo_city
from api.settings import Settings
from tests.api.conftest import MovingClock

COMMAND = [sys.executable, "-c", "from api.cli.main import run; run()"]


def answer(address: str) -> int:
    """The status of an address, 0 when nobody answers yet."""
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


def say_nonsense(address: str) -> None:
    """What the server itself, not the application, complains about."""
    with socket.create_connection(("127.0.0.1", int(address.rsplit(":", 1)[1])), timeout=5) as connection:
        connection.sendall(b"himitsu no kotoba\r\n\r\n")
        connection.recv(1000)


def test_it_says_where_to_look_and_writes_json_lines_without_queries(
    tmp_path: Path, moving_clock: MovingClock
) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    database, accounts = load_demo_city(Settings(database_url=url), clock=moving_clock)
    database.close()
    arguments = [*COMMAND, "serve", "--port", "0", "--database", url]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as server:
        assert server.stdout is not None
        said = server.stdout.readline() + server.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:[1-9]\d*", said)
        assert found, said
        address = found.group()
        deadline = time.monotonic() + 30
        while answer(f"{address}/health") != 200 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert answer(f"{address}/sign-in?next=/himitsu") == 200
        assert answer(f"{address}/himitsu") == 404
        say_nonsense(address)
        server.send_signal(signal.SIGINT)
        rest, logged = server.communicate(timeout=20)
    said += rest
    assert accounts[0].sign_in_name in said
    assert accounts[0].password in said
    lines = [json.loads(line) for line in logged.splitlines()]
    assert {"/health", "/sign-in", "(none)"} <= {line.get("route") for line in lines}
    messages = [line["message"] for line in lines if line["event"] == "server"]
    assert "Invalid HTTP request received." in messages
    assert "himitsu" not in logged
    assert server.returncode == 0


def test_a_port_that_is_taken_is_one_line_with_the_remedy(
    tmp_path: Path, moving_clock: MovingClock, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    load_demo_city(Settings(database_url=url), clock=moving_clock)[0].close()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert run_with(["serve", "--port", str(port), "--database", url]) == 1
    said = capsys.readouterr().err
    assert "--port" in said
    assert said.count("\n") == 1


def test_without_a_database_it_says_in_one_line_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_with(["serve", "--database", f"sqlite:///{tmp_path / 'none.db'}"]) == 1
    said = capsys.readouterr().err
    assert "tsunagite demo" in said
    assert said.count("\n") == 1
    assert not (tmp_path / "none.db").exists()


def test_of_what_other_libraries_log_only_the_kind_of_error_is_kept() -> None:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    set_up_server_log()
    try:
        with structlog.testing.capture_logs() as lines:
            try:
                raise ValueError("山田さんのひみつ")
            except ValueError:
                logging.getLogger("asyncio").exception("Task failed: 山田さんのひみつ")
    finally:
        logging.getLogger().handlers[:], level = before
        logging.getLogger().setLevel(level)
    assert "ひみつ" not in str(lines)
    assert lines[0]["errors"] == ["ValueError"]
    assert lines[0]["log_level"] == "error"
