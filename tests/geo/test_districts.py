"""Which district a point lies in, and what is wrong with a file of districts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.districts import Disagreement, disagreements, district_of, districts_from, read_districts
from geo.errors import GeoError


def square(west: float, south: float, size: float = 0.1) -> list[list[float]]:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(district: str | None, *rings: list[list[float]], name: str | None = None) -> dict[str, Any]:
    properties = {"district_id": district, "name": name or district}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": list(rings)},
    }


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


NEIGHBOURS = districts_from(
    collection(
        feature("D02", square(135.5, 35.0), name="湖東学区"),
        feature("D01", square(135.25, 35.0, 0.25), name="みなと学区"),
    )
)


def ids(*positions: tuple[float, float]) -> list[str]:
    lats, lons = np.array(positions).T
    return district_of(lats, lons, NEIGHBOURS).tolist()


def test_districts_are_ordered_by_id_and_keep_their_names() -> None:
    assert NEIGHBOURS.ids == ("D01", "D02")
    assert NEIGHBOURS.names == ("みなと学区", "湖東学区")


def test_a_point_gets_the_district_it_lies_in_and_none_outside() -> None:
    assert ids((35.05, 135.3), (35.05, 135.55), (36.0, 135.3)) == ["D01", "D02", ""]


def test_a_point_on_a_shared_border_belongs_to_the_lowest_id() -> None:
    assert ids((35.05, 135.5), (35.0, 135.5)) == ["D01", "D01"]


def test_a_point_on_an_outer_border_is_not_lost() -> None:
    assert ids((35.0, 135.3), (35.05, 135.6)) == ["D01", "D02"]


def test_a_position_that_is_not_known_lies_in_no_district() -> None:
    assert ids((np.nan, 135.3), (35.05, np.nan), (np.inf, np.inf), (35.05, 135.3)) == ["", "", "", "D01"]
    assert district_of(np.array([]), np.array([]), NEIGHBOURS).tolist() == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=30))
def test_the_fast_answer_is_that_of_asking_every_polygon(cells: list[tuple[int, int]]) -> None:
    overlapping = districts_from(
        collection(
            feature("C", square(135.0, 35.0, 0.25)),
            feature("A", square(135.125, 35.125, 0.25)),
            feature("B", square(135.375, 35.0, 0.125)),
        )
    )
    lats, lons = np.array([(35 + y / 40, 135 + x / 40) for y, x in cells]).T
    expected = [
        next(
            (
                name
                for name, shape in zip(overlapping.ids, overlapping.shapes, strict=True)
                if shape.distance(shapely.Point(lon, lat)) == 0
            ),
            "",
        )
        for lat, lon in zip(lats, lons, strict=True)
    ]
    assert district_of(lats, lons, overlapping).tolist() == expected


def test_several_polygons_of_one_id_are_one_district() -> None:
    islands = districts_from(
        collection(feature("D01", square(135.0, 35.0)), feature("D01", square(136.0, 35.0)))
    )
    lats, lons = np.array([(35.05, 135.05), (35.05, 136.05), (35.05, 135.5)]).T
    assert district_of(lats, lons, islands).tolist() == ["D01", "D01", ""]


def test_a_hole_belongs_to_the_district_that_fills_it() -> None:
    ring = districts_from(
        collection(
            feature("D01", square(135.0, 35.0, 0.5), square(135.125, 35.125, 0.25)),
            feature("D02", square(135.125, 35.125, 0.25)),
        )
    )
    assert district_of(np.array([35.25]), np.array([135.25]), ring).tolist() == ["D02"]


def test_a_ring_that_crosses_itself_is_repaired() -> None:
    bow_tie = [[135.0, 35.0], [135.2, 35.2], [135.2, 35.0], [135.0, 35.2], [135.0, 35.0]]
    repaired = districts_from(collection(feature("D01", bow_tie)))
    assert repaired.shapes[0].is_valid
    lats, lons = np.array([(35.1, 135.02), (35.1, 135.18), (35.02, 135.1)]).T
    assert district_of(lats, lons, repaired).tolist() == ["D01", "D01", ""]


def test_the_inner_point_of_a_district_lies_in_it_even_when_its_middle_does_not() -> None:
    crescent = feature("D02", square(135.0, 35.0, 0.5), square(135.0625, 35.0625, 0.375))
    both = districts_from(collection(crescent, feature("D01", square(136.0, 35.0))))
    assert district_of(*both.inner_points(), both).tolist() == ["D01", "D02"]


def test_a_stated_district_that_the_position_contradicts_is_reported() -> None:
    lats, lons = np.array([(35.05, 135.3), (35.05, 135.3), (36.0, 135.3), (35.05, 135.3)]).T
    assert disagreements(["D01", "D02", "D02", "D99"], lats, lons, NEIGHBOURS) == [
        Disagreement(1, "D02", "D01"),
        Disagreement(2, "D02", None),
        Disagreement(3, "D99", "D01"),
    ]


def test_nothing_is_reported_without_a_stated_district_or_without_a_position() -> None:
    lats, lons = np.array([(35.05, 135.3), (35.05, 135.3), (np.nan, np.nan)]).T
    assert disagreements([None, "", "D02"], lats, lons, NEIGHBOURS) == []


LINE = {"type": "Feature", "properties": {"district_id": "D01"}}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "FeatureCollection"),
        ({"type": "Feature"}, "FeatureCollection"),
        (collection(), "一つもありません"),
        ({"type": "FeatureCollection", "features": [1]}, "1番目の区域が GeoJSON の Feature"),
        (
            collection(feature("D01", square(135.0, 35.0)), feature(None, square(135.0, 35.0))),
            "2番目.*district_id",
        ),
        (collection({**LINE, "geometry": None}), "1番目の区域の形"),
        (
            collection({**LINE, "geometry": {"type": "Point", "coordinates": [135.0, 35.0]}}),
            "1番目の区域の形",
        ),
        (collection({**LINE, "geometry": {"type": "Polygon", "coordinates": [["x"]]}}), "座標が読めません"),
        (collection({**LINE, "geometry": {"type": "Polygon"}}), "座標が読めません"),
        (collection({**LINE, "geometry": {"type": "Polygon", "coordinates": []}}), "日本の範囲"),
        (collection(feature("D01", square(35.0, 135.0))), "経度,緯度"),
        (collection(feature("D01", square(-36000.0, 9000.0, 500.0))), "日本の範囲"),
        (collection(feature("D01", [[135.0, 35.0], [135.1, 35.0], [135.2, 35.0], [135.0, 35.0]])), "面積"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(document: Any, message: str) -> None:
    with pytest.raises(GeoError, match=message):
        districts_from(document)


@pytest.mark.parametrize("content", [b"", b"{", b"%PDF-1.7", "瑞浜市".encode("cp932")])
def test_a_file_that_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "districts.geojson").write_bytes(content)
    with pytest.raises(GeoError, match="GeoJSON として読めません"):
        read_districts(tmp_path / "districts.geojson")


def test_other_property_names_can_be_given(tmp_path: Path) -> None:
    school = feature("x", square(135.0, 35.0))
    school["properties"] = {"A27_003": "B125299900011", "A27_004": "みなと小学校"}
    (tmp_path / "A27-23.geojson").write_text(json.dumps(collection(school)), encoding="utf-8-sig")
    read = read_districts(tmp_path / "A27-23.geojson", id_property="A27_003", name_property="A27_004")
    assert (read.ids, read.names) == (("B125299900011",), ("みなと小学校",))
