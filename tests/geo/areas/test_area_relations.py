"""The tree of areas, sums along it, neighbours, overlaps and holes, and borders with fewer corners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.geo.areas import made_areas
from geo.areas.contiguity import neighbours, neighbours_of, next_door
from geo.areas.errors import AreaFileError
from geo.areas.faults import holes, overlaps
from geo.areas.features import shape_array
from geo.areas.hierarchy import (
    HierarchyRow,
    Parent,
    ancestors,
    parents_by_overlap,
    read_hierarchy,
    roll_up,
    with_hierarchy,
    with_parents,
)
from geo.areas.model import Areas, joined
from geo.areas.projection import from_metres, to_metres
from geo.areas.simplifying import simplified
from geo.errors import GeoError
from geo.sources import Source

SOURCE = Source("市の階層表")
METRES_PER_DEGREE = 111_195.0  # along a meridian of the sphere, 6371.007 km


def areas_of(
    boxes: dict[str, Sequence[float]], *, kind: str = "elementary_district", own: bool = True
) -> Areas:
    """Areas from (west, south, east, north), in units of 0.01 degrees from 138 E 35 N."""
    ids = tuple(sorted(boxes))
    corners = [np.asarray(boxes[key], dtype=np.float64) * 0.01 + np.array([138, 35, 138, 35]) for key in ids]
    return Areas(
        ids=ids,
        names=tuple(f"{key}区" for key in ids),
        shapes=shape_array(shapely.box(*corner) for corner in corners),
        kinds=(kind,) * len(ids),
        municipalities=("22999",) * len(ids),
        parents=("",) * len(ids),
        own=np.full(len(ids), own),
        sources=(Source("試験"),) * len(ids),
    )


ROW = areas_of({"A": (0, 0, 1, 1), "B": (1, 0, 2, 1), "C": (2, 0, 3, 1), "D": (3, 1, 4, 2)})


def test_ids_of_areas_are_unique_and_ordered_and_columns_complete() -> None:
    with pytest.raises(ValueError, match="ascending"):
        replace(ROW, ids=("B", "A", "C", "D"))
    with pytest.raises(ValueError, match="one entry"):
        replace(ROW, kinds=())


def test_areas_of_several_files_are_in_the_order_of_their_ids() -> None:
    both = joined([ROW.take([2, 3]), ROW.take([0, 1])])
    assert both.ids == ROW.ids
    assert (both.shapes == ROW.shapes).all()
    with pytest.raises(GeoError, match="「B」が複数のファイル"):
        joined([ROW, ROW.take([1])])


def test_neighbours_share_a_line_and_not_only_a_corner() -> None:
    assert neighbours(ROW).tolist() == [[0, 1], [1, 2]]
    assert neighbours_of(neighbours(ROW)) == {0: [1], 1: [0, 2], 2: [1]}


@pytest.mark.parametrize(("gap_m", "expected"), [(0.0, []), (10.0, [[0, 1]])])
def test_a_border_that_was_drawn_twice_with_a_gap_is_a_border(
    gap_m: float, expected: list[list[int]]
) -> None:
    apart = areas_of({"A": (0, 0, 1, 1), "B": (1 + 5 / 911, 0, 2, 1)})  # 5 m: 0.01 degrees are 911 m here
    assert neighbours(apart, gap_m=gap_m).tolist() == expected


def test_two_areas_that_overlap_are_neighbours() -> None:
    assert neighbours(areas_of({"A": (0, 0, 2, 2), "B": (1, 1, 3, 3)}), gap_m=0.0).tolist() == [[0, 1]]


def test_neighbours_are_those_of_asking_every_pair() -> None:
    made = made_areas(6, 9)
    expected = [
        [first, second]
        for first in range(36)
        for second in range(first + 1, 36)
        if made.shapes[first].boundary.intersection(made.shapes[second].boundary).length > 0
    ]
    assert neighbours(made).tolist() == expected
    assert len(expected) == 2 * 6 * 5


def test_areas_at_the_border_know_who_is_next_door() -> None:
    beyond = areas_of({"X": (1, 1, 2, 2), "Y": (0, 1, 1, 2)}, own=False)
    both = joined([ROW, beyond])
    assert next_door(both, neighbours(both)) == {"A": ["Y"], "B": ["X"]}


def test_overlaps_are_reported_with_their_size() -> None:
    crossed = areas_of({"A": (0, 0, 2, 1), "B": (1, 0, 2, 1), "C": (2, 0, 3, 1)})
    (one,) = overlaps(crossed)
    assert (one.first, one.second, one.share) == ("A", "B", pytest.approx(1.0))
    cell = (0.01 * METRES_PER_DEGREE) ** 2 * np.cos(np.radians(35.005))
    assert one.m2 == pytest.approx(cell, rel=1e-4)
    assert overlaps(crossed, smallest_m2=2 * cell) == []
    assert overlaps(ROW) == []


def test_land_between_areas_that_no_area_claims_is_reported_with_a_point_in_it() -> None:
    frame = {"A": (0, 0, 3, 1), "B": (0, 1, 1, 2), "C": (2, 1, 3, 2), "D": (0, 2, 3, 3)}
    (one,) = holes(areas_of(frame))
    assert shapely.box(138.01, 35.01, 138.02, 35.02).contains(shapely.Point(one.lon, one.lat))
    assert one.m2 == pytest.approx((0.01 * METRES_PER_DEGREE) ** 2 * np.cos(np.radians(35.015)), rel=1e-4)
    assert holes(areas_of(frame | {"E": (1, 1, 2, 2)})) == []


@settings(max_examples=30, deadline=None)
@given(st.floats(123, 146), st.floats(24, 45), st.floats(0.001, 0.5))
def test_metres_and_back_is_the_same_place(lon: float, lat: float, size: float) -> None:
    shapes = shape_array([shapely.box(lon, lat, lon + size, lat + size)])
    back = from_metres(to_metres(shapes), like=shapes)
    assert np.abs(shapely.get_coordinates(back) - shapely.get_coordinates(shapes)).max() < 1e-9


def test_a_parent_is_the_area_that_holds_most_and_doubtful_ones_are_named() -> None:
    small = areas_of({"a": (0, 0, 1, 1), "b": (1.6, 0, 2.6, 1), "c": (9, 9, 10, 10)})
    large = areas_of({"X": (0, 0, 2, 1), "Y": (2, 0, 4, 1)}, kind="junior_high_district")
    found = parents_by_overlap(small, large)
    assert [(one.child, one.parent, one.second) for one in found] == [
        ("a", "X", ""),
        ("b", "Y", "X"),
        ("c", "", ""),
    ]
    assert [one.share for one in found] == pytest.approx([1.0, 0.6, 0.0], abs=1e-6)
    assert [one.ambiguous for one in found] == [False, True, True]
    assert with_parents(small, found).parents == ("X", "Y", "")


def test_of_two_equal_shares_the_lowest_id_is_the_parent() -> None:
    small = areas_of({"a": (0, 0, 2, 1)})
    large = areas_of({"Y": (0, 0, 1, 1), "X": (1, 0, 2, 1)})
    (one,) = parents_by_overlap(small, large)
    assert one == Parent("a", "X", pytest.approx(0.5), "Y", pytest.approx(0.5))


TREE = [
    HierarchyRow(2, "city", "汐見市", "municipality", ""),
    HierarchyRow(3, "block1", "東ブロック", "block", "city"),
    HierarchyRow(4, "block2", "西ブロック", "block", "city"),
    HierarchyRow(5, "A", "", "", "block2"),
    HierarchyRow(6, "b", "B区", "", "block1"),
    HierarchyRow(7, "C", "しお区", "", "block1"),
]


def test_areas_that_only_the_table_knows_are_the_union_of_what_is_under_them() -> None:
    placed = with_hierarchy(ROW, TREE, source=SOURCE, file="階層.csv")
    assert dict(zip(placed.ids, placed.parents, strict=True)) == {
        **{"A": "block2", "B": "block1", "C": "block1", "D": ""},
        **{"block1": "city", "block2": "city", "city": ""},
    }
    shapes = dict(zip(placed.ids, placed.shapes, strict=True))
    assert shapes["block1"].equals(shapely.union(ROW.shapes[1], ROW.shapes[2]))
    assert shapes["city"].equals(shapely.union_all(ROW.shapes[:3]))
    assert placed.names[placed.ids.index("C")] == "しお区"
    assert placed.kinds[placed.ids.index("block2")] == "block"
    assert placed.sources[placed.ids.index("city")] == SOURCE


def test_a_row_with_neither_shape_nor_children_is_refused_with_its_place() -> None:
    with pytest.raises(AreaFileError, match="8行目の「E」は区域のファイルになく"):
        with_hierarchy(ROW, [*TREE, HierarchyRow(8, "E", "", "", "city")], source=SOURCE, file="階層.csv")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["A,,,", "A,,,"], "3行目: コード「A」が2回"),
        ([",,,"], "2行目: コードがありません"),
        (["A,,,Z"], "2行目: 上位「Z」の行がありません"),
        (["A,,,B", "B,,,A"], "2行目: 上位をたどると輪"),
    ],
)
def test_a_table_that_is_no_tree_is_refused(lines: list[str], said: str, tmp_path: Path) -> None:
    path = tmp_path / "階層.csv"
    path.write_text("\n".join(["code,name,kind,parent_code", *lines]), encoding="utf-8")
    with pytest.raises(AreaFileError, match=said):
        read_hierarchy(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_table_of_the_hierarchy_is_read_in_any_usual_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "階層.csv"
    path.write_text("code,name,kind,parent_code\ncity,汐見市,市,\nA, 浜区 ,学区,city\n", encoding=encoding)
    assert read_hierarchy(path) == (
        HierarchyRow(2, "city", "汐見市", "市", ""),
        HierarchyRow(3, "A", "浜区", "学区", "city"),
    )


@pytest.mark.parametrize("content", ["", "名称,親\n浜,岬\n", "code,name,kind,parent_code\n"])
def test_a_table_that_is_no_hierarchy_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(content, encoding="utf-8")
    with pytest.raises(AreaFileError, match="階層の表ではありません"):
        read_hierarchy(tmp_path / "t.csv")


def test_numbers_of_small_areas_add_up_to_those_of_larger_ones() -> None:
    ids, sums = roll_up(np.array([1.0, 2.0, 4.0, 8.0]), ["Y", "X", "Y", ""])
    assert (ids, sums.tolist()) == (("", "X", "Y"), [8.0, 2.0, 5.0])
    ids, sums = roll_up(np.array([[1.0, np.nan], [2.0, 3.0], [4.0, 5.0]]), ["X", "Y", "X"])
    assert ids == ("X", "Y")
    assert sums[:, 0].tolist() == [5.0, 2.0]
    assert np.isnan(sums[0, 1])
    assert sums[1, 1] == 3.0


def test_the_area_of_a_kind_above_is_found_over_several_steps() -> None:
    parents = {"A": "block", "block": "city", "city": "", "alone": "gone"}
    kinds = {"A": "district", "block": "block", "city": "municipality", "alone": "district"}
    assert ancestors(parents, kinds, "municipality") == {
        "A": "city",
        "block": "city",
        "city": "city",
        "alone": "",
    }


def test_fewer_corners_leave_shared_borders_shared() -> None:
    made = made_areas(6, 51)
    fewer = simplified(made, tolerance_m=60.0)
    assert fewer.ids == made.ids
    assert (
        shapely.get_num_coordinates(fewer.shapes).sum() < 0.5 * shapely.get_num_coordinates(made.shapes).sum()
    )
    assert shapely.is_valid(fewer.shapes).all()
    assert shapely.coverage_is_valid(to_metres(fewer.shapes), gap_width=1e-3)
    assert overlaps(fewer, smallest_m2=1.0) == []
    assert holes(fewer, smallest_m2=1.0) == []


def test_simplifying_keeps_what_an_area_knows() -> None:
    assert simplified(ROW).sources == ROW.sources
    assert len(simplified(ROW.take([]))) == 0
