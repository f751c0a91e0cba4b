"""Running `gap` and `site` with a travel-time model."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.cli.main import run_with
from tests.conftest import REPOSITORY

CITY = REPOSITORY / "tests" / "data" / "small_city"
KEYS = [
    *("file", "format", "encoding", "rows", "taken"),
    *("doubtful", "refused", "created", "updated", "unchanged"),
]
Capture = pytest.CaptureFixture[str]


def answer(capsys: Capture, command: str, *options: object) -> dict[str, Any]:
    arguments = [command, "--kind", "居場所", "--json", *map(str, options)]
    capsys.readouterr()
    assert run_with(arguments) == 0
    return json.loads(capsys.readouterr().out)


def of_collection(capsys: Capture, command: str, *options: object) -> dict[str, Any]:
    return answer(capsys, command, "--collection", CITY, *options)


def refusal(capsys: Capture, status: int, *arguments: object) -> str:
    capsys.readouterr()
    assert run_with([str(argument) for argument in arguments]) == status
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return said


def coverage(document: dict[str, Any]) -> dict[str, float]:
    return {row["district_id"]: row["coverage"] for row in document["districts"]}
