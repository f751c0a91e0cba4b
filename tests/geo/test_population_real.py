"""Real files of e-Stat, and the population of the judged cities: the sums that their publishers document."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np
import pytest

from geo.population.ages import target_people
from geo.population.reading import read_population_file
from geo.population.redistribution import redistribute
from geo.population.rollup import by_district

pytestmark = pytest.mark.shared
MESHES = ["tblT001101H5030.txt", "tblT001101H5130.txt"]


@pytest.fixture
def census(shared: Path) -> Path:
    return shared / "realdata" / "estat_mesh500_2020"


@pytest.mark.parametrize("name", MESHES)
def test_ages_of_the_census_mesh_are_the_sums_of_its_columns_and_hidden_cells_are_counted(
    census: Path, name: str
) -> None:
    population = read_population_file(census / name)
    with (census / name).open(encoding="cp932", newline="") as file:
        header, _, *rows = csv.reader(file)

    def column(number: int) -> float:  # "*" as 0: the receiving cell holds those people
        place = header.index(f"T001101{number:03d}")
        return float(sum(int(row[place]) for row in rows if row[place] != "*"))

    hidden = sum(row[1] == "2" for row in rows)
    assert target_people(population).known == column(1)
    for low, high, expected in (
        (0, 14, column(4)),
        (15, 64, column(10)),
        (18, None, column(13)),
        (20, None, column(16)),
        (65, None, column(19)),
        (75, 84, column(22) - column(25)),
        (85, 94, column(25) - column(28)),
    ):
        target = target_people(population, low, high)
        assert (target.known, target.hidden, target.estimated) == (expected, hidden, False)
    assert population.singles is not None
    assert np.nansum(population.singles) == column(49)


def test_the_receiver_503000011_holds_the_ages_of_its_hidden_cells_and_not_their_total(census: Path) -> None:
    population = read_population_file(census / MESHES[0])
    codes = population.codes.tolist()
    receiver, *hidden = (codes.index(code) for code in ("503000011", "503000012", "503000014"))
    assert population.totals[[receiver, *hidden]].tolist() == [52, 2, 2]
    assert population.counts[receiver].sum() == 56
    assert np.isnan(population.counts[hidden]).all()


def test_real_500_m_cells_keep_their_people_as_250_m_cells(census: Path) -> None:
    population = read_population_file(census / MESHES[1])
    cells = redistribute(population)
    assert len(cells) == 4 * len(population)
    assert cells.totals.sum() == pytest.approx(population.totals.sum(), rel=1e-9)
    assert np.nansum(cells.counts, axis=0) == pytest.approx(np.nansum(population.counts, axis=0), rel=1e-9)


def test_a_census_mesh_of_9_496_rows_is_read_in_half_a_second(census: Path) -> None:
    seconds = []
    for _ in range(3):
        start = time.process_time()
        assert len(read_population_file(census / MESHES[0])) == 9496
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.5


@pytest.mark.parametrize("city", ["mizuhama", "shinonome", "hamagiri"])
def test_the_mesh_of_a_judged_city_sums_to_the_population_of_its_districts(shared: Path, city: str) -> None:
    population = read_population_file(shared / "eval" / city / "population_mesh.csv")
    with (shared / "eval" / city / "districts.csv").open(encoding="utf-8-sig", newline="") as file:
        stated = {row["district_id"]: float(row["population"]) for row in csv.DictReader(file)}
    districts = by_district(population)
    assert dict(zip(districts.people.codes.tolist(), districts.people.totals.tolist(), strict=True)) == stated
    assert (population.counts.sum(axis=1) == population.totals).all()
    assert not districts.hidden.any()
