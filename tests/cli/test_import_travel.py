"""`import network` and `import gtfs`: counts, what is kept beside the database, refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import run_with
from geo.travel.network import read_network
from tests.cli.small_streets import small_bus, write_small_streets
from tests.cli.travel_runs import CITY, KEYS, Capture, answer, coverage, refusal
from tests.geo.travel.made_feed import write_zip


def import_city(database: str) -> None:
    for what, name in (
        ("districts", "districts.geojson"),
        ("resources", "resources.csv"),
        ("population", "population_mesh.csv"),
    ):
        assert run_with(["import", what, str(CITY / name), "--database", database]) == 0


def test_what_is_imported_is_kept_beside_the_database_and_answers_like_the_file(
    capsys: Capture, new_database: str, streets: Path, feed: Path, tmp_path: Path
) -> None:
    import_city(new_database)
    stored = ["--database", new_database]
    for travel, mode, missing in (("network", "徒歩", "network"), ("transit", "バス", "gtfs")):
        said = refusal(capsys, 1, "gap", "--kind", "居場所", "--travel", travel, "--mode", mode, *stored)
        assert f"tsunagite import {missing}" in said
    assert run_with(["import", "network", str(streets), *stored]) == 0
    assert run_with(["import", "gtfs", str(feed), "--day", "2026-11-24", *stored]) == 0
    assert sorted(path.name for path in (tmp_path / "t.db.data").iterdir()) == [
        "network.npz",
        "timetable.npz",
    ]
    kept = answer(capsys, "gap", *stored, "--travel", "network")
    assert kept == answer(capsys, "gap", *stored, "--network", streets)
    assert coverage(kept) == {"T1": 1.0, "T2": 0.0, "T3": 0.0}
    by_bus = ["--mode", "バス", *stored]
    kept = answer(capsys, "gap", *by_bus, "--travel", "transit")
    assert kept == answer(capsys, "gap", *by_bus, "--gtfs", feed, "--day", "2026-11-24")
    assert coverage(kept)["T3"] == 1.0


def test_importing_counts_as_the_contract_says_and_a_dry_run_keeps_nothing(
    capsys: Capture, new_database: str, streets: Path, feed: Path, tmp_path: Path
) -> None:
    def counted(*arguments: object) -> list[dict[str, Any]]:
        capsys.readouterr()
        assert run_with(["import", *map(str, arguments), "--database", new_database, "--json"]) == 0
        return json.loads(capsys.readouterr().out)["files"]

    (dry,) = counted("network", streets, "--dry-run")
    assert list(dry) == KEYS
    rows = len(read_network(streets).metres)
    assert list(dry.values()) == ["town.osm.pbf", "osm", "", rows, rows, 0, 0, rows, 0, 0]
    assert not (tmp_path / "t.db.data").exists()
    assert counted("network", streets) == [dry]
    assert list(counted("network", streets)[0].values())[7:] == [0, 0, rows]
    write_small_streets(streets, edition="2026-11-01T00:00:00Z")
    assert list(counted("network", streets)[0].values())[7:] == [0, rows, 0]
    second = write_zip(tmp_path / "other.zip", small_bus())
    both = counted("gtfs", feed, second, "--day", "2026-11-24")
    assert [(entry["file"], entry["format"], entry["rows"]) for entry in both] == [
        ("bus.zip", "gtfs", 8),
        ("other.zip", "gtfs", 8),
    ]


def test_an_import_says_what_it_read_and_where_it_comes_from(
    capsys: Capture, new_database: str, streets: Path, feed: Path
) -> None:
    assert run_with(["import", "network", str(streets), "--database", new_database]) == 0
    said = capsys.readouterr().out
    kept = read_network(streets)
    assert f"道の点 {len(kept)}、その間の区間 {len(kept.metres)}" in said
    assert "出典: OpenStreetMap(2026-10-01)、ODbL 1.0" in said
    assert run_with(["import", "gtfs", str(feed), "--day", "2026-11-24", "--database", new_database]) == 0
    said = capsys.readouterr().out
    assert "停留所 2、2026-11-24 に走る便 8" in said
    assert "出典: 瑞浜バス GTFS-JP。2026-11-24 に走る便" in said


def test_the_data_folder_may_be_set(
    new_database: str, streets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TSUNAGITE_DATA_DIR", str(tmp_path / "arrays"))
    assert run_with(["import", "network", str(streets), "--database", new_database]) == 0
    assert (tmp_path / "arrays" / "network.npz").is_file()


@pytest.mark.parametrize(
    ("what", "content", "said"),
    [
        ("network", b"no streets", "OSM のファイルとして読めません"),
        ("gtfs", b"no timetable", "zip として開けません"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_line_that_names_it(
    capsys: Capture, new_database: str, tmp_path: Path, what: str, content: bytes, said: str
) -> None:
    file = tmp_path / "wrong.osm.pbf"
    file.write_bytes(content)
    line = refusal(capsys, 1, "import", what, file, "--database", new_database)
    assert line.startswith("wrong.osm.pbf: ")
    assert said in line
    assert not (tmp_path / "t.db.data").exists()


def test_a_damaged_store_says_to_import_again(
    capsys: Capture, new_database: str, streets: Path, tmp_path: Path
) -> None:
    import_city(new_database)
    assert run_with(["import", "network", str(streets), "--database", new_database]) == 0
    stored = tmp_path / "t.db.data" / "network.npz"
    stored.write_bytes(stored.read_bytes()[:200])
    said = refusal(capsys, 1, "gap", "--kind", "居場所", "--travel", "network", "--database", new_database)
    assert "もう一度取り込んでください" in said


@pytest.mark.shared
def test_the_incomplete_real_feed_is_refused_naming_the_missing_file(
    capsys: Capture, new_database: str, shared: Path
) -> None:
    real = shared / "realdata" / "gtfsjp_kumamoto_dentetsu"
    said = refusal(capsys, 1, "import", "gtfs", real, "--database", new_database)
    assert "がありません" in said
    assert ".txt" in said
