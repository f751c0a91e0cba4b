"""`tsunagite import addresses`: what is stored, what entries get from it, and what is said of it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import run_with
from tests.cli.test_import_areas import KEYS, Capture, database_file, run

__all__ = ["database_file"]


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    """geolonia's folder with one invented city."""
    folder = tmp_path / "api" / "ja" / "静岡県"
    folder.mkdir(parents=True)
    rows = [("本町一丁目", 34.80), ("本町二丁目", 34.81), ("新開", None)]
    text = json.dumps([{"town": t, "koaza": "", "lat": lat, "lng": lat and 138.3} for t, lat in rows])
    (folder / "みどり崎市.json").write_text(text, encoding="utf-8")
    return tmp_path / "api"


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """A list of three places, two of them without coordinates."""
    path = tmp_path / "229911_public_facility.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["全国地方公共団体コード", "ID", "名称", "所在地_連結表記", "緯度", "経度"])
        writer.writerow(["229911", "1", "集会所", "静岡県みどり崎市本町2-3-1", "", ""])
        writer.writerow(["229911", "2", "公民館", "静岡県みどり崎市天神町1", "", ""])
        writer.writerow(["229911", "3", "会館", "静岡県みどり崎市本町一丁目1", "34.8", "138.3"])
    return path


def said(capsys: Capture) -> dict[str, Any]:
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def test_entries_without_coordinates_are_located_once_and_a_second_import_changes_nothing(
    database_file: Path, towns: Path, places: Path, capsys: Capture
) -> None:
    assert run(database_file, "resources", places, "--licence", "CC BY 4.0", "--json") == 0
    capsys.readouterr()

    assert run(database_file, "addresses", towns, "--edition", "2024-01", "--json") == 0
    first = said(capsys)
    assert list(first["files"][0]) == KEYS
    assert [first["files"][0][key] for key in ("format", "taken", "created")] == ["geolonia", 3, 3]
    assert first["located"]["outcomes"] == {"no_town": 1, "town": 1}
    assert first["located"]["changed"] == 1

    assert run(database_file, "addresses", towns, "--edition", "2024-01", "--json") == 0
    second = said(capsys)
    assert (second["files"][0]["unchanged"], second["located"]["changed"]) == (3, 0)

    assert run(database_file, "resources", places, "--json") == 0
    again = said(capsys)["files"][0]
    assert (again["created"], again["updated"], again["unchanged"], again["doubtful"]) == (0, 0, 3, 1)


def test_the_lists_that_are_there_stand_in_doctor_with_their_licence(
    database_file: Path, towns: Path, capsys: Capture
) -> None:
    assert run(database_file, "addresses", towns) == 0
    assert "代表点のない町字が 1 あります" in capsys.readouterr().out

    assert run_with(["doctor", "--database", f"sqlite:///{database_file}", "--json"]) == 0
    layer = {
        "what": "町字",
        "name": "Geolonia 住所データ",
        "edition": "",
        "licence": "CC BY 4.0",
        "note": "「住所データ」（Geolonia）を加工",
    }
    assert said(capsys)["health"]["layers"] == [layer]
    assert run_with(["doctor", "--database", f"sqlite:///{database_file}"]) == 0
    assert "町字: Geolonia 住所データ、CC BY 4.0" in capsys.readouterr().out


def test_a_dry_run_reads_and_writes_nothing(database_file: Path, towns: Path, capsys: Capture) -> None:
    assert run(database_file, "addresses", towns, "--dry-run", "--json") == 0
    assert said(capsys)["located"] is None
    assert not database_file.exists()


def test_a_prefecture_that_is_none_and_a_file_that_is_none_are_refused(
    database_file: Path, towns: Path, places: Path, capsys: Capture
) -> None:
    assert run(database_file, "addresses", towns, "--prefecture", "静岡") == 1
    assert "都道府県" in capsys.readouterr().err
    assert run(database_file, "addresses", places) == 1
    assert "見分けられません" in capsys.readouterr().err
    assert not database_file.exists()
