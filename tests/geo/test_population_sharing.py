"""People shared over 250 m cells, given districts, joined from several files and summed per district."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.districts import Districts
from geo.errors import GeoError
from geo.population.mesh import bounds, centres, parents
from geo.population.model import AgeBand, Population
from geo.population.reading import read_population_file
from geo.population.redistribution import lies_on_mesh, redistribute
from geo.population.rollup import by_district, combine, select, within_borders

FILES = Path(__file__).resolve().parents[1] / "data" / "population"
NAN = float("nan")


def population(
    codes: list[str],
    counts: list[tuple[float, float]],
    *,
    places: tuple[list[float], list[float]] | None = None,
    districts: list[str] | None = None,
) -> Population:
    lats, lons = places or centres(codes)
    numbers = np.array(counts, dtype=np.float64).reshape(len(codes), 2)
    return Population(
        codes=np.array(codes, dtype=np.str_),
        lats=np.asarray(lats, dtype=np.float64),
        lons=np.asarray(lons, dtype=np.float64),
        district_ids=np.array(districts or [""] * len(codes), dtype=np.str_),
        totals=np.nan_to_num(numbers, nan=5.0).sum(axis=1),
        bands=(AgeBand(0, 64), AgeBand(65, None)),
        counts=numbers,
        singles=numbers[:, 1] / 2,
    )


def towns(*shapes: shapely.Geometry) -> Districts:
    """Polygons of the towns 東, 西, … in degrees."""
    names = tuple("東西南北"[: len(shapes)])
    array = np.empty(len(shapes), dtype=np.object_)
    array[:] = shapes
    return Districts(names, names, array)


NOWHERE = ([NAN, NAN], [NAN, NAN])


def test_a_500_m_cell_is_cut_into_four_equal_parts() -> None:
    cells = redistribute(population(["523640001"], [(40, 8)]))
    assert cells.codes.tolist() == ["5236400011", "5236400012", "5236400013", "5236400014"]
    assert cells.counts.tolist() == [[10, 2]] * 4
    assert cells.totals.tolist() == [12] * 4
    assert cells.singles is not None
    assert cells.singles.tolist() == [1] * 4
    assert "面積の比で按分した推計" in cells.source.line()
    assert redistribute(cells).source == cells.source  # 250 m cells stay as they are


def test_known_250_m_totals_decide_where_the_people_of_a_cell_live() -> None:
    known = population(["5236400011", "5236400014", "5236400111"], [(30, 0), (10, 0), (99, 9)])
    cells = redistribute(population(["523640001", "523640002"], [(40, 8), (4, 4)]), known=known)
    assert cells.codes[:2].tolist() == ["5236400011", "5236400014"]  # nobody lives in 12 and 13
    assert cells.counts[:2].tolist() == [[30, 6], [10, 2]]
    assert cells.counts[2:].tolist() == [[1, 1]] * 4  # no known people in 523640002: shared equally
    with pytest.raises(GeoError, match="10桁"):
        redistribute(known, known=population(["523640001"], [(1, 1)]))


def test_cells_of_125_m_are_joined_and_those_coarser_than_1_km_are_refused() -> None:
    cells = redistribute(population(["52364000111", "52364000112", "5236400012"], [(1, 2), (3, 4), (5, 6)]))
    assert cells.codes.tolist() == ["5236400011", "5236400012"]
    assert cells.counts.tolist() == [[4, 6], [5, 6]]
    with pytest.raises(GeoError, match="粗すぎます"):
        redistribute(population(["523640"], [(1, 1)]))


def test_hidden_cells_stay_hidden_in_every_part() -> None:
    cells = redistribute(population(["523640001", "523640002"], [(NAN, NAN), (4, 4)]))
    assert np.isnan(cells.counts[:4]).all()
    assert cells.totals[:4].tolist() == [2.5] * 4
    assert cells.counts[4:].tolist() == [[1, 1]] * 4


def test_a_town_with_a_polygon_is_shared_by_area_and_one_with_a_point_goes_into_one_cell() -> None:
    west, south, east, north = bounds(["5236400011"])[0]
    half = shapely.box(
        west, south, east + (east - west) / 2, north
    )  # one cell and the western half of the next
    point = ([NAN, north + 0.0001], [NAN, east + 0.0001])
    cells = redistribute(population(["東", "西"], [(30, 3), (7, 1)], places=point), towns(half))
    assert cells.codes.tolist() == ["5236400011", "5236400012", "5236400014"]
    assert cells.counts == pytest.approx(np.array([[20, 2], [10, 1], [7, 1]]), rel=1e-9)
    assert "代表点のある区画に置きました" in cells.source.line()


def test_a_town_finds_its_polygon_by_name_where_no_id_is_its_code() -> None:
    shapes = np.array(
        [shapely.box(*bounds([code])[0]) for code in ("5236400011", "5236400012", "5236400013")]
    )
    areas = Districts(("東", "k2", "k3"), ("k2", "西", "k3"), shapes)
    cells = redistribute(population(["東", "西"], [(30, 3), (7, 1)], places=NOWHERE), areas)
    assert cells.counts[:2] == pytest.approx(np.array([[30, 3], [7, 1]]), rel=1e-9)
    twice = Districts(("k1", "k2"), ("東", "東"), shapes[:2])
    with pytest.raises(GeoError, match="場所の分からない地域が1あります"):
        redistribute(population(["東"], [(1, 1)], places=([NAN], [NAN])), twice)


def test_known_totals_count_in_a_town_by_the_part_of_the_cell_that_lies_in_it() -> None:
    west, south, east, north = bounds(["5236400011"])[0]
    shape = shapely.box(west, south, east + (east - west) / 2, north)
    known = population(["5236400011", "5236400012"], [(10, 0), (40, 0)])  # 10 whole, half of 40
    cells = redistribute(population(["東"], [(30, 3)], places=([NAN], [NAN])), towns(shape), known=known)
    assert cells.counts == pytest.approx(np.array([[10, 1], [20, 2]]), rel=1e-9)


def test_a_hidden_town_does_not_hide_its_neighbour_in_the_same_cell() -> None:
    shape = shapely.box(*bounds(["5236400011"])[0])
    cells = redistribute(population(["東", "西"], [(NAN, NAN), (7, 1)], places=NOWHERE), towns(shape, shape))
    inside = cells.codes.tolist().index("5236400011")
    assert cells.counts[inside] == pytest.approx([7, 1])
    assert cells.totals[inside] == pytest.approx(18)


def test_towns_without_polygon_and_position_are_refused_by_name() -> None:
    with pytest.raises(GeoError, match=r"場所の分からない地域が2あります\(東、西\)"):
        redistribute(population(["東", "西"], [(1, 1), (2, 2)], places=NOWHERE))


def test_a_town_code_that_looks_like_a_mesh_code_is_no_cell() -> None:
    assert lies_on_mesh(population(["523640001"], [(1, 1)]))
    assert not lies_on_mesh(population(["523640001"], [(1, 1)], places=([NAN], [NAN])))
    assert not lies_on_mesh(population(["523640001"], [(1, 1)], places=([43.0], [141.0])))


@settings(max_examples=40, deadline=None)
@given(
    counts=st.lists(st.tuples(st.floats(0, 1e5), st.floats(0, 1e5)), min_size=2, max_size=4),
    corners=st.lists(
        st.tuples(st.floats(0, 0.05), st.floats(0, 0.05), st.floats(0.0005, 0.03), st.floats(0.0005, 0.03)),
        min_size=4,
        max_size=4,
    ),
    weights=st.lists(st.integers(0, 50), min_size=16, max_size=16),
)
def test_every_town_keeps_its_people_in_every_band(
    counts: list[tuple[float, float]],
    corners: list[tuple[float, float, float, float]],
    weights: list[int],
) -> None:
    names = list("東西南北"[: len(counts)])
    shapes = [
        shapely.box(136 + x, 35 + y, 136 + x + width, 35 + y + height) for x, y, width, height in corners
    ][: len(counts)]
    source = population(names, counts, places=([NAN] * len(names), [NAN] * len(names)))
    first = redistribute(population(["52364000"], [(1, 1)]))
    known = replace(first, totals=np.array(weights, dtype=np.float64))
    for weighted in (None, known):
        for town in range(len(names)):
            cells = redistribute(
                select(source, np.array([town])), towns_named(names[town], shapes[town]), known=weighted
            )
            assert cells.counts.sum(axis=0) == pytest.approx(source.counts[town], rel=1e-9)
            assert cells.totals.sum() == pytest.approx(source.totals[town], rel=1e-9)
        together = redistribute(source, towns(*shapes), known=weighted)
        assert together.counts.sum(axis=0) == pytest.approx(source.counts.sum(axis=0), rel=1e-9)


def towns_named(name: str, shape: shapely.Geometry) -> Districts:
    array = np.empty(1, dtype=np.object_)
    array[0] = shape
    return Districts((name,), (name,), array)


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)), min_size=3, max_size=3))
def test_every_mesh_cell_keeps_its_people_in_every_band(counts: list[tuple[float, float]]) -> None:
    codes = ["52364000", "523640011", "5236400211"]
    cells = redistribute(population(codes, counts))
    assert len(cells) == 16 + 4 + 1
    for code, expected in zip(codes, counts, strict=True):
        inside = parents(cells.codes, len(code)) == code
        assert cells.counts[inside].sum(axis=0) == pytest.approx(expected, rel=1e-9)


def test_cells_follow_the_borders_unless_their_source_states_districts() -> None:
    west, south, east, north = bounds(["52364000"])[0]
    halves = Districts(
        ("D1", "D2"),
        ("一", "二"),
        np.array([shapely.box(west, south, 136.00625, north), shapely.box(136.00625, south, east, north)]),
    )
    codes = ["5236400011", "5236400012", "5236770011"]
    silent = population(codes, [(1, 1)] * 3, districts=["", "", ""])
    assert within_borders(silent, halves).district_ids.tolist() == ["D1", "D1", ""]
    stated = population(codes, [(1, 1)] * 3, districts=["D2", "", ""])
    assert within_borders(stated, halves).district_ids.tolist() == ["D2", "", ""]


def test_shared_people_take_their_stated_district_along_and_most_people_decide_a_cell() -> None:
    shape = shapely.box(*bounds(["5236400011"])[0])
    source = population(["東", "西"], [(3, 1), (7, 1)], places=NOWHERE, districts=["D1", "D2"])
    cells = redistribute(source, towns(shape, shape))
    assert cells.district_ids[cells.codes == "5236400011"].tolist() == ["D2"]


def test_files_of_neighbouring_meshes_are_joined_and_a_cell_in_both_counts_once() -> None:
    census = read_population_file(FILES / "estat_mesh500.txt")
    joined = combine([census, select(census, np.array([0, 2]))])
    assert joined.codes.tolist() == census.codes.tolist()
    np.testing.assert_array_equal(joined.counts, census.counts)
    other = replace(census, totals=census.totals + 1)
    with pytest.raises(GeoError, match="「523640001」の人数が、ファイルによって違います"):
        combine([census, other])
    with pytest.raises(GeoError, match="年齢の区分が違う"):
        combine([census, read_population_file(FILES / "towns_old.csv")])
    with pytest.raises(GeoError, match="一つもありません"):
        combine([])


def test_people_per_district_are_sums_that_say_how_many_cells_are_hidden() -> None:
    source = population(
        ["5236400011", "5236400012", "5236400013", "5236400014"],
        [(1, 2), (NAN, NAN), (10, 20), (NAN, NAN)],
        districts=["B", "B", "A", ""],
    )
    districts = by_district(source)
    assert districts.people.codes.tolist() == ["", "A", "B"]
    np.testing.assert_array_equal(districts.people.counts, [[NAN, NAN], [10, 20], [1, 2]])
    assert districts.people.totals.tolist() == [10, 30, 13]
    assert districts.cells.tolist() == [1, 1, 2]
    assert districts.hidden.tolist() == [1, 0, 1]
    assert districts.people.lats[2] == pytest.approx(source.lats[:2].mean())
