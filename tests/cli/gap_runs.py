"""Running `gap` and `site` on a copy of the small city: the document, refusals, edited files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import run_with
from tests.conftest import REPOSITORY

CITY = REPOSITORY / "tests" / "data" / "small_city"
USED = ("resources.csv", "needs.jsonl", "districts.csv", "districts.geojson", "population_mesh.csv")
CONTRACT = [
    *("district_id", "name", "population", "target_population", "places", "places_without_capacity"),
    *("sessions_per_week", "capacity_per_week", "within_minutes_population", "coverage", "accessibility"),
    *("unmet_needs", "rank", "underserved", "uncertain", "why"),
]
ABOUT_PEOPLE = [
    *("population", "target_population", "sessions_per_1000", "capacity_per_1000"),
    *("within_minutes_population", "coverage", "coverage_low", "coverage_high", "accessibility"),
    *("rank", "underserved", "uncertain"),
]
Capture = pytest.CaptureFixture[str]


def copied(source: Path, folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in USED:
        shutil.copy(source / name, folder / name)
    return folder


def gap(capsys: Capture, city: Path, *options: object) -> dict[str, Any]:
    capsys.readouterr()
    arguments = ["gap", "--collection", str(city), "--kind", "居場所", "--json", *map(str, options)]
    assert run_with(arguments) == 0
    return json.loads(capsys.readouterr().out, parse_constant=_no_number)


def _no_number(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def refused(capsys: Capture, status: int, *arguments: object) -> str:
    capsys.readouterr()
    assert run_with([str(argument) for argument in arguments]) == status
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    if status == 1:
        assert "\n" not in said.err.strip()
    return " ".join(said.err.replace("│", " ").split())


def edited(file: Path, change: Callable[[str], str]) -> None:
    before = file.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    file.write_text(after, encoding="utf-8")
