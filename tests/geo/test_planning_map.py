"""The planner's map: one file that asks for nothing, says nothing about who lives in a cell, and stays small."""

from __future__ import annotations

import json
import re
import time

import numpy as np
import pytest
import shapely

from api.map_assets import load_map_assets
from bench.geo.maps import DISTRICTS, html_map, places, prefecture
from geo.errors import GeoError
from geo.maps import AreaMark, CellClass, MapAssets, MapCells, MapPoint, MapTable, MarkedArea, planning_map
from geo.maps.outlines import MOST_CORNERS, with_fewer_corners
from geo.maps.planning import MOST_CELLS, NAMED_AREAS
from geo.maps.standalone import require_standalone
from tests.geo.test_maps import HOSTILE, Reader

CLASSES: tuple[CellClass, ...] = ("covered", "unsure", "uncovered")


@pytest.fixture(scope="module")
def assets() -> MapAssets:
    return load_map_assets()


def area(name: str = "本町学区", column: int = 0, mark: AreaMark = "short", badge: str = "") -> MarkedArea:
    west = 135.9 + 0.02 * column
    return MarkedArea(name, shapely.box(west, 35.0, west + 0.02, 35.02), mark, ("不足", "理由の文。"), badge)


def cells(count: int = 3) -> MapCells:
    west = 135.9 + 0.003125 * np.arange(count)
    bounds = np.column_stack([west, np.full(count, 35.0), west + 0.003125, np.full(count, 35.0 + 1 / 480)])
    return MapCells(bounds, tuple(CLASSES[number % 3] for number in range(count)))


def drawn(
    assets: MapAssets,
    areas: list[MarkedArea] | None = None,
    points: list[MapPoint] | None = None,
    shown: MapCells | None = None,
    **texts: object,
) -> str:
    asked = {
        "title": "瑞浜市 地域の過不足",
        "table": MapTable("一覧です。", ("学区", "判定"), (("本町学区", "不足"),)),
        "assumptions": ["移動: 徒歩、時速4km"],
        "sources": ["出典: 架空の人口"],
    } | texts
    chosen = [MapPoint(35.01, 135.91, "ひだまり", ("週2回",), "other")] if points is None else points
    return planning_map([area()] if areas is None else areas, chosen, shown, assets=assets, **asked)  # type: ignore[arg-type]


def data_of(document: str, function: str) -> list[object]:
    """What the script hands to a function of layers.js, call by call."""
    found = re.findall(rf"tsunagiteMap\.{function}\(map_1, (.*?)\);", document)
    return [json.loads(text) for text in found]


def test_the_file_asks_for_nothing_outside_itself(assets: MapAssets) -> None:
    document = drawn(assets, shown=cells())
    require_standalone(document)
    assert re.search(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//""", document) is None
    policy = next(meta for meta in Reader(document).tags("meta") if meta.get("http-equiv"))
    assert "default-src 'none'" in str(policy["content"])


def test_question_assumptions_sources_and_legend_stand_on_it(assets: MapAssets) -> None:
    text = Reader(drawn(assets, [area(), area("港学区", 1, "unsure")], shown=cells())).text
    for part in (
        "瑞浜市 地域の過不足",
        "時速4km",
        "出典: 架空の人口",
        "不足: どの",
        "不確か: 見込み",
        "数えた場所",
    ):
        assert part in text, part
    assert "届いている" not in text  # no such district on this map
    assert "分からない: 人口" not in text


def test_everything_on_the_map_is_in_a_table_too(assets: MapAssets) -> None:
    unplaced = MapPoint(float("nan"), float("nan"), "どこか", (), "other")
    document = drawn(assets, points=[MapPoint(35.0, 135.9, "ひだまり", ("週2回",), "other"), unplaced])
    rows = Reader(document).rows
    assert ["本町学区", "不足"] in rows
    assert ["1", "ひだまり", "週2回", ""] in rows
    assert rows[-1][:3] == ["2", "どこか", ""]
    assert rows[-1][3].startswith("位置不明")


def test_hostile_names_stay_texts(assets: MapAssets) -> None:
    document = drawn(
        assets,
        [area(HOSTILE, badge=HOSTILE)],
        [MapPoint(35.0, 135.9, HOSTILE, (HOSTILE,), "other")],
        **{"title": HOSTILE, "assumptions": [HOSTILE], "sources": [HOSTILE]},
        table=MapTable(HOSTILE, (HOSTILE,), ((HOSTILE,),)),
    )
    read = Reader(document)
    assert not read.tags("img")
    assert "<img" not in document
    assert document.count("</script>") == len(read.tags("script"))
    assert read.text.count(HOSTILE) >= 7
    assert data_of(document, "addMarkedAreas")[0][0]["text"][0] == HOSTILE  # type: ignore[index]


def test_a_cell_is_a_position_and_a_class_and_nothing_else(assets: MapAssets) -> None:
    """Nobody learns from the file how many people live in a cell."""
    (found,) = data_of(drawn(assets, shown=cells(7)), "addCells")
    assert isinstance(found, dict)
    assert set(found) == {"cells", "kinds", "height", "width", "shown"}
    assert {len(cell) for cell in found["cells"]} == {3}
    south, west, kind = found["cells"][1]
    assert (south, west) == (35.0, 135.903125)
    assert found["kinds"][kind] == "unsure"
    assert (found["width"], found["height"]) == (0.003125, 0.002083)
    assert not found["shown"]  # the districts come first


def test_too_many_cells_are_left_out_and_that_is_said(assets: MapAssets) -> None:
    document = drawn(assets, shown=cells(MOST_CELLS + 1))
    assert data_of(document, "addCells") == []
    assert "メッシュの数が多いので" in document


def test_a_count_is_drawn_only_where_it_may_be_shown(assets: MapAssets) -> None:
    document = drawn(assets, [area(badge="合う先なし 7"), area("港学区", 1)])
    (found,) = data_of(document, "addMarkedAreas")
    assert [each["badge"] for each in found] == ["合う先なし 7", ""]  # type: ignore[attr-defined]


def test_the_same_input_gives_the_same_bytes(assets: MapAssets) -> None:
    assert drawn(assets, shown=cells()) == drawn(assets, shown=cells())


def test_what_is_no_area_is_refused_by_name(assets: MapAssets) -> None:
    with pytest.raises(GeoError, match="本町学区"):
        drawn(assets, [MarkedArea("本町学区", {"type": "Point", "coordinates": [135.9, 35.0]}, "short")])


def test_of_many_districts_the_explanation_stands_in_the_table_alone(assets: MapAssets) -> None:
    few = drawn(assets, [area(f"第{n}学区", n) for n in range(NAMED_AREAS)])
    many = drawn(assets, [area(f"第{n}学区", n) for n in range(NAMED_AREAS + 1)])
    assert data_of(few, "addMarkedAreas")[0][0]["text"] == ["第0学区", "不足", "理由の文。"]  # type: ignore[index]
    assert data_of(many, "addMarkedAreas")[0][0]["text"] == ["第0学区", "不足"]  # type: ignore[index]


def test_a_prefecture_is_a_file_of_two_megabytes_made_in_seconds(assets: MapAssets) -> None:
    areas, points = prefecture(), places()
    corners = shapely.get_num_coordinates([each.geometry for each in areas]).sum()
    assert len(areas) == DISTRICTS
    assert corners > 500_000
    start = time.process_time()
    content = html_map(areas, points, assets)
    assert time.process_time() - start < 4.0  # about half a second where nobody else works
    assert len(content) <= 2_000_000
    assert "なめらかにしてあります" in content.decode()


def test_smoothing_keeps_borders_shared_and_areas_where_they_are() -> None:
    shapes = np.array([each.geometry for each in prefecture(100, 400)], dtype=np.object_)
    smoothed = with_fewer_corners(shapes, 2_000)
    assert shapely.get_num_coordinates(smoothed).sum() <= 2_000
    assert shapely.coverage_is_valid(smoothed)  # no gap and no overlap opened
    moved = shapely.area(shapely.symmetric_difference(shapes, smoothed))
    whole = shapely.area(shapes)
    assert (moved / whole)[whole > whole.mean() / 2].max() < 0.1  # slivers may change their form
    assert shapely.area(shapely.union_all(smoothed)) == pytest.approx(
        shapely.area(shapely.union_all(shapes)), rel=0.01
    )


def test_few_corners_are_drawn_as_they_are() -> None:
    shapes = np.array([each.geometry for each in prefecture(9, 40)], dtype=np.object_)
    assert shapely.get_num_coordinates(shapes).sum() <= MOST_CORNERS
    assert with_fewer_corners(shapes) is shapes


def test_areas_that_overlap_are_still_all_drawn(assets: MapAssets) -> None:
    one = shapely.Point(135.9, 35.0).buffer(0.02, quad_segs=2_000)
    areas = [
        MarkedArea("甲", one, "short"),
        MarkedArea("乙", shapely.affinity.translate(one, 0.01), "enough"),
    ]
    (found,) = data_of(drawn(assets, areas), "addMarkedAreas")
    assert [each["text"][0] for each in found] == ["甲", "乙"]  # type: ignore[attr-defined]
    assert all(len(each["geometry"]["coordinates"][0]) >= 4 for each in found)  # type: ignore[attr-defined]
