"""What `tsunagite gap` writes: files that read back, a map that stands alone, the same bytes for the same city."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from typing import Any

import geopandas
import pyogrio
import pytest
from openpyxl import load_workbook

from api.cli.main import run_with
from api.planning.table import HEADER
from geo.maps.standalone import require_standalone
from resources.encryption import write_new_key
from tests.cli.gap_runs import ABOUT_PEOPLE, CITY, Capture, copied, edited, gap, refused


@pytest.mark.parametrize("name", ["gap.csv", "gap.xlsx", "gap.geojson", "gap.gpkg"])
def test_a_file_reads_back_with_every_district_the_conditions_and_the_source(
    capsys: Capture, city: Path, tmp_path: Path, name: str
) -> None:
    document = gap(capsys, city, "--out", tmp_path / name)
    rows, notes = read_back(tmp_path / name)
    by_id = {row["学区ID"]: row for row in rows}
    assert by_id.keys() == {"T1", "T2", "T3"}
    for row in document["districts"]:
        found = by_id[row["district_id"]]
        assert list(found) == list(HEADER)
        assert float(found["届く人の割合"]) == row["coverage"]
        assert int(found["場所"]) == row["places"]
        assert found["説明"] == "".join(row["why"])
    assert "出典: メッシュ別人口(population_mesh.csv)" in notes


def read_back(file: Path) -> tuple[list[dict[str, Any]], str]:
    """The rows of a written file, and what it says beside them."""
    if file.suffix == ".csv":
        lines = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
        end = lines.index([])
        rows = [dict(zip(lines[0], line, strict=True)) for line in lines[1:end]]
        return rows, "\n".join(line[0] for line in lines[end + 1 :])
    if file.suffix == ".xlsx":
        book = load_workbook(file)
        header, *lines = book["過不足"].iter_rows(values_only=True)
        about = "\n".join(
            str(cell) for line in book["条件と出典"].iter_rows(values_only=True) for cell in line
        )
        assert "速さ(km/時)" in about
        return [dict(zip(map(str, header), line, strict=True)) for line in lines], about
    frame = geopandas.read_file(file)
    assert frame.crs is not None
    assert frame.geometry.is_valid.all()
    rows = frame.drop(columns="geometry").to_dict("records")
    if file.suffix == ".gpkg":
        stated = pyogrio.read_info(file)["layer_metadata"]
        assert json.loads(stated["parameters"])["speed_kmh"] == 4.0
        return rows, stated["sources"]
    return rows, "\n".join(json.loads(file.read_text(encoding="utf-8"))["sources"])


def test_names_that_look_like_formulas_or_markup_stay_text(
    capsys: Capture, city: Path, tmp_path: Path
) -> None:
    formula, markup = "=cmd|' /C calc'!A0", "<script>alert(1)</script>"
    for name in ("districts.csv", "districts.geojson"):
        edited(city / name, lambda text: text.replace("中央学区", formula))
    edited(city / "resources.csv", lambda text: text.replace("ひだまり,,", f"{markup},,"))
    for name in ("gap.csv", "gap.xlsx"):
        gap(capsys, city, "--out", tmp_path / name)
        rows, _ = read_back(tmp_path / name)
        assert {row["学区"] for row in rows if row["学区ID"] == "T1"} == {f"'{formula}"}
    cells = [cell for row in load_workbook(tmp_path / "gap.xlsx")["過不足"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    gap(capsys, city, "--map", tmp_path / "map.html")
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert markup not in page
    assert "alert(1)" in page


def test_a_map_stands_alone_and_says_what_it_rests_on(capsys: Capture, city: Path, tmp_path: Path) -> None:
    gap(capsys, city, "--age", "15-39", "--map", tmp_path / "map.html")
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    require_standalone(page)
    assert re.findall(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", page) == []
    for words in ("時速4km", "道のりは直線の1.3倍", "目標", "出典: メッシュ別人口(population_mesh.csv)"):
        assert words in page


def test_without_the_judgement_files_every_output_is_byte_identical(capsys: Capture, tmp_path: Path) -> None:
    def outputs(city: Path) -> list[bytes]:
        made = []
        for command, names in (("gap", ("o.csv", "o.geojson")), ("site", ("o.csv", "o.json", "o.geojson"))):
            for name in names:
                out = city.parent / f"{command}-{name}"
                arguments = [command, "--collection", str(city), "--kind", "居場所", "--json"]
                assert run_with([*arguments, "--out", str(out)]) == 0
                made += [capsys.readouterr().out.encode(), out.read_bytes()]
        page = city.parent / "map.html"
        assert run_with(["gap", "--collection", str(city), "--kind", "居場所", "--map", str(page)]) == 0
        return [*made, capsys.readouterr().out.encode(), page.read_bytes()]

    whole = tmp_path / "whole" / "small_city"
    shutil.copytree(CITY, whole)
    assert outputs(whole) == outputs(copied(CITY, tmp_path / "bare" / "small_city"))


def test_a_city_without_polygons_has_a_table_and_no_shapes(
    capsys: Capture, city: Path, tmp_path: Path
) -> None:
    (city / "districts.geojson").unlink()
    gap(capsys, city, "--out", tmp_path / "gap.csv", "--map", tmp_path / "map.html")
    assert len(read_back(tmp_path / "gap.csv")[0]) == 3
    for name in ("gap.geojson", "gap.gpkg"):
        out = tmp_path / name
        said = refused(capsys, 1, "gap", "--collection", city, "--kind", "居場所", "--out", out)
        assert "ポリゴン" in said


@pytest.mark.shared
def test_yaizu_without_population_says_where_places_are_and_what_to_import(
    capsys: Capture, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_new_key(tmp_path / "key")
    monkeypatch.setenv("TSUNAGITE_KEY_FILE", str(tmp_path / "key"))
    stored = ["--database", f"sqlite:///{tmp_path / 'y.db'}"]
    header = (CITY / "resources.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    place = dict.fromkeys(header, "") | {
        **{"資源ID": "Y1", "名称": "みなとの間", "種別": "居場所", "提供方法": "来所", "状態": "公開中"},
        **{"緯度": "34.84124155", "経度": "138.3262067", "曜日": "月;木", "頻度": "毎週", "定員": "10"},
    }
    with (tmp_path / "places.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, place.values()])
    polygons = shared / "realdata" / "yaizu_city" / "小学校区" / "小学校区.shp"
    assert run_with(["import", "districts", str(polygons), *stored]) == 0
    assert run_with(["import", "resources", str(tmp_path / "places.csv"), *stored]) == 0
    capsys.readouterr()
    out = ["--out", str(tmp_path / "y.gpkg"), "--map", str(tmp_path / "y.html")]
    assert run_with(["gap", "--kind", "居場所", "--on", "2026-11-21", "--json", *stored, *out]) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["districts"]) == 13
    here = {row["name"]: row["capacity_per_week"] for row in document["districts"] if row["places"]}
    assert here == {"港小学校": 20.0}
    assert {row[key] for row in document["districts"] for key in ABOUT_PEOPLE} == {None}
    assert "tsunagite import population" in document["notes"][0]
    assert any("通学区域の境界は誤差が生じる可能性" in line for line in document["sources"])
    assert len(geopandas.read_file(tmp_path / "y.gpkg")) == 13
    require_standalone((tmp_path / "y.html").read_text(encoding="utf-8"))
