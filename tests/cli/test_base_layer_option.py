"""--base-layer of gap, site and match: the map lies on the operator's own background, which is never overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli.main import run_with
from tests.cli.gap_runs import Capture, refused
from tests.geo.base_layers import as_geojson_file, town

COMMANDS = {"gap": ("--kind", "居場所"), "site": ("--kind", "居場所"), "match": ("--need", "S1")}


@pytest.mark.parametrize("what", COMMANDS)
def test_a_map_is_drawn_on_it(what: str, city: Path, tmp_path: Path, capsys: Capture) -> None:
    roads = as_geojson_file(tmp_path / "roads.geojson", town())
    asked = [what, "--collection", str(city), *COMMANDS[what], "--base-layer", str(roads)]
    target = tmp_path / "map.html"
    assert run_with([*asked, "--base-layer-source", "架空の地図", "--map", str(target)]) == 0
    page = target.read_text(encoding="utf-8")
    assert "背景の図: 架空の地図。" in page
    assert "tsunagiteMap.addBase(map_1" in page
    capsys.readouterr()
    before = roads.read_bytes()
    inside = tmp_path / "roads.html"
    inside.symlink_to(roads)
    assert "読み込むファイルには書き込めません" in refused(capsys, 1, *asked, "--map", inside)
    assert roads.read_bytes() == before


def test_the_setting_of_the_pages_holds_for_the_commands(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roads = as_geojson_file(tmp_path / "roads.geojson", town())
    monkeypatch.setenv("TSUNAGITE_BASE_LAYER", str(roads))
    monkeypatch.setenv("TSUNAGITE_BASE_LAYER_SOURCE", "架空の地図")
    target = tmp_path / "map.html"
    assert run_with(["gap", "--collection", str(city), "--kind", "居場所", "--map", str(target)]) == 0
    assert "背景の図: 架空の地図。" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("what", COMMANDS)
def test_a_wrong_file_is_said_in_one_line_and_no_map_is_written(
    what: str, city: Path, tmp_path: Path, capsys: Capture
) -> None:
    wrong = tmp_path / "wrong.gpkg"
    wrong.write_bytes(b"no GeoPackage")
    target = tmp_path / "map.html"
    asked = ["--collection", city, *COMMANDS[what], "--map", target, "--base-layer", wrong]
    said = refused(capsys, 1, what, *asked)
    assert "地図の背景を読めません。wrong.gpkg: GeoPackage ではありません。" in said
    assert "対処" in said
    assert not target.exists()
