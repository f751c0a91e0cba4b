"""The operator's own background: read from the files a city has, cut to the map, small enough for it, and named."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from api.map_assets import load_map_assets
from geo.errors import GeoError
from geo.maps import MapArea, MapPoint, MapTable, MarkedArea, planning_map, points_map, read_base_layer
from geo.maps.base_layer import THINNED, BaseLayer, as_geojson, fitted, window_around
from geo.maps.pictures import planning_picture
from geo.maps.standalone import require_standalone
from tests.geo.base_layers import as_geojson_file, town, winding_roads

WINDOW = (135.90, 35.00, 135.92, 35.02)
AREA = shapely.box(*WINDOW)


@pytest.fixture(scope="module")
def layer(tmp_path_factory: pytest.TempPathFactory) -> BaseLayer:
    file = as_geojson_file(tmp_path_factory.mktemp("base") / "town.geojson", town())
    return read_base_layer(file, "架空の地図 2026")


def corners(layer: BaseLayer) -> int:
    return int(shapely.get_num_coordinates(np.concatenate([layer.lines, layer.faces])).sum())


def gap_map(base: BaseLayer | None) -> str:
    return planning_map(
        [MarkedArea("本町学区", AREA, "short")],
        [MapPoint(35.01, 135.91, "ひだまり", (), "other")],
        None,
        title="瑞浜市",
        table=MapTable("一覧", ("学区",), (("本町学区",),)),
        assumptions=["徒歩"],
        assets=load_map_assets(),
        base=base,
    )


@pytest.mark.parametrize("ending", [".geojson", ".shp", ".gpkg", ".zip"])
@pytest.mark.parametrize("crs", ["EPSG:6668", "EPSG:6674", "EPSG:4301"])
def test_every_format_and_coordinate_system_gives_the_same_lines(
    ending: str, crs: str, tmp_path: Path
) -> None:
    lines = [shape for shape in town() if shape.geom_type == "LineString"]
    frame = geopandas.GeoDataFrame(geometry=lines, crs="EPSG:6668").to_crs(crs)
    file = tmp_path / f"roads{'.shp' if ending == '.zip' else ending}"
    if ending == ".geojson":
        frame.to_file(file, driver="GeoJSON", engine="pyogrio", RFC7946="NO")
    else:
        frame.to_file(file, engine="pyogrio")
    if ending == ".zip":
        import shutil

        inside = tmp_path / "inside"
        inside.mkdir()
        for part in tmp_path.glob("roads.*"):
            part.rename(inside / part.name)
        file = Path(shutil.make_archive(str(tmp_path / "roads"), "zip", inside))
    read = read_base_layer(file, "架空")
    assert len(read.lines) == len(lines)
    assert shapely.hausdorff_distance(read.lines, np.array(lines)).max() < 1e-5
    assert len(read.faces) == 0


def test_all_layers_of_a_geopackage_are_drawn_and_its_tables_without_shapes_are_not(tmp_path: Path) -> None:
    file = tmp_path / "town.gpkg"
    shapes = town()
    for name, kind in (("道路", "LineString"), ("建物と水", "Polygon")):
        found = [shape for shape in shapes if shape.geom_type == kind]
        frame = geopandas.GeoDataFrame(geometry=found, crs="EPSG:6668")
        frame.to_file(file, layer=name, driver="GPKG", engine="pyogrio")
    read = read_base_layer(file)
    assert len(read.lines) + len(read.faces) == len(shapes)
    assert read.words == "背景の図: town.gpkg(出典の記載なし)"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ('{"type":"FeatureCollection","features":[]}', "a.geojson", "一つもありません"),
        ("not json", "a.geojson", "GeoJSON として読めません"),
        ("x", "a.gpkg", "GeoPackage ではありません"),
        ("x", "a.shp", "シェープファイル(.shp)ではありません"),
        ("x", "a.zip", "zip として読めません"),
        ("x", "a.png", ".geojson、.shp、.gpkg、.zip のどれか"),
    ],
)
def test_a_wrong_file_is_named_with_what_to_do(content: str, name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(GeoError, match=r"対処") as refused:
        read_base_layer(tmp_path / name)
    assert said in str(refused.value)
    assert name in str(refused.value)


def test_a_file_of_points_is_no_background(tmp_path: Path) -> None:
    with pytest.raises(GeoError, match=r"線も面もありません。対処"):
        read_base_layer(as_geojson_file(tmp_path / "p.geojson", [shapely.Point(135.9, 35.0)]))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(GeoError, match="ファイルがない"):
        read_base_layer(tmp_path / "none.gpkg")


def test_what_lies_around_the_map_is_cut_off(layer: BaseLayer) -> None:
    cut = fitted(layer, WINDOW)
    west, _, east, _ = shapely.total_bounds(np.concatenate([cut.lines, cut.faces]))
    assert west >= 135.898 - 1e-9
    assert east <= 135.922 + 1e-9
    assert len(cut.lines) == 23
    assert not cut.thinned
    nothing = fitted(layer, (139.0, 36.0, 139.1, 36.1))
    assert as_geojson(nothing)["features"] == []


def test_a_layer_that_is_too_large_is_smoothed_and_says_so(tmp_path: Path) -> None:
    roads = read_base_layer(as_geojson_file(tmp_path / "roads.geojson", winding_roads(50, 1500)), "架空")
    cut = fitted(roads, WINDOW, most=10_000)
    assert 2_000 < corners(cut) <= 10_000
    assert len(cut.lines) == 50
    assert cut.words == f"背景の図: 架空({THINNED})"
    apart = shapely.hausdorff_distance(cut.lines, roads.lines).max()
    assert apart < 0.02 / 600


def test_of_what_is_still_too_much_the_largest_shapes_stay() -> None:
    small = [shapely.LineString([(135.901, y), (135.903, y)]) for y in np.linspace(35.0, 35.02, 400)]
    large = [shapely.LineString([(135.900, y), (135.920, y)]) for y in np.linspace(35.0, 35.02, 20)]
    cut = fitted(BaseLayer(np.array([*small, *large]), np.array([], dtype=object), "架空"), WINDOW, most=60)
    assert corners(cut) <= 60
    assert sum(line.length > 0.019 for line in cut.lines) == 20
    assert cut.thinned


def test_a_broken_face_is_mended_and_drawn(tmp_path: Path) -> None:
    bow = shapely.Polygon([(135.90, 35.00), (135.91, 35.01), (135.91, 35.00), (135.90, 35.01)])
    read = read_base_layer(as_geojson_file(tmp_path / "bow.geojson", [bow]))
    assert len(read.faces) == 2
    assert shapely.is_valid(read.faces).all()


def test_a_map_file_is_drawn_on_the_layer_and_names_it(layer: BaseLayer) -> None:
    without, document = gap_map(None), gap_map(layer)
    require_standalone(document)
    assert "背景地図は使っていません。" in without
    assert "addBase(map_" not in without
    assert "背景の図: 架空の地図 2026。" in document
    assert "背景地図は使っていません。" not in document
    assert document.index("addBase(map_1") < document.index("addMarkedAreas(map_1")
    assert gap_map(layer) == document


def test_a_map_on_a_large_layer_stays_below_two_megabytes(tmp_path: Path) -> None:
    roads = read_base_layer(as_geojson_file(tmp_path / "r.geojson", winding_roads(100, 1000)), "架空")
    assert len(gap_map(roads).encode()) - len(gap_map(None).encode()) < 800_000


def test_the_map_of_suggestions_is_drawn_on_it_too(layer: BaseLayer) -> None:
    point = MapPoint(35.01, 135.91, "ひだまり")
    document = points_map(
        [point], [MapArea("本町", AREA)], title="候補", assets=load_map_assets(), base=layer
    )
    assert "addBase(map_1" in document
    assert "背景の図: 架空の地図 2026" in document
    nowhere = points_map([], title="候補", assets=load_map_assets(), base=layer)
    assert "背景地図は使っていません。" in nowhere


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_a_picture_is_drawn_on_it(form: str, layer: BaseLayer) -> None:
    asked = {"title": "瑞浜市", "assumptions": ["徒歩"], "sources": ["出典: 架空"], "form": form}
    area = [MarkedArea("本町学区", AREA, "short")]
    plain = planning_picture(area, [], **asked)  # type: ignore[arg-type]
    drawn = planning_picture(area, [], **asked, base=layer)  # type: ignore[arg-type]
    assert drawn != plain
    assert drawn == planning_picture(area, [], **asked, base=layer)  # type: ignore[arg-type]


def test_the_window_is_around_all_positions() -> None:
    assert window_around([(35.0, 135.9), (35.1, 135.8)]) == (135.8, 35.0, 135.9, 35.1)
