"""Every edition of 国土数値情報 by its own columns, and several polygons of one school."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geo.areas.errors import AreaFileError
from geo.areas.reading import AreaOptions, read_areas
from geo.districts import district_of
from tests.geo.areas.files import feature, square, write_geojson

CITY = "22999"


def school(prefix: str, first: int, *values: str) -> dict[str, str]:
    """Attributes numbered from `first` on."""
    return {f"{prefix}_{first + place:03d}": value for place, value in enumerate(values)}


EDITIONS = {
    "A27-10_22.geojson": (
        [school("A27", 5, CITY, "汐見市立", name, f"汐見市{name}町1") for name in ("浜小学校", "岬小学校")],
        "elementary_district",
        "2010年度",
        ["22999-岬小学校", "22999-浜小学校"],
    ),
    "A27-16_22.geojson": (
        [school("A27", 5, CITY, "汐見市立", name, f"汐見市{name}町1") for name in ("浜小学校", "岬小学校")],
        "elementary_district",
        "2016年度",
        ["22999-岬小学校", "22999-浜小学校"],
    ),
    "A27-21_22.geojson": (
        [
            school("A27", 1, CITY, "汐見市立", code, name, "汐見市1")
            for code, name in (("B122299900011", "浜小学校"), ("B122299900020", "岬小学校"))
        ],
        "elementary_district",
        "2021年度",
        ["B122299900011", "B122299900020"],
    ),
    "A32-13_22.geojson": (
        [
            school("A32", 1, CITY, "汐見市", name, f"{CITY}_汐見市_{name}.csv", "2", "1")
            for name in ("浜中学校", "岬中学校")
        ],
        "junior_high_district",
        "2013年度",
        ["22999-岬中学校", "22999-浜中学校"],
    ),
    "A32-16_22.geojson": (
        [
            school("A32", 6, CITY, "汐見市立", name, "汐見市1", f"{CITY}_{name}.csv")
            for name in ("浜中学校", "岬中学校")
        ],
        "junior_high_district",
        "2016年度",
        ["22999-岬中学校", "22999-浜中学校"],
    ),
    "A32-23_22.geojson": (
        [
            school("A32", 1, CITY, "汐見市立", code, name, "汐見市1")
            for code, name in (("C122299900011", "浜中学校"), ("C122299900020", "岬中学校"))
        ],
        "junior_high_district",
        "2023年度",
        ["C122299900011", "C122299900020"],
    ),
    "N03-190101_22.geojson": (
        [
            {"N03_001": "静岡県", "N03_002": None, "N03_003": upper, "N03_004": name, "N03_007": code}
            for upper, name, code in (("汐見市", "東区", "22998"), ("沖郡", "磯町", "22997"))
        ],
        "municipality",
        "2019年",
        ["22997", "22998"],
    ),
    "N03-20230101_22.geojson": (
        [
            {
                **{"N03_001": "静岡県", "N03_002": None, "N03_003": county, "N03_004": name, "N03_005": ward},
                "N03_007": code,
            }
            for county, name, ward, code in (
                (None, "汐見市", "東区", "22998"),
                ("沖郡", "磯町", None, "22997"),
            )
        ],
        "municipality",
        "2023年",
        ["22997", "22998"],
    ),
}


@pytest.mark.parametrize("name", EDITIONS)
def test_an_edition_is_known_by_its_columns_and_named_after_its_file(name: str, tmp_path: Path) -> None:
    rows, kind, edition, ids = EDITIONS[name]
    features = [feature(row, square(138.3 + 0.01 * place, 34.8)) for place, row in enumerate(rows)]
    read = read_areas(write_geojson(tmp_path / name, *features, crs="urn:ogc:def:crs:EPSG::6668"))
    assert list(read.areas.ids) == ids
    assert set(read.areas.kinds) == {kind}
    (source,) = read.areas.distinct_sources()
    assert source.edition == edition
    assert source.licence
    assert (read.records, read.taken, read.findings) == (2, 2, ())


@pytest.mark.parametrize("name", ["N03-190101_22.geojson", "N03-20230101_22.geojson"])
def test_a_ward_is_named_with_its_city_and_a_town_without_its_county(name: str, tmp_path: Path) -> None:
    features = [feature(row, square(138.3, 34.8)) for row in EDITIONS[name][0]]
    areas = read_areas(write_geojson(tmp_path / name, *features)).areas
    assert areas.names == ("磯町", "汐見市東区")
    assert areas.municipalities == ("22997", "22998")


def test_dates_in_the_old_boundaries_are_not_taken_for_wards(tmp_path: Path) -> None:
    row: dict[str, Any] = {"N03_001": "静岡県", "N03_002": "", "N03_003": "汐見市", "N03_004": "東区"}
    row |= {"N03_005": "1889-04-01", "N03_007": "22998"}
    areas = read_areas(write_geojson(tmp_path / "a.geojson", feature(row, square(138.3, 34.8)))).areas
    assert areas.names == ("汐見市東区",)
    assert areas.sources[0].edition == "2022年以前"


def test_land_of_no_municipality_is_left_out_and_said(tmp_path: Path) -> None:
    rows = [*EDITIONS["N03-20230101_22.geojson"][0]]
    nobody = {**rows[0], "N03_004": "所属未定地", "N03_005": None, "N03_007": None}
    features = [feature(row, square(138.3, 34.8)) for row in (*rows, nobody)]
    read = read_areas(write_geojson(tmp_path / "N03-23_22_230101.geojson", *features))
    assert (read.records, read.taken, len(read.areas)) == (3, 2, 2)
    assert [(found.record, found.severity) for found in read.findings] == [(3, "refused")]


def test_several_polygons_of_a_school_are_one_area(tmp_path: Path) -> None:
    row = school("A27", 5, CITY, "汐見市立", "浜小学校", "汐見市浜町1")
    places = (138.30, 138.35)
    path = write_geojson(
        tmp_path / "A27-10_22.geojson", *(feature(row, square(west, 34.8)) for west in places)
    )
    read = read_areas(path)
    assert read.merged == {"浜小学校": 2}
    lats, lons = np.array([34.805, 34.805, 34.805]), np.array([138.305, 138.355, 138.33])
    assert district_of(lats, lons, read.areas).tolist() == ["22999-浜小学校", "22999-浜小学校", ""]


def test_two_schools_of_one_name_in_one_city_stay_two_areas(tmp_path: Path) -> None:
    rows = [school("A27", 5, CITY, "汐見市立", "中央小学校", f"汐見市{town}1") for town in ("東町", "西町")]
    features = [feature(row, square(138.3 + 0.02 * place, 34.8)) for place, row in enumerate(rows)]
    read = read_areas(write_geojson(tmp_path / "A27-10_22.geojson", *features))
    assert len(read.areas) == 2
    assert set(read.areas.names) == {"中央小学校"}
    assert read.merged == {}
    again = read_areas(write_geojson(tmp_path / "A27-10_22.geojson", *reversed(features)))
    assert again.areas.ids == read.areas.ids


def test_one_name_in_two_cities_is_two_areas(tmp_path: Path) -> None:
    rows = [school("A27", 5, city, "市立", "中央小学校", "1番地") for city in ("22999", "22998")]
    features = [feature(row, square(138.3 + 0.02 * place, 34.8)) for place, row in enumerate(rows)]
    read = read_areas(write_geojson(tmp_path / "A27-10_22.geojson", *features))
    assert read.areas.ids == ("22998-中央小学校", "22999-中央小学校")


def test_schools_given_as_points_are_refused_with_the_reason(tmp_path: Path) -> None:
    row = school("A27", 1, CITY, "汐見市立", "浜小学校", "汐見市浜町1")
    point = feature(row, square(138.3, 34.8).centroid)
    with pytest.raises(AreaFileError, match="点か線のファイル"):
        read_areas(write_geojson(tmp_path / "A27P-10_22.geojson", point))


def test_a_layer_of_kokudo_suuchi_that_is_not_known_is_named_as_such(tmp_path: Path) -> None:
    other = feature({"P29_001": CITY, "P29_005": "浜小学校"}, square(138.3, 34.8))
    with pytest.raises(AreaFileError, match="国土数値情報の、知らない種類か版"):
        read_areas(write_geojson(tmp_path / "P29-13.geojson", other))


def test_what_the_importer_says_wins_over_the_file(tmp_path: Path) -> None:
    rows = EDITIONS["A27-10_22.geojson"][0]
    path = write_geojson(tmp_path / "A27-10_22.geojson", *(feature(row, square(138.3, 34.8)) for row in rows))
    areas = read_areas(path, AreaOptions(kind="living_area", own=False)).areas
    assert set(areas.kinds) == {"living_area"}
    assert not areas.own.any()
