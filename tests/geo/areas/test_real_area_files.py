"""Real files: Kawasaki (国土数値情報 2010 and 2013) and Yaizu (two coordinate systems, CP932, columns without meaning)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.areas.contiguity import neighbours, neighbours_of
from geo.areas.hierarchy import parents_by_overlap
from geo.areas.projection import to_metres
from geo.areas.reading import AreaFile, read_areas
from geo.areas.simplifying import simplified

pytestmark = pytest.mark.shared


def kawasaki(shared: Path, name: str) -> AreaFile:
    return read_areas(shared / "realdata" / "kawasaki_papamama_ksj" / f"{name}.geojson")


def yaizu(shared: Path, name: str) -> AreaFile:
    return read_areas(shared / "realdata" / "yaizu_city" / name / f"{name}.shp")


def test_118_polygons_of_kawasaki_are_113_elementary_schools(shared: Path) -> None:
    read = kawasaki(shared, "Elementary")
    assert (read.records, read.taken, len(read.areas)) == (118, 118, 113)
    assert set(read.merged) == {"大島小学校", "川中島小学校", "渡田小学校", "藤崎小学校", "殿町小学校"}
    assert set(read.areas.municipalities) == {str(code) for code in range(14131, 14138)}
    assert (
        read.areas.sources[0].line().startswith("出典: 国土数値情報(小学校区データ)(2010年度または2016年度)")
    )


def test_57_polygons_of_kawasaki_are_51_junior_high_schools(shared: Path) -> None:
    read = kawasaki(shared, "MiddleSchool")
    assert (read.records, read.taken, len(read.areas)) == (57, 57, 51)
    assert read.merged == {"大師中学校": 2, "川中島中学校": 3, "臨港中学校": 3, "柿生中学校": 2}
    assert read.areas.sources[0].edition == "2013年度"


@pytest.mark.parametrize(
    ("name", "areas", "repaired", "kind"),
    [
        ("小学校区", 13, (), "elementary_district"),
        ("中学校区", 9, (), "junior_high_district"),
        ("自治会区域", 35, ("小川第13自治会",), "neighborhood_association"),
    ],
)
def test_yaizu_is_read_with_its_names_its_note_and_one_repair(
    name: str, areas: int, repaired: tuple[str, ...], kind: str, shared: Path
) -> None:
    read = yaizu(shared, name)
    assert (read.records, len(read.areas), read.encoding) == (areas, areas, "cp932")
    assert read.repaired == repaired
    assert set(read.areas.kinds) == {kind}
    assert shapely.is_valid(read.areas.shapes).all()
    assert all(one.endswith(("小学校", "中学校", "自治会")) for one in read.areas.names)
    note = read.areas.sources[0].note
    assert ("通学区域の境界は誤差が生じる可能性があります" in note) == (kind != "neighborhood_association")


def test_the_two_coordinate_systems_of_yaizu_give_one_city(shared: Path) -> None:
    in_metres, in_degrees = yaizu(shared, "小学校区").areas, yaizu(shared, "中学校区").areas
    cities = to_metres(
        np.array([shapely.union_all(areas.shapes) for areas in (in_metres, in_degrees)], dtype=np.object_)
    )
    common = shapely.intersection(*cities).area / shapely.union(*cities).area
    assert common > 0.999
    assert cities[0].area == pytest.approx(70e6, rel=0.02)  # 焼津市 is 70 square kilometres


def test_every_elementary_district_of_yaizu_has_a_junior_high_district(shared: Path) -> None:
    found = parents_by_overlap(yaizu(shared, "小学校区").areas, yaizu(shared, "中学校区").areas)
    assert [one.share > 0.8 for one in found] == [True] * 13
    assert sorted(one.child for one in found if one.ambiguous) == ["焼津東小学校", "焼津西小学校"]


@pytest.mark.parametrize("name", ["小学校区", "自治会区域"])
def test_no_area_of_yaizu_is_without_neighbours(name: str, shared: Path) -> None:
    areas = yaizu(shared, name).areas
    assert len(neighbours_of(neighbours(areas))) == len(areas)


def test_kawasaki_simplified_keeps_every_school_and_its_size(shared: Path) -> None:
    areas = kawasaki(shared, "Elementary").areas
    fewer = simplified(areas)
    before, after = shapely.area(to_metres(areas.shapes)), shapely.area(to_metres(fewer.shapes))
    assert (
        shapely.get_num_coordinates(fewer.shapes).sum() < shapely.get_num_coordinates(areas.shapes).sum() / 2
    )
    assert np.abs(after / before - 1).max() < 0.1
