"""Every format of population file, recognised by content."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas
import numpy as np
import pytest
from shapely.geometry import box

from geo.errors import GeoError
from geo.population.dates import survey_date
from geo.population.model import AgeBand, Population
from geo.population.reading import read_population_file
from tests.geo.population_files import DATA, FILES, altered, refusal

CENSUS_BANDS = [(0, 14), (15, 17), (18, 19), (20, 64), (65, 74), (75, 84), (85, 94), (95, None)]


def bands(population: Population) -> list[tuple[int, int | None]]:
    return [(band.low, band.high) for band in population.bands]


def row(population: Population, code: str) -> int:
    return population.codes.tolist().index(code)


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


@pytest.mark.parametrize("flag", ["HITOKU2030", "HITOKU_2030"])
def test_the_flag_of_a_projection_hides_a_cell_in_both_spellings(tmp_path: Path, flag: str) -> None:
    path = tmp_path / "flag.csv"
    path.write_text(f"MESH_ID,PTN_2030,PTA_2030,PTB_2030,{flag}\n523640001,3,0,0,*\n523640002,9,2,7,@\n")
    population = read_population_file(path)
    np.testing.assert_array_equal(population.counts, [[np.nan, np.nan], [2, 7]])
    assert population.totals.tolist() == [3, 9]


def test_a_town_whose_code_ends_in_00_is_the_whole_of_its_parts(tmp_path: Path) -> None:
    path = altered(tmp_path, "estat_small_areas.txt", "369990010,", "36999001000,")
    read, expected = read_population_file(path), read_population_file(FILES / "estat_small_areas.txt")
    assert read.codes.tolist() == expected.codes.tolist()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-04-01", date(2025, 4, 1)),
        ("２０２５/４/１ 0:00", date(2025, 4, 1)),
        ("20250401", date(2025, 4, 1)),
        ("2025年4月", date(2025, 4, 1)),
        ("令和元年10月1日", date(2019, 10, 1)),
        ("平成31年4月1日", date(2019, 4, 1)),
        ("H27.10.1", date(2015, 10, 1)),
        ("昭和60年10月1日", date(1985, 10, 1)),
        ("2025-02-30", None),
        ("25/4/1", None),
        ("4月1日", None),
        ("", None),
    ],
)
def test_a_survey_day_is_read_in_both_calendars_and_nothing_is_guessed(text: str, day: date | None) -> None:
    assert survey_date(text) == day


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


def test_bands_that_overlap_without_a_common_border_are_not_counted_twice(tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    path.write_text("地域名,総人口,0-14歳,15歳以上,20-29歳\n東,100,20,80,15\n", encoding="utf-8")
    population = read_population_file(path)
    assert population.bands == (AgeBand(0, 14), AgeBand(15, None))
    assert population.counts.tolist() == [[20, 80]]
