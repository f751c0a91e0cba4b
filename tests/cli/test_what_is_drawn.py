"""Maps that are passed on hold what everybody may see; the figures rest on everything."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlmodel import col, select

from api.cli.main import run_with
from api.installing import open_existing
from api.settings import read_settings
from resources.catalogue_writer import touch_catalogue
from resources.clock import SystemClock
from resources.tables import FieldVisibility, Resource
from tests.cli.gap_runs import CITY, Capture

HEADER = (CITY / "resources.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
OPEN, CLOSED, NAMELESS, WHOLLY = "ひらいた広場", "ひみつの家", "名を伏せた家", "内輪の家"
AT = {OPEN: "35.00111", CLOSED: "35.00222", NAMELESS: "35.00333", WHOLLY: "35.00444"}


@pytest.fixture
def stored(new_database: str, tmp_path: Path) -> list[str]:
    """The small city in a database, with four more places of which one is open in everything."""
    rows = [
        dict.fromkeys(HEADER, "")
        | {**{"資源ID": f"X{number}", "名称": name, "種別": "居場所", "提供方法": "来所", "状態": "公開中"}}
        | {**{"緯度": lat, "経度": "136.00111", "曜日": "月", "頻度": "毎週", "定員": "10", "学区": "T1"}}
        for number, (name, lat) in enumerate(AT.items())
    ]
    with (tmp_path / "places.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *(row.values() for row in rows)])
    options = ["--database", new_database]
    assert run_with(["import", "districts", str(CITY / "districts.geojson"), *options]) == 0
    assert run_with(["import", "population", str(CITY / "population_mesh.csv"), *options]) == 0
    assert run_with(["import", "resources", str(tmp_path / "places.csv"), *options]) == 0
    close(new_database)
    return options


def close(database: str) -> None:
    opened = open_existing(read_settings(database_url=database))
    with opened.session() as session:
        found = {row.name: row for row in session.exec(select(Resource).where(col(Resource.name).in_(AT)))}
        for name, field, reach in ((CLOSED, "address", "internal"), (NAMELESS, "name", "partners")):
            resource_id = found[name].id
            assert resource_id is not None
            session.add(FieldVisibility(resource_id=resource_id, field_code=field, visibility=reach))
        found[WHOLLY].visibility = "internal"
        session.add(found[WHOLLY])
        touch_catalogue(session, clock=SystemClock())
    opened.close()


@pytest.mark.parametrize("command", ["gap", "site"])
def test_what_is_internal_is_counted_and_on_no_map_that_is_passed_on(
    capsys: Capture, stored: list[str], tmp_path: Path, command: str
) -> None:
    capsys.readouterr()
    drawn = tmp_path / "map.html"
    assert run_with([command, "--kind", "居場所", *stored, "--map", str(drawn)]) == 0
    page = drawn.read_text(encoding="utf-8")
    assert "位置を公開していない場所が2か所あり、地図には描いていません。" in page
    assert OPEN in page
    assert AT[OPEN] in page
    assert AT[NAMELESS] in page
    for hidden in (NAMELESS, WHOLLY, AT[CLOSED], AT[WHOLLY]):
        assert hidden not in page, hidden
    if command == "gap":
        assert "場所4" in capsys.readouterr().out
