"""Every format of population file, recognised by content, and what is said of a broken one."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from geo.errors import GeoError
from geo.population.model import AgeBand, Population
from geo.population.reading import read_population_file

DATA = Path(__file__).resolve().parents[1] / "data"
FILES = DATA / "population"
CENSUS_BANDS = [(0, 14), (15, 17), (18, 19), (20, 64), (65, 74), (75, 84), (85, 94), (95, None)]


def bands(population: Population) -> list[tuple[int, int | None]]:
    return [(band.low, band.high) for band in population.bands]


def row(population: Population, code: str) -> int:
    return population.codes.tolist().index(code)


def altered(tmp_path: Path, name: str, old: str, new: str, encoding: str = "cp932") -> Path:
    text = (FILES / name).read_text(encoding=encoding)
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new, 1), encoding=encoding)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(GeoError) as refused:
        read_population_file(path)
    return str(refused.value)


def test_the_mesh_of_a_collection_keeps_its_districts_and_its_own_bands() -> None:
    population = read_population_file(DATA / "small_city" / "population_mesh.csv")
    assert population.codes.tolist() == ["5236400011", "5236401014", "5236407422"]
    assert population.district_ids.tolist() == ["T1", "T2", "T3"]
    assert bands(population) == [(0, 5), (6, 12), (13, 18), (19, 39), (40, 64), (65, 74), (75, None)]
    assert population.totals.tolist() == population.counts.sum(axis=1).tolist() == [520, 310, 90]
    assert population.singles is not None
    assert population.singles.tolist() == [40, 25, 12]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_same_file_in_any_usual_encoding_is_the_same_population(tmp_path: Path, encoding: str) -> None:
    original = DATA / "small_city" / "population_mesh.csv"
    path = tmp_path / "人口.csv"
    path.write_text(original.read_text(encoding="utf-8"), encoding=encoding)
    expected, read = read_population_file(original), read_population_file(path)
    assert (read.counts == expected.counts).all()
    assert read.codes.tolist() == expected.codes.tolist()


def test_overlapping_census_bands_become_disjoint_ones_that_sum_to_the_same_people() -> None:
    population = read_population_file(FILES / "estat_mesh500.txt")
    assert bands(population) == CENSUS_BANDS
    assert population.counts[row(population, "523640001")].tolist() == [30, 6, 4, 90, 40, 20, 8, 2]
    assert population.singles is not None
    assert population.singles[row(population, "523640001")] == 12


def test_hidden_cells_keep_their_total_and_have_no_ages_while_the_receiver_holds_them() -> None:
    population = read_population_file(FILES / "estat_mesh500.txt")
    hidden = [row(population, code) for code in ("523640003", "523640004")]
    receiver = row(population, "523640002")
    assert np.isnan(population.counts[hidden]).all()
    assert population.totals[hidden].tolist() == [2, 2]
    assert population.totals[receiver] == 52
    assert population.counts[receiver].sum() == 52 + 2 + 2
    assert np.nansum(population.totals) - np.nansum(population.counts) == 5  # people of unknown age
    assert "2区画で秘匿" in population.source.note
    assert "5人は年齢別に入っていません" in population.source.note
    assert "2020年" in population.source.line()


def test_columns_are_found_by_label_whatever_the_table_and_their_order(tmp_path: Path) -> None:
    lines = (FILES / "estat_mesh500.txt").read_text(encoding="cp932").splitlines()
    table = [line.replace("T001101", "T000847").split(",") for line in lines]
    order = [0, 1, 2, 3, *reversed(range(4, len(table[0])))]
    path = tmp_path / "tbl.txt"
    path.write_text("\n".join(",".join(cells[place] for place in order) for cells in table), encoding="cp932")
    read, expected = read_population_file(path), read_population_file(FILES / "estat_mesh500.txt")
    np.testing.assert_array_equal(read.counts, expected.counts)
    assert "2015年" in read.source.edition


def test_a_hidden_cell_written_as_0_is_hidden_all_the_same(tmp_path: Path) -> None:
    text = (FILES / "estat_mesh500.txt").read_text(encoding="cp932").replace("*", "0")
    path = tmp_path / "zeros.txt"
    path.write_text(text, encoding="cp932")
    population = read_population_file(path)
    assert np.isnan(population.counts[row(population, "523640003")]).all()


def test_small_areas_are_never_summed_across_levels() -> None:
    population = read_population_file(FILES / "estat_small_areas.txt")
    assert population.codes.tolist() == ["36999001001", "36999001002", "369990020", "369990030"]
    assert population.totals.sum() == 160  # the city's own row
    assert bands(population) == [(0, 4), (5, 14), (15, 64), (65, 74), (75, None)]
    assert population.counts[1].tolist() == [0, 3, 17, 6, 4]  # "-" is 該当なし, a 0 that was counted
    assert np.isnan(population.counts[3]).all()  # "X" is hidden
    assert np.isnan(population.lats).all()


@pytest.mark.parametrize("name", ["projection_2024.csv", "projection_2024.geojson"])
def test_a_projected_cell_on_a_city_border_is_the_sum_of_its_parts(name: str) -> None:
    population = read_population_file(FILES / name)
    assert population.codes.tolist() == ["523640001", "523640002", "523640003"]
    assert bands(population)[:2] == [(0, 4), (5, 9)]
    assert bands(population)[-2:] == [(90, 94), (95, None)]
    assert population.counts[0, :3] == pytest.approx([4.5, 3.75, 3.0])
    assert population.totals == pytest.approx([152.25, 146.16, 2.767])
    assert np.isnan(population.counts[2]).all()
    assert population.source.edition == "2025年推計"


def test_the_year_of_a_projection_is_chosen_and_one_that_is_not_there_is_refused_with_those_that_are() -> (
    None
):
    later = read_population_file(FILES / "projection_2024.csv", year=2030)
    assert later.counts[0, 0] == pytest.approx(2.25)
    base = read_population_file(FILES / "projection_2024.csv", year=2020)
    assert base.bands == ()
    assert base.totals[0] == 165
    with pytest.raises(GeoError, match=r"2040年の推計人口の列がありません\(ある年: 2020、2025、2030\)"):
        read_population_file(FILES / "projection_2024.csv", year=2040)
    with pytest.raises(GeoError, match="将来推計人口のファイルだけ"):
        read_population_file(FILES / "towns_new.csv", year=2030)


def test_the_edition_of_2018_has_numbers_without_zero_and_ends_at_90() -> None:
    population = read_population_file(FILES / "projection_2018.csv")
    assert bands(population)[-1] == (90, None)
    assert population.counts[:, 0].tolist() == [6, 3]
    assert population.totals.tolist() == [114, 57]


@pytest.mark.filterwarnings("ignore:Normalized/laundered field name:RuntimeWarning:pyogrio")
@pytest.mark.filterwarnings("ignore:Column names longer than 10 characters:UserWarning:")
def test_a_shapefile_with_cut_names_hides_the_same_cells(tmp_path: Path) -> None:
    frame = geopandas.read_file(FILES / "projection_2024.geojson").rename(
        columns={f"{name}{year}": f"{name}_{year}" for name in ("HITOKU", "GASSAN") for year in (2025, 2030)}
    )
    frame["geometry"] = [box(136, 34.9, 136.01, 34.91)] * len(frame)
    frame.to_file(tmp_path / "500m_mesh.shp", encoding="utf-8")
    read = read_population_file(tmp_path / "500m_mesh.shp", year=2030)
    expected = read_population_file(FILES / "projection_2024.csv", year=2030)
    np.testing.assert_allclose(read.counts, expected.counts)
    np.testing.assert_allclose(read.totals, expected.totals)
    assert np.isnan(read.counts[2]).all()
    dbf = tmp_path / "500m_mesh.dbf"
    data = dbf.read_bytes()
    place = data.index(b"152.25")
    dbf.write_bytes(data[:place] + b"152x25" + data[place + 6 :])
    assert "数として読めない値" in refusal(tmp_path / "500m_mesh.shp")
    dbf.unlink()
    assert ".dbf" in refusal(tmp_path / "500m_mesh.shp")
    frame.to_file(tmp_path / "500m_mesh.gpkg")
    package = read_population_file(tmp_path / "500m_mesh.gpkg", year=2030)
    np.testing.assert_allclose(package.counts, expected.counts)


def test_groups_of_a_projection_serve_where_there_are_no_five_year_bands(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text("MESH_ID,SHICODE,PT00_2030,PTA_2030,PTB_2030,PTC_2030,PTD_2030,PTE_2030\n")
    with path.open("a") as file:
        file.write("523640001,36999,100,10.0,60.0,30.0,15.0,9.5\n")
    population = read_population_file(path)
    assert bands(population) == [(0, 14), (15, 64), (65, 74), (75, 79), (80, None)]
    assert population.counts[0] == pytest.approx([10, 60, 15, 5.5, 9.5])


def test_towns_are_those_of_the_latest_day_without_the_row_of_the_city() -> None:
    population = read_population_file(FILES / "towns_old.csv")
    assert population.codes.tolist() == ["本町1丁目", "本町2丁目", "字山"]
    assert population.totals.tolist() == [873, 2313, 189]
    assert population.source.edition == "2020-04-01"
    assert bands(population)[-1] == (85, None)
    assert population.counts[0, 0] == 40  # men 20 + women 20
    assert np.isnan(population.counts[2, [0, 17]]).all()  # one hidden sex hides the band
    assert not np.isnan(population.counts[2, 1:17]).any()
    assert population.source.note == "年齢別は1地域で秘匿されています"


def test_towns_of_the_new_standard_keep_people_of_unknown_age_in_the_total_only() -> None:
    population = read_population_file(FILES / "towns_new.csv")
    assert population.codes.tolist() == ["001", "002"]
    assert bands(population)[-2:] == [(95, 99), (100, None)]
    assert population.totals.tolist() == [423, 213]
    assert population.counts.sum(axis=1).tolist() == [420, 210]
    assert "年齢不詳などの6人は年齢別に入っていません" in population.source.line()


def test_numbered_columns_are_five_year_bands_with_an_open_end() -> None:
    population = read_population_file(FILES / "towns_numbered.csv")
    assert bands(population)[0] == (0, 4)
    assert bands(population)[-1] == (85, None)
    assert population.counts[0, 0] == 1 + 2
    assert population.counts[0, 17] == 35 + 36
    assert population.totals.tolist() == [666, 72]
    assert population.lats.tolist() == [35.001, 35.006]


def test_a_row_that_sums_up_all_others_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    path.write_text("地域名,総人口\n東,10\n西,20\nつくり市の人口,30\n", encoding="utf-8")
    assert refusal(path).startswith("towns.csv 4行目: 「つくり市の人口」の総人口が")
    path.write_text("地域名,総人口,65歳以上\n東,10,1\n西,20,2\n南,30,9\n", encoding="utf-8")
    assert len(read_population_file(path)) == 3  # as many people as the others by chance


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("estat_mesh500.txt", "523640011", "5.2364E+08", "estat_mesh500.txt 7行目 「KEY_CODE」列: "),
        ("estat_mesh500.txt", "523640011", "523640001", "523640001」は3行目にもあります"),
        (
            "estat_mesh500.txt",
            "200,100",
            "二百,100",
            "estat_mesh500.txt 3行目 「人口総数」列: 「二百」は人数として",
        ),
        (
            "estat_mesh500.txt",
            ",170,100,164,",
            ",170,100,171,",
            "3行目: 年齢別の人数が食い違い、15〜17歳が負",
        ),
        ("estat_mesh500.txt", "HTKSYORI", "SYORI", "「HTKSYORI」列: この列が見出しにありません"),
        ("estat_mesh500.txt", "523640012,0,,,0", "523640012,0,,", "8行目: 列の数(23)が見出し(24)と違います"),
        (
            "estat_mesh500.txt",
            "523640001,0,,,200",
            "523640001,0,,,199",
            "3行目: 年齢別の人数の合計が、総人口より多く",
        ),
        ("towns_old.csv", '"2,313"', "2,313", "8行目: 列の数(48)が見出し(47)と違います"),
        ("towns_old.csv", "本町1丁目,873,", "本町1丁目,", "7行目: 年齢別の人数の合計が、総人口より多く"),
        ("towns_old.csv", "2020/4/1", "去年", "「去年」は日付として読めません"),
        ("towns_old.csv", "0-4歳の女性", "0-4歳の人", "0〜4歳の列が、男女計の一列でも"),
        ("towns_old.csv", "地域名", "名前", "見分けられません"),
    ],
)
def test_a_broken_file_is_refused_naming_the_place_and_the_remedy(
    tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    message = refusal(altered(tmp_path, name, old, new))
    assert said in message
    assert message.startswith(name)
    assert "対処: " in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空です"),
        (b" \n\n", "空です"),
        (b"PK\x03\x04rest", "ZIP か Excel"),
        (b"a,b\n1,2\n", "見分けられません"),
        (b"{}", "features"),
        (b"{broken", "GeoJSON として読めません"),
        (b'{"features": [{"properties": null}]}', "属性"),
        (b'{"features":' + b"[" * 100_000, "GeoJSON として読めません"),
        ("メッシュコード,総人口\n5236400011,12345678901\n".encode(), "「12345678901」は人数として読めません"),
        (b"\x00\x00\x27\x0a" + b"\0" * 96, "シェープファイル"),
        ("メッシュコード,総人口\n".encode(), "行が一つもありません"),
        (b"\xe3\x83\xa1,\x81\n", "1行目: 文字コード"),
        ("地域名,総人口\n東".encode()[:-1], "2行目: 文字コードを判別できないか、途中で切れています"),
        (b"\xff\xfea\0,\0\x01", "文字コード"),
        ("メッシュコード,総人口\n5236400011,1,234\n".encode(), "列の数(3)"),
        ("メッシュコード,総人口\n5236400011,-3\n".encode(), "2行目 「総人口」列"),
        ("メッシュコード,総人口,緯度,経度\n5236400011,3,136.0,35.0\n".encode(), "区画の外"),
        ("メッシュコード,0-5歳\n5236400011,3\n".encode(), "「総人口」列"),
        (b"MESH_ID,PT01_20\n523640001,3\n", "見分けられません"),
    ],
)
def test_what_is_no_population_is_refused_in_one_line_with_a_remedy(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "何か.dat"
    path.write_bytes(content)
    message = refusal(path)
    assert message.startswith("何か.dat")
    assert said in message
    assert "対処: " in message


@settings(deadline=None, max_examples=300)
@given(
    name=st.sampled_from(sorted(path.name for path in FILES.iterdir())),
    where=st.floats(0, 1),
    cut=st.integers(0, 40),
    put=st.sampled_from(
        [b"", b",", b'"', b"\n", b"\t", b"\0", b"*", b"-", b"1e309", b"9" * 30, b"\xff\xfe", b"{", b"\x81"]
    ),
)
def test_a_damaged_file_is_read_or_refused_in_one_line_and_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, name: str, where: float, cut: int, put: bytes
) -> None:
    data = (FILES / name).read_bytes()
    place = int(where * len(data))
    path = tmp_path_factory.getbasetemp() / f"damaged_{name}"
    path.write_bytes(data[:place] + put + data[place + cut :])
    try:
        population = read_population_file(path)
    except GeoError as refused:
        message = str(refused)
    else:
        message = path.name
        assert population.counts.shape == (len(population), len(population.bands))
        assert not (population.counts < 0).any()
    assert message.startswith(path.name)
    assert len(message.splitlines()) == 1


def test_bands_that_overlap_without_a_common_border_are_not_counted_twice(tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    path.write_text("地域名,総人口,0-14歳,15歳以上,20-29歳\n東,100,20,80,15\n", encoding="utf-8")
    population = read_population_file(path)
    assert population.bands == (AgeBand(0, 14), AgeBand(15, None))
    assert population.counts.tolist() == [[20, 80]]
