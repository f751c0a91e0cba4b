"""`tsunagite doctor --catalogue` says the figures of the quality board."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from api.cli.main import run_with
from api.demo_city import load_demo_city
from api.settings import Settings
from resources.clock import SystemClock
from resources.quality.board import read_board
from resources.quality.causes import Today
from resources.quality.limits import StalenessLimits
from resources.quality.stored_limits import save_limits
from resources.scope import Scope


def test_the_command_says_the_same_figures_as_the_board(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    database, _accounts = load_demo_city(Settings(database_url=url), clock=SystemClock())
    with database.session() as session:
        save_limits(session, StalenessLimits(60), clock=SystemClock())
    assert run_with(["doctor", "--catalogue", "--database", url, "--on", "2026-11-21", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    by_cause = report["figures"]["by_cause"]
    assert len(report["stale"]) == by_cause["stale"] + by_cause["never_confirmed"] > 100
    assert {entry["limit"] for entry in report["stale"]} == {60}
    paired = {key for pair in report["duplicates"] for key in (pair["a"], pair["b"])}
    assert len(paired) == by_cause["duplicate"] > 0
    assert {pair["probability"] > 0.5 for pair in report["duplicates"]} == {True}
    with database.session() as session:
        board = read_board(session, Scope.operator(), Today(date(2026, 11, 21), StalenessLimits(60)))
    assert report["figures"] == {
        "entries": board.entries,
        "doubtful": board.doubtful,
        "by_cause": dict(board.by_cause),
    }
    database.close()
    assert run_with(["doctor", "--catalogue", "--database", url]) == 0
    assert "同じ場所かもしれない登録" in capsys.readouterr().out
