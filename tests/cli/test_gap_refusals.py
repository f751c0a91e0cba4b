"""What `tsunagite gap` and `site` refuse, in one line that names what to do, and never by a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.gap_runs import USED, Capture, edited, refused


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "--kind"),
        (["--kind", "秘密基地"], "種別「秘密基地」はありません"),
        (["--kind", "ボランティア人材"], "場所ではない"),
        (["--kind", "居場所", "--age", "若者"], "15-39、65-、-18"),
        (["--kind", "居場所", "--age", "39-15"], "年齢「39-15」が読めません"),
        (["--kind", "居場所", "--mode", "船"], "移動の方法「船」はありません"),
        (["--kind", "居場所", "--weekday", "祝"], "曜日「祝」が読めません"),
        (["--kind", "居場所", "--from", "25:00"], "時刻「25:00」が読めません"),
        (["--kind", "居場所", "--from", "9:00", "--to", "9:00"], "始まりより後"),
        (["--kind", "居場所", "--minutes", "0"], "1分から240分"),
        (["--kind", "居場所", "--minutes", "nan"], "1分から240分"),
        (["--kind", "居場所", "--on", "昨日"], "YYYY-MM-DD"),
    ],
)
def test_a_question_that_cannot_be_read_is_a_wrong_use_of_the_command(
    capsys: Capture, city: Path, options: list[str], said: str
) -> None:
    for command in ("gap", "site"):
        found = refused(capsys, 2, command, "--collection", city, *options)
        assert said.replace(" ", "") in found.replace(" ", "")


@pytest.mark.parametrize(
    ("age", "said"),
    [
        ("15-80", "75歳以上、または74歳までで区切ってください"),
        ("80-", "75歳以上は一つの区分で、分けられません"),
    ],
)
def test_ages_that_cut_an_open_band_are_refused_naming_the_cuts_that_work(
    capsys: Capture, city: Path, age: str, said: str
) -> None:
    for command in ("gap", "site"):
        assert said in refused(capsys, 1, command, "--collection", city, "--kind", "居場所", "--age", age)


def test_a_broken_population_file_is_refused_naming_row_and_column_once(capsys: Capture, city: Path) -> None:
    edited(city / "population_mesh.csv", lambda text: text.replace(",310,", ",三百,"))
    said = refused(capsys, 1, "gap", "--collection", city, "--kind", "居場所")
    assert said.startswith("population_mesh.csv 3行目 「総人口」列: 「三百」")
    assert said.count("対処") == said.count("population_mesh.csv") == 1


def test_results_go_nowhere_that_cannot_be_written_and_over_no_input(
    capsys: Capture, city: Path, tmp_path: Path
) -> None:
    ask = ["gap", "--collection", city, "--kind", "居場所"]
    before = {name: (city / name).read_bytes() for name in USED}
    assert "書き込めません" in refused(capsys, 1, *ask, "--out", tmp_path / "none" / "gap.csv")
    assert ".csv .xlsx .geojson .gpkg" in refused(capsys, 1, *ask, "--out", tmp_path / "gap.doc")
    assert ".html .png .pdf" in refused(capsys, 1, *ask, "--map", tmp_path / "gap.svg")
    for name in ("resources.csv", "population_mesh.csv", "districts.geojson", "districts.csv"):
        assert "読み込むファイル" in refused(capsys, 1, *ask, "--out", city / name)
    link = tmp_path / "link.csv"
    link.symlink_to(city / "resources.csv")
    refused(capsys, 1, *ask, "--out", link)
    assert {name: (city / name).read_bytes() for name in USED} == before
    assert "--collection" in refused(capsys, 1, "gap", "--collection", tmp_path / "x", "--kind", "居場所")
