"""`tsunagite export`: whole files or none, with their note of sources, of the demo city."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from api.cli.main import run_with
from api.demo_city import load_demo_city
from api.settings import Settings
from resources.clock import SystemClock
from resources.exporting.forms import FORMS


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}"
    opened, _ = load_demo_city(Settings(database_url=url), clock=SystemClock())
    opened.close()
    return url


@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_form_is_written_whole(database: str, tmp_path: Path, name: str) -> None:
    out = tmp_path / f"out{FORMS[name].suffix}"
    assert run_with(["export", name, "--out", str(out), "--database", database]) == 0
    assert out.stat().st_size > 10_000
    note = out.with_name(out.name + ".出典.txt")
    assert note.exists() is not FORMS[name].says_source
    if note.exists():
        assert "Apache License 2.0" in note.read_text(encoding="utf-8")


def test_hsds_is_json_or_lines_by_the_name_of_the_file(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for suffix in (".json", ".ndjson"):
        arguments = [
            "export",
            "hsds",
            "--out",
            str(tmp_path / f"x{suffix}"),
            "--database",
            database,
            "--json",
        ]
        assert run_with(arguments) == 0
    said = [json.loads(line)["form"] for line in capsys.readouterr().out.splitlines()]
    assert said == ["hsds", "hsds-ndjson"]
    document = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    lines = (tmp_path / "x.ndjson").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == document["contents"]
    assert len(lines) == 224


def test_the_open_data_file_holds_every_place_and_no_volunteer(database: str, tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    run_with(["export", "opendata", "--out", str(out), "--database", database])
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert len(rows[0]) == 56
    assert 150 < len(rows) < 224


def test_a_wrong_form_or_ending_is_refused_and_nothing_is_written(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x.csv"
    for form in ("pdf", "xlsx", "hsds"):
        assert run_with(["export", form, "--out", str(out), "--database", database]) == 1
        assert "対処" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_database_is_not_overwritten(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(database.removeprefix("sqlite:///"))
    before = path.read_bytes()[:100]
    linked = path.with_suffix(".csv")
    linked.hardlink_to(path)
    assert run_with(["export", "opendata", "--out", str(linked), "--database", database]) == 1
    assert "読み込むファイルには書き込めません" in capsys.readouterr().err
    assert path.read_bytes()[:100] == before


def test_an_imported_list_is_in_no_file_until_its_licence_is_stated(
    new_database: str, tmp_path: Path
) -> None:
    listed, out = tmp_path / "list.csv", tmp_path / "x.csv"
    listed.write_text("名称,住所,電話番号\nみどり公民館,みどり市本町1,0770-00-0001\n", encoding="utf-8")
    for licence, rows in (("", 1), ("CC BY 4.0", 2)):
        imported = ["import", "resources", str(listed), "--licence", licence, "--database", new_database]
        assert run_with(imported) == 0
        assert run_with(["export", "opendata", "--out", str(out), "--database", new_database]) == 0
        assert len(out.read_text(encoding="utf-8-sig").splitlines()) == rows
    assert "list.csv（CC BY 4.0）" in out.with_name("x.csv.出典.txt").read_text(encoding="utf-8")
