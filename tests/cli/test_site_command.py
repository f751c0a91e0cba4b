"""`tsunagite site`: the contract's document, figures that add up, and the best cell of all by brute force."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyogrio
import pytest
from openpyxl import load_workbook

from api.cli.main import run_with
from tests.api.planning import recount
from tests.conftest import REPOSITORY

CITY = REPOSITORY / "tests" / "data" / "small_city"
Capture = pytest.CaptureFixture[str]


def site(capsys: Capture, city: Path, *options: object, kind: str = "居場所") -> dict[str, Any]:
    capsys.readouterr()
    assert run_with(["site", "--collection", str(city), "--kind", kind, "--json", *map(str, options)]) == 0
    return json.loads(capsys.readouterr().out)


def assert_adds_up(document: dict[str, Any]) -> None:
    """Every further place adds to those before; the districts' changes are the same people. One decimal each."""
    covered = document["objective_before"]
    for chosen in document["sites"]:
        covered += chosen["newly_covered"]
        assert chosen["objective_after"] == pytest.approx(covered, abs=0.2)
    gained = sum(row["after"] - row["before"] for row in document["districts"])
    assert gained == pytest.approx(covered - document["objective_before"], abs=2.0)
    gains = [chosen["newly_covered"] for chosen in document["sites"]]
    assert gains == sorted(gains, reverse=True)


def test_the_document_has_the_keys_of_the_contract(capsys: Capture) -> None:
    document = site(capsys, CITY)
    assert {"sites", "alternatives", "optimal", "gap"} <= document.keys()
    (chosen,) = document["sites"]
    keys = ["mesh", "lat", "lon", "district_id", "newly_covered", "objective_after"]
    assert [key for key in chosen if key in keys] == keys
    assert (chosen["mesh"], chosen["district_id"], chosen["newly_covered"]) == ("5236407422", "T3", 90.0)
    assert (document["optimal"], document["gap"]) == (True, 0.0)
    assert_adds_up(document)


def test_a_place_that_would_reach_nobody_new_is_never_proposed(capsys: Capture) -> None:
    document = site(capsys, CITY, "--add", 3)
    assert len(document["sites"]) == 1
    assert document["parameters"]["add"] == 3
    everybody = site(capsys, CITY, "--minutes", 240)
    assert everybody["sites"] == []
    assert run_with(["site", "--collection", str(CITY), "--kind", "居場所", "--minutes", "240"]) == 0
    assert "届く人は増えません" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["site.csv", "site.json", "site.geojson"])
def test_a_file_reads_back_with_the_sites(capsys: Capture, tmp_path: Path, name: str) -> None:
    document = site(capsys, CITY, "--out", tmp_path / name)
    text = (tmp_path / name).read_text(encoding="utf-8-sig")
    if name.endswith("csv"):
        header, row, *rest = csv.reader(text.splitlines())
        assert dict(zip(header, row, strict=True))["メッシュ"] == "5236407422"
        assert rest[-1] == ["出典: メッシュ別人口(population_mesh.csv)"]
    elif name.endswith("geojson"):
        (feature,) = json.loads(text)["features"]
        assert feature["geometry"]["coordinates"] == [136.059375, 35.059375]
        assert feature["properties"]["newly_covered"] == 90.0
    else:
        assert json.loads(text) == document


def test_a_workbook_reads_back_with_the_sites_the_districts_and_the_sources(
    capsys: Capture, tmp_path: Path
) -> None:
    document = site(capsys, CITY, "--out", tmp_path / "site.xlsx")
    book = load_workbook(tmp_path / "site.xlsx")
    assert book.sheetnames == ["候補地", "ほぼ同じ効果の案", "学区ごとの前と後", "条件と出典"]
    header, row = (list(line) for line in book["候補地"].iter_rows(values_only=True))
    said = dict(zip(header, row, strict=True))
    assert (said["メッシュ"], said["新たに届く人"]) == ("5236407422", 90)
    districts = list(book["学区ごとの前と後"].iter_rows(min_row=2, values_only=True))
    assert [line[0] for line in districts] == [line["district_id"] for line in document["districts"]]
    about = [line[0] for line in book["条件と出典"].iter_rows(values_only=True)]
    assert "出典: メッシュ別人口(population_mesh.csv)" in about
    assert "種別" in about


def test_a_geopackage_reads_back_with_the_sites_and_what_they_rest_on(
    capsys: Capture, tmp_path: Path
) -> None:
    site(capsys, CITY, "--out", tmp_path / "site.gpkg")
    frame = geopandas.read_file(tmp_path / "site.gpkg", engine="pyogrio")
    assert frame["mesh"].tolist() == ["5236407422"]
    assert (frame.geometry.x[0], frame.geometry.y[0]) == (136.059375, 35.059375)
    stated = pyogrio.read_info(tmp_path / "site.gpkg", layer="site")["layer_metadata"]
    assert json.loads(stated["sources"]) == ["出典: メッシュ別人口(population_mesh.csv)"]


@pytest.mark.parametrize("name", ["site.gpkg", "site.xlsx", "site.geojson"])
def test_a_file_without_any_site_is_written_too(capsys: Capture, tmp_path: Path, name: str) -> None:
    assert site(capsys, CITY, "--minutes", 240, "--out", tmp_path / name)["sites"] == []
    assert (tmp_path / name).stat().st_size > 0


@pytest.mark.parametrize("add", ["0", "11", "三"])
def test_a_number_of_places_that_cannot_be_is_a_wrong_use_of_the_command(capsys: Capture, add: str) -> None:
    assert run_with(["site", "--collection", str(CITY), "--kind", "居場所", "--add", add]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_sites_are_not_written_over_the_collection_nor_in_an_unknown_form(
    capsys: Capture, tmp_path: Path
) -> None:
    ask = ["site", "--collection", str(CITY), "--kind", "居場所", "--out"]
    for out, said in (
        (CITY / "population_mesh.csv", "読み込むファイル"),
        (tmp_path / "none" / "site.csv", "書き込めません"),
        (tmp_path / "site.doc", ".csv .xlsx .json .geojson .gpkg"),
    ):
        assert run_with([*ask, str(out)]) == 1
        assert said in capsys.readouterr().err


QUESTIONS = [
    ("居場所", None, True),
    ("居場所", (15, 39), True),
    ("就労体験", (19, 64), False),
]


@pytest.mark.shared
@pytest.mark.parametrize(("kind", "ages", "weekdays"), QUESTIONS)
def test_one_more_place_is_the_best_of_all_cells_by_brute_force(
    capsys: Capture, shared: Path, kind: str, ages: tuple[int, int] | None, weekdays: bool
) -> None:
    folder = shared / "eval" / "mizuhama"
    low, high = ages or (None, None)
    cells = recount.people(folder, low, high)
    listed = recount.places(folder, [kind], low, high, recount.WEEKDAYS if weekdays else ())
    metres = 4000 / 60 * 30 / 1.3
    covered = (recount.kilometres(cells, listed) * 1000 <= metres).any(axis=1)
    everywhere = cells.assign(lat=cells["緯度"], lon=cells["経度"])
    adds = (recount.kilometres(cells, everywhere) * 1000 <= metres).T @ np.where(covered, 0.0, cells["asked"])
    options = [*(["--age", f"{low}-{high}"] if ages else []), *(["--weekday", "平日"] if weekdays else [])]
    document = site(capsys, folder, *options, kind=kind)
    (chosen,) = document["sites"]
    assert chosen["newly_covered"] == round(float(adds.max()), 1)
    best = cells["メッシュコード"][np.isclose(adds, adds.max(), rtol=0, atol=1e-6)]
    assert chosen["mesh"] == best.min()
    assert document["objective_before"] == round(float(cells["asked"][covered].sum()), 1)
    assert (document["optimal"], document["gap"]) == (True, 0.0)
    assert_adds_up(document)
    by_code = pd.Series(adds, index=cells["メッシュコード"].to_numpy())
    for other in document["alternatives"]:
        assert other["newly_covered"] == pytest.approx(by_code[other["sites"][0]], abs=0.05)


@pytest.mark.shared
def test_three_more_places_are_proven_best_and_add_up(capsys: Capture, shared: Path) -> None:
    document = site(capsys, shared / "eval" / "mizuhama", "--weekday", "平日", "--add", 3)
    assert len(document["sites"]) == 3
    assert (document["optimal"], document["gap"]) == (True, 0.0)
    assert document["alternatives"]
    assert_adds_up(document)
