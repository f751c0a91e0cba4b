"""Formats, coordinates, encodings, and files that are not what they seem."""

from __future__ import annotations

import json
import os
import random
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from geo.areas import archive
from geo.areas.errors import AreaFileError
from geo.areas.reading import AreaOptions, read_areas
from geo.sources import Source
from tests.geo.areas.files import dbf_without_language, feature, square, write_geojson, write_shapefile

NAMES = ["髙浜小学校", "①岬小学校"]  # in CP932, but not in strict Shift_JIS
SHAPES = [square(138.30, 34.80), square(138.31, 34.80)]


def schools(path: Path, **options: Any) -> Path:
    return write_shapefile(path, SHAPES, {"学校名": NAMES, "注記": ["境界は目安です。"] * 2}, **options)


def refusal(path: Path) -> str:
    """What is said of a file that cannot be used: one line with its name and a remedy."""
    with pytest.raises(AreaFileError) as caught:
        read_areas(path)
    said = str(caught.value)
    assert said.startswith(path.name)
    assert "対処: " in said
    assert "\n" not in said
    return said


def test_a_shapefile_in_plane_metres_and_cp932_comes_out_in_degrees(tmp_path: Path) -> None:
    read = read_areas(schools(tmp_path / "小学校区.shp"))
    assert (read.format, read.encoding) == ("shapefile", "cp932")
    assert set(read.areas.names) == set(NAMES)
    assert set(read.areas.kinds) == {"elementary_district"}
    for name, shape in zip(NAMES, SHAPES, strict=True):
        found = read.areas.shapes[read.areas.names.index(name)]
        assert shapely.hausdorff_distance(found, shape) < 1e-8  # degrees: a millimetre


def test_the_disclaimer_of_every_record_becomes_the_note_of_the_source(tmp_path: Path) -> None:
    options = AreaOptions(source=Source("汐見市オープンデータ", "2026", "CC BY 4.0"))
    (source,) = read_areas(schools(tmp_path / "小学校区.shp"), options).areas.distinct_sources()
    assert source.line() == "出典: 汐見市オープンデータ(2026)、CC BY 4.0。境界は目安です。"


@pytest.mark.parametrize("cpg", ["Shift_JIS", "shift_jis\n", "CP932", "932", None])
def test_the_encoding_is_that_of_the_cpg_or_without_it_that_of_the_bytes(
    cpg: str | None, tmp_path: Path
) -> None:
    path = schools(tmp_path / "小学校区.shp", cpg=cpg or "CP932")
    if cpg is None:
        dbf_without_language(path)
    assert set(read_areas(path).areas.names) == set(NAMES)


def test_a_cpg_that_contradicts_the_bytes_is_said_instead_of_mojibake(tmp_path: Path) -> None:
    assert "文字コード" in refusal(schools(tmp_path / "小学校区.shp", cpg="UTF-8"))
    assert "分かりません" in refusal(schools(tmp_path / "小学校区.shp", cpg="Klingon"))


def test_columns_without_meaning_get_it_from_the_attributes_beside_them(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "小学校区.shp", SHAPES, {"SAFIELD000": ["1", "2"], "SAFIELD001": NAMES})
    assert "区域の名前の列" in refusal(path)
    table = "original_name,display_name,label_flag\nitem2,学校名,1\nSAFIELD001,学校名,1\n"
    (tmp_path / "attributes.csv").write_text(table, encoding="utf-8-sig")
    assert set(read_areas(path).areas.names) == set(NAMES)


@pytest.mark.parametrize("suffix", [".shx", ".dbf", ".prj"])
def test_a_shapefile_without_one_of_its_parts_says_which(suffix: str, tmp_path: Path) -> None:
    path = schools(tmp_path / "小学校区.shp")
    path.with_suffix(suffix).unlink()
    assert f"{suffix} のファイルがありません" in refusal(path)


def test_a_prj_that_is_none_is_refused(tmp_path: Path) -> None:
    path = schools(tmp_path / "小学校区.shp")
    path.with_suffix(".prj").write_text("これは座標系ではない", encoding="utf-8")
    assert "座標系" in refusal(path)


def test_metres_that_claim_to_be_degrees_are_refused(tmp_path: Path) -> None:
    path = schools(tmp_path / "小学校区.shp")
    degrees = schools(tmp_path / "b.shp", metres=False)
    path.with_suffix(".prj").write_bytes(degrees.with_suffix(".prj").read_bytes())
    assert "日本の範囲にありません" in refusal(path)


def test_the_old_tokyo_datum_is_moved_by_its_four_hundred_metres(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature({"name": "浜"}, SHAPES[0]), crs="EPSG:4301")
    west, south, _, _ = read_areas(path).areas.shapes[0].bounds
    assert west == pytest.approx(138.30 - 0.0031, abs=3e-4)  # 10 to 12 seconds to the west
    assert south == pytest.approx(34.80 + 0.0033, abs=3e-4)


def test_no_grid_of_a_datum_is_fetched_whatever_the_environment_says(tmp_path: Path) -> None:
    pyproj.network.set_network_enabled(True)
    read_areas(write_geojson(tmp_path / "a.geojson", feature({"name": "浜"}, SHAPES[0]), crs="EPSG:4301"))
    assert not pyproj.network.is_network_enabled()


def test_a_geojson_in_plane_metres_is_taken_by_the_system_it_names(tmp_path: Path) -> None:
    path = schools(tmp_path / "x.shp")
    _, _, wkb, _ = pyogrio.raw.read(path, encoding="CP932")
    shape = shapely.from_wkb(wkb[0])
    named = write_geojson(
        tmp_path / "a.geojson", feature({"name": "浜"}, shape), crs="urn:ogc:def:crs:EPSG::2450"
    )
    assert shapely.hausdorff_distance(read_areas(named).areas.shapes[0], SHAPES[0]) < 1e-8
    assert "日本の範囲" in refusal(write_geojson(tmp_path / "b.geojson", feature({"name": "浜"}, shape)))


def test_a_link_to_a_coordinate_system_is_never_followed(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature({"name": "浜"}, SHAPES[0]))
    document = json.loads(path.read_text(encoding="utf-8"))
    document["crs"] = {"type": "link", "properties": {"href": "https://example.invalid/crs"}}
    path.write_text(json.dumps(document), encoding="utf-8")
    assert "座標系(crs)" in refusal(path)


def _geopackage(path: Path, *layers: str) -> Path:
    for number, layer in enumerate(layers):
        pyogrio.raw.write(
            path,
            geometry=shapely.to_wkb(np.array(SHAPES, dtype=np.object_)),
            field_data=[np.array(NAMES, dtype=np.object_), np.array(["K1", "K2"], dtype=np.object_)],
            fields=["名称", "区域ID"],
            layer=layer,
            geometry_type="Polygon",
            crs="EPSG:6668",
            append=number > 0,
        )
    return path


def test_a_geopackage_of_one_layer_is_read(tmp_path: Path) -> None:
    read = read_areas(_geopackage(tmp_path / "圏域.gpkg", "areas"))
    assert (read.format, read.areas.ids, read.areas.names) == ("geopackage", ("K1", "K2"), tuple(NAMES))


def test_a_geopackage_of_two_layers_names_them(tmp_path: Path) -> None:
    assert "面の層が1つではありません(a、b)" in refusal(_geopackage(tmp_path / "圏域.gpkg", "a", "b"))


def test_a_crossed_ring_is_repaired_and_reported(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(138.30, 34.80), (138.32, 34.82), (138.32, 34.80), (138.30, 34.82)])
    features = [feature({"name": "浜"}, SHAPES[1]), feature({"name": "岬"}, bow_tie)]
    read = read_areas(write_geojson(tmp_path / "a.geojson", *features))
    assert read.repaired == ("岬",)
    assert shapely.is_valid(read.areas.shapes).all()
    (found,) = read.findings
    assert (found.record, found.severity) == (2, "doubtful")
    assert "直しました" in found.what


def test_records_without_shape_or_name_are_refused_and_the_others_taken(tmp_path: Path) -> None:
    line = shapely.Polygon([(138.30, 34.80), (138.31, 34.80), (138.30, 34.80)])
    rows = [("浜", SHAPES[0]), ("岬", None), ("", SHAPES[1]), ("磯", line)]
    path = write_geojson(tmp_path / "a.geojson", *(feature({"name": name}, shape) for name, shape in rows))
    read = read_areas(path)
    assert (read.records, read.taken, read.areas.names) == (4, 1, ("浜",))
    assert [(found.record, found.severity) for found in read.findings] == [
        (row, "refused") for row in (2, 3, 4)
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.geojson", "名称,緯度\n浜,34.8\n", "GeoJSON として読めません"),
        ("a.geojson", "[" * 200_000, "GeoJSON として読めません"),
        ("a.geojson", "", "GeoJSON として読めません"),
        ("a.geojson", '{"type": "Topology"}', "FeatureCollection ではありません"),
        ("a.geojson", '{"type": "FeatureCollection", "features": [7]}', "Feature ではありません"),
        ("a.shp", "名称,緯度\n", "シェープファイル(.shp)ではありません"),
        (
            "a.shp",
            '<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>',
            "シェープファイル(.shp)ではありません",
        ),
        ("a.gpkg", "名称,緯度\n", "GeoPackage ではありません"),
        ("a.zip", "名称,緯度\n", "zip として読めません"),
        ("a.csv", "名称,緯度\n", "区域のファイルではありません"),
    ],
)
def test_a_file_that_is_something_else_is_refused(name: str, content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert said in refusal(tmp_path / name)


def test_a_shapefile_that_breaks_off_is_refused(tmp_path: Path) -> None:
    path = schools(tmp_path / "小学校区.shp")
    path.write_bytes(path.read_bytes()[:120])
    assert "壊れている" in refusal(path)


def test_a_pipe_or_a_folder_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.geojson")
    (tmp_path / "b.geojson").mkdir()
    for name in ("a.geojson", "b.geojson", "missing.geojson"):
        assert "普通のファイルではありません" in refusal(tmp_path / name)


def _zip(path: Path, *members: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members:
            out.writestr(name, content)
    return path


def _geojson_bytes(tmp_path: Path, name: str = "浜小学校") -> bytes:
    path = write_geojson(tmp_path / "member.geojson", feature({"name": name}, SHAPES[0]))
    return path.read_bytes()


def test_a_zipped_shapefile_is_read_with_its_companions(tmp_path: Path) -> None:
    path = schools(tmp_path / "小学校区.shp")
    parts = [
        (f"data\\x{s}", path.with_suffix(s).read_bytes()) for s in (".shp", ".shx", ".dbf", ".prj", ".cpg")
    ]
    assert set(read_areas(_zip(tmp_path / "a.zip", *parts)).areas.names) == set(NAMES)


def test_of_a_download_with_points_and_both_formats_the_polygons_are_read_once(tmp_path: Path) -> None:
    row = {
        "A27_001": "22999",
        "A27_002": "市立",
        "A27_003": "B122299900011",
        "A27_004": "浜小学校",
        "A27_005": "1",
    }
    polygons = write_geojson(tmp_path / "m.geojson", feature(row, SHAPES[0])).read_bytes()
    points = write_geojson(tmp_path / "p.geojson", feature(row, SHAPES[0].centroid)).read_bytes()
    path = _zip(
        tmp_path / "A27-21_22_GML.zip",
        ("A27-21_22_GML/A27-21_22.geojson", polygons),
        ("A27-21_22_GML/A27-21P_22.geojson", points),
        ("A27-21_22_GML/shape/A27-21_22.shp", b"never looked at"),
        ("A27-21_22_GML/KS-META-A27-21.xml", b"<xml/>"),
    )
    areas = read_areas(path).areas
    assert areas.ids == ("B122299900011",)
    assert areas.sources[0].edition == "2021年度"


def test_a_zip_with_two_polygon_layers_names_them(tmp_path: Path) -> None:
    content = _geojson_bytes(tmp_path)
    path = _zip(tmp_path / "a.zip", ("a.geojson", content), ("b.geojson", content))
    assert "面のデータが複数" in refusal(path)
    assert "面(区域)のデータが入っていません" in refusal(_zip(tmp_path / "b.zip", ("readme.txt", b"x")))


def test_names_in_a_zip_never_become_paths(tmp_path: Path) -> None:
    inside = tmp_path / "work"
    inside.mkdir()
    content = _geojson_bytes(tmp_path)
    path = _zip(inside / "a.zip", ("../../outside.geojson", content), ("/etc/attributes.csv", b"x"))
    before = sorted(tmp_path.rglob("*"))
    assert read_areas(path).areas.names == ("浜小学校",)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_zip_bomb_is_refused_before_it_fills_the_disk(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", ("a.geojson", b" " * 30_000_000))
    assert path.stat().st_size < 100_000
    assert "大きくなりすぎます" in refusal(path)


def test_all_members_together_stay_within_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = _geojson_bytes(tmp_path)
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 2 * len(content) - 1)
    path = _zip(tmp_path / "a.zip", ("a.geojson", content), ("b.geojson", content))
    assert "大きくなりすぎます" in refusal(path)


def test_a_zip_of_too_many_members_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", *((f"{number}.txt", b"") for number in range(2_001)))
    assert "2,000 件を超えています" in refusal(path)


def test_a_broken_or_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", ("a.geojson", _geojson_bytes(tmp_path)))
    data = bytearray(path.read_bytes())
    for start in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[start] |= 1  # the flag of an encrypted member, here and in the directory
    (tmp_path / "locked.zip").write_bytes(data)
    assert "暗号" in refusal(tmp_path / "locked.zip")
    (tmp_path / "cut.zip").write_bytes(path.read_bytes()[:-30])
    assert "zip として読めません" in refusal(tmp_path / "cut.zip")


def test_a_zip_is_closed_and_its_copies_are_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    _zip(tmp_path / "a.zip", ("a.geojson", _geojson_bytes(tmp_path)))
    before = sorted(tmp_path.iterdir())
    read_areas(tmp_path / "a.zip")
    assert sorted(tmp_path.iterdir()) == before


def test_features_may_have_different_properties(tmp_path: Path) -> None:
    rows = [({"区域ID": "K1", "name": "浜"}, SHAPES[0]), ({"区域ID": "K2", "説明": "名前がない"}, SHAPES[1])]
    read = read_areas(write_geojson(tmp_path / "a.geojson", *(feature(*row) for row in rows)))
    assert read.areas.names == ("浜", "K2")


def test_control_characters_and_broken_halves_of_characters_never_reach_a_name(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature({"name": "NAME"}, SHAPES[0]))
    name = r"浜\n小\u0000学\ud842校　分校"  # as JSON spells them
    path.write_text(path.read_text(encoding="utf-8").replace("NAME", name), encoding="utf-8")
    assert read_areas(path).areas.names == ("浜 小学校　分校",)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e308"])
def test_coordinates_that_are_no_place_are_refused(number: str, tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", feature({"name": "浜"}, SHAPES[0]))
    path.write_text(path.read_text(encoding="utf-8").replace("34.8]", f"{number}]", 1), encoding="utf-8")
    assert any(said in refusal(path) for said in ("日本の範囲にありません", "座標が読めません"))


@pytest.mark.parametrize("seed", range(4))
def test_damaged_files_are_read_or_refused_but_never_crash(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    shapefile = schools(tmp_path / "小学校区.shp")
    companions = [shapefile.with_suffix(suffix) for suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg")]
    archived = _zip(tmp_path / "a.zip", *((f"x{part.suffix}", part.read_bytes()) for part in companions))
    geojson = write_geojson(tmp_path / "a.geojson", *(feature({"name": "浜"}, shape) for shape in SHAPES))
    package = _geopackage(tmp_path / "a.gpkg", "areas")
    pairs = [(shapefile, part) for part in companions] + [(one, one) for one in (archived, geojson, package)]
    for main, part in pairs * 5:
        whole = part.read_bytes()
        damaged = bytearray(whole)
        for _ in range(rng.choice((1, 3, 20))):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        part.write_bytes(damaged[: rng.choice((len(damaged), rng.randrange(len(damaged)) + 1))])
        try:
            outcome = str(len(read_areas(main).areas))
        except AreaFileError as error:
            outcome = str(error)
        assert "\n" not in outcome
        part.write_bytes(whole)
