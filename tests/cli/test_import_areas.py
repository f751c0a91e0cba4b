"""`tsunagite import districts` and `import population`: the contract's JSON, dry runs, refusals, the demo city."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import run_with
from resources.areas import stored_areas
from resources.database import open_database
from resources.demo import demo_city
from resources.encryption import write_new_key
from resources.population import read_population
from resources.repository import list_districts
from tests.conftest import REPOSITORY
from tests.geo.areas.files import feature, square, write_geojson, write_shapefile

KEYS = [
    *("file", "format", "encoding", "rows", "taken"),
    *("doubtful", "refused", "created", "updated", "unchanged"),
]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def database_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a database may be made; its key is there."""
    write_new_key(tmp_path / "key")
    monkeypatch.setenv("TSUNAGITE_KEY_FILE", str(tmp_path / "key"))
    return tmp_path / "t.db"


def run(database_file: Path, what: str, *arguments: object) -> int:
    return run_with(["import", what, *map(str, arguments), "--database", f"sqlite:///{database_file}"])


def files_of(capsys: Capture) -> list[dict[str, Any]]:
    return json.loads(capsys.readouterr().out)["files"]


@pytest.fixture
def schools(tmp_path: Path) -> Path:
    """Two 小学校区 in plane metres; the second has no name of its own."""
    shapes = [square(138.30, 34.80), square(138.31, 34.80)]
    return write_shapefile(tmp_path / "小学校区.shp", shapes, {"学校名": ["浜小学校", "岬小学校"]})


def test_json_has_the_keys_of_the_contract_and_the_second_run_changes_nothing(
    database_file: Path, schools: Path, capsys: Capture
) -> None:
    assert run(database_file, "districts", schools, "--json") == 0
    (first,) = files_of(capsys)
    assert list(first) == KEYS
    assert list(first.values()) == ["小学校区.shp", "shapefile", "cp932", 2, 2, 0, 0, 2, 0, 0]
    assert run(database_file, "districts", schools, "--json") == 0
    assert list(files_of(capsys)[0].values())[7:] == [0, 0, 2]


def test_a_dry_run_makes_no_database_and_says_the_source(
    database_file: Path, schools: Path, capsys: Capture
) -> None:
    arguments = ["--source", "汐見市オープンデータ", "--licence", "CC BY 4.0", "--dry-run"]
    assert run(database_file, "districts", schools, *arguments) == 0
    assert not database_file.exists()
    said = capsys.readouterr().out
    assert "何も書き込んでいません" in said
    assert "出典: 汐見市オープンデータ、CC BY 4.0" in said


def test_kind_municipality_and_neighbours_are_stored_as_told(database_file: Path, tmp_path: Path) -> None:
    own = write_geojson(
        tmp_path / "own.geojson",
        feature({"区域ID": "K1", "name": "東圏域", "市区町村コード": "229990"}, square(138.30, 34.80)),
        feature({"区域ID": "K2", "name": "隣の圏域", "市区町村コード": 22998}, square(138.31, 34.80)),
    )
    beyond = write_geojson(
        tmp_path / "beyond.geojson", feature({"区域ID": "X", "name": "遠く"}, square(138.32, 34.80))
    )
    arguments = ["--outside", beyond, "--kind", "日常生活圏域", "--municipality", "22999"]
    assert run(database_file, "districts", own, *arguments) == 0
    opened = open_database(f"sqlite:///{database_file}")
    with opened.session() as session:
        stored = stored_areas(session)
        listed = [row.code for row in list_districts(session)]
    opened.close()
    assert stored is not None
    assert set(stored.kinds) == {"living_area"}
    assert stored.municipalities == ("22999", "22998", "")
    assert stored.own.tolist() == [True, False, False]
    assert listed == ["K1"]


def test_a_hierarchy_file_brings_the_areas_above(
    database_file: Path, schools: Path, tmp_path: Path, capsys: Capture
) -> None:
    table = tmp_path / "階層.csv"
    table.write_text(
        "code,name,kind,parent_code\n市,汐見市,市,\n浜小学校,,,市\nx,岬小学校,小学校区,市\n", encoding="utf-8"
    )
    assert run(database_file, "districts", schools, "--hierarchy", table, "--json") == 0
    assert [entry["created"] for entry in files_of(capsys)] == [2, 1]
    opened = open_database(f"sqlite:///{database_file}")
    with opened.session() as session:
        stored = stored_areas(session)
    opened.close()
    assert stored is not None
    assert dict(zip(stored.ids, stored.parents, strict=True)) == {
        "岬小学校": "市",
        "市": "",
        "浜小学校": "市",
    }
    assert stored.kinds[stored.ids.index("市")] == "municipality"


def test_areas_in_two_larger_ones_are_named(
    database_file: Path, schools: Path, tmp_path: Path, capsys: Capture
) -> None:
    larger = write_shapefile(
        tmp_path / "中学校区.shp",
        [square(138.293, 34.79, 0.02), square(138.313, 34.79, 0.02)],
        {"学校名": ["東中学校", "西中学校"]},
    )
    assert run(database_file, "districts", schools, larger, "--hierarchy", "auto") == 0
    said = capsys.readouterr().out
    assert "「岬小学校」は「西中学校」に 70%、「東中学校」に 30% 入っています。" in said
    assert "「浜小学校」" not in said


def test_overlaps_holes_and_repairs_stand_in_the_report(database_file: Path, tmp_path: Path) -> None:
    overlapping = write_geojson(
        tmp_path / "a.geojson",
        feature({"name": "浜"}, square(138.300, 34.80)),
        feature({"name": "岬"}, square(138.305, 34.80)),
        feature({"name": ""}, square(138.320, 34.80)),
    )
    report = tmp_path / "report.csv"
    assert run(database_file, "districts", overlapping, "--report", report) == 0
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["行"], row["区分"]) for row in rows] == [("3", "取り込まず"), ("", "要確認")]
    assert "重なる所が 1 組あります。「岬」と「浜」" in rows[1]["内容"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.geojson", "名称,緯度\n浜,34.8\n"),
        ("a.shp", "x"),
        ("a.zip", "x"),
        ("a.pdf", "%PDF"),
        ("a.geojson", '{"type":"FeatureCollection","features":[]}'),
    ],
)
def test_a_refused_file_exits_1_with_one_line_and_nothing_is_written(
    name: str, content: str, database_file: Path, schools: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert run(database_file, "districts", schools, tmp_path / name) == 1
    captured = capsys.readouterr()
    (line,) = captured.err.splitlines()
    assert captured.out == ""
    assert line.startswith(f"{name}: ")
    assert "対処: " in line
    assert not database_file.exists()


def test_the_report_never_overwrites_a_part_of_the_shapefile(
    database_file: Path, schools: Path, capsys: Capture
) -> None:
    before = schools.with_suffix(".dbf").read_bytes()
    assert run(database_file, "districts", schools, "--report", schools.with_suffix(".dbf")) == 1
    assert schools.with_suffix(".dbf").read_bytes() == before
    assert not database_file.exists()
    assert "対処" in capsys.readouterr().err


def test_a_municipality_that_is_no_code_is_a_wrong_use(database_file: Path, schools: Path) -> None:
    assert run(database_file, "districts", schools, "--municipality", "汐見市") == 2


def test_the_population_of_a_collection_is_imported_once(database_file: Path, capsys: Capture) -> None:
    path = demo_city() / "population_mesh.csv"
    assert run(database_file, "population", path, "--dry-run", "--json") == 0
    assert not database_file.exists()
    counts = [list(entry.values())[3:] for entry in files_of(capsys)]
    for expected in ([1314, 0, 0], [0, 0, 1314]):
        assert run(database_file, "population", path, "--json") == 0
        (entry,) = files_of(capsys)
        assert list(entry) == KEYS
        assert list(entry.values())[7:] == expected
    assert counts == [[1314, 1314, 0, 0, 1314, 0, 0]]


def test_a_population_that_is_none_is_refused_in_one_line(
    database_file: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "a.csv").write_text("これは,人口ではない\n", encoding="utf-8")
    assert run(database_file, "population", tmp_path / "a.csv") == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("a.csv")
    assert "対処: " in line
    assert not database_file.exists()


def test_the_demo_city_brings_its_districts_and_its_people(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'demo.db'}"
    assert run_with(["demo", "--database", address]) == 0
    opened = open_database(address)
    with opened.session() as session:
        areas, people = stored_areas(session), read_population(session)
        points = {row.code: (row.lat, row.lon) for row in list_districts(session)}
    opened.close()
    assert areas is not None
    assert len(areas) == 14
    assert areas.sources[0].line() == "出典: つなぎて デモデータ(架空の市)"
    with (demo_city() / "districts.csv").open(encoding="utf-8-sig", newline="") as file:
        stated = {row["district_id"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}
    assert points == stated
    assert people is not None
    assert len(people) == 1314
    with (demo_city() / "population_mesh.csv").open(encoding="utf-8-sig", newline="") as file:
        assert people.totals.sum() == sum(int(row["総人口"]) for row in csv.DictReader(file))


def test_the_report_of_a_population_lists_hidden_cells_and_an_unreadable_file(
    database_file: Path, tmp_path: Path, capsys: Capture
) -> None:
    report, people = tmp_path / "report.csv", tmp_path / "people.csv"
    mesh = REPOSITORY / "tests" / "data" / "population" / "estat_mesh500.txt"
    assert run(database_file, "population", mesh, "--report", report) == 0
    rows = [" ".join(row) for row in csv.reader(report.read_text(encoding="utf-8-sig").splitlines())]
    for cell in ("523640003", "523640004"):
        (said,) = [row for row in rows if cell in row]
        assert said.startswith("estat_mesh500.txt")
        assert "年齢別の人数が公表されていません。" in said
    assert not [row for row in rows if "523640001" in row]
    people.write_text("なにか,べつの\n1,2\n", encoding="utf-8")
    assert run(database_file, "population", people, "--report", report) == 1
    assert "人口のファイルとして見分けられません。" in report.read_text(encoding="utf-8-sig")
    before = people.read_bytes()
    assert run(database_file, "population", people, "--report", people) == 1
    assert people.read_bytes() == before
