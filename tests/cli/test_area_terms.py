"""利用条件 by municipality: 国土数値情報 lets each municipality state its own, and they stand under its maps."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from api.cli.main import run_with
from resources.errors import BadInput
from resources.importing.area_terms import BY_MUNICIPALITY, read_terms
from tests.cli.travel_runs import Capture
from tests.geo.areas.files import feature, square, write_geojson

HEADER = ["都道府県名", "市区町村名", "行政区域コード", "使用許諾条件"]
OURS, NEXT_DOOR = "22999", "01998"


def districts(path: Path) -> Path:
    """A district of each of two municipalities, in the layout of 2021 and later."""
    rows = [
        {
            **{"A27_001": code, "A27_002": "市立", "A27_003": f"B1{number}", "A27_004": name},
            "A27_005": "1番地",
        }
        for number, (code, name) in enumerate(((OURS, "浜小学校"), (NEXT_DOOR, "岬小学校")))
    ]
    shapes = (square(138.30, 34.80), square(138.31, 34.80))
    return write_geojson(path / "A27-21_22.geojson", *map(feature, rows, shapes))


def workbook(path: Path, *rows: list[object]) -> Path:
    """As the ministry's: a title above the header."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["使用許諾条件一覧"], HEADER, *rows):
        book.active.append(row)
    book.save(path)
    return path


def test_codes_of_four_five_or_six_digits_are_the_same_municipality(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["静岡県", "汐見市", "229997", "商用利用可"],
        ["北海道", "岬町", 1998, "非商用\nに限る"],
        ["", "", "合計", "2件"],
    ]
    found = read_terms(workbook(tmp_path / "terms.xlsx", *rows))
    assert found == {OURS: "商用利用可", NEXT_DOOR: "非商用 に限る"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("市区町村名,備考\n汐見市,可\n", "見出しに「市区町村コード」と「利用条件」"),
        ("市区町村コード,利用条件\n22999,可\n229997,不可\n", "市区町村コード 22999 に、違う利用条件が二つ"),
    ],
)
def test_a_table_that_cannot_be_understood_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "terms.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"terms\.csv") as error:
        read_terms(tmp_path / "terms.csv")
    assert said in str(error.value)


def test_the_terms_of_a_municipality_stand_under_its_maps_and_unknown_ones_are_said(
    capsys: Capture, new_database: str, tmp_path: Path
) -> None:
    file, stored = districts(tmp_path), ["--database", new_database]
    assert run_with(["import", "districts", str(file), *stored]) == 0
    told = capsys.readouterr().out
    assert f"{NEXT_DOOR}、{OURS} の条件が分かりません。" in told
    assert "--terms" in told
    assert f"出典: 国土数値情報(小学校区データ)(2021年度)、{BY_MUNICIPALITY}。" in told
    terms = workbook(tmp_path / "terms.xlsx", ["静岡県", "汐見市", OURS, "商用利用可"])
    report = tmp_path / "report.csv"
    options = ["--terms", str(terms), "--report", str(report), *stored]
    assert run_with(["import", "districts", str(file), *options]) == 0
    assert f"、{NEXT_DOOR} の条件が分かりません。" in report.read_text(encoding="utf-8-sig")
    drawn = tmp_path / "map.html"
    capsys.readouterr()
    assert run_with(["gap", "--kind", "居場所", "--json", "--map", str(drawn), *stored]) == 0
    sources = json.loads(capsys.readouterr().out)["sources"]
    assert sources[0].startswith("出典: 国土数値情報(小学校区データ)(2021年度)、商用利用可。")
    assert BY_MUNICIPALITY in sources[1]
    page = drawn.read_text(encoding="utf-8")
    assert all(source in page for source in sources)


def test_a_report_never_replaces_the_table_of_terms(
    capsys: Capture, new_database: str, tmp_path: Path
) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text("市区町村コード,利用条件\n22999,可\n", encoding="utf-8")
    options = ["--terms", str(terms), "--report", str(terms), "--database", new_database]
    assert run_with(["import", "districts", str(districts(tmp_path)), *options]) == 1
    assert terms.read_text(encoding="utf-8").endswith("22999,可\n")
