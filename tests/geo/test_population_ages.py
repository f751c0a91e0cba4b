"""Ages asked of the bands that a source has, and the ひきこもり estimate on top of them."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GeoError
from geo.population.ages import target_people
from geo.population.disjoint import Impossible, disjoint
from geo.population.hikikomori import estimate_hikikomori, hikikomori_rates
from geo.population.model import AgeBand, Population

NAN = float("nan")
COLLECTION = ((0, 5), (6, 12), (13, 18), (19, 39), (40, 64), (65, 74), (75, None))


def people(*rows: tuple[float, ...], bands: tuple[tuple[int, int | None], ...] = COLLECTION) -> Population:
    counts: npt.NDArray[np.float64] = np.array(rows, dtype=np.float64).reshape(len(rows), len(bands))
    size = len(rows)
    return Population(
        codes=np.array([str(5236400011 + row) for row in range(size)]),
        lats=np.full(size, 35.0),
        lons=np.full(size, 136.0),
        district_ids=np.array(["T1"] * size),
        totals=np.nansum(counts, axis=1) + 3,  # three people of unknown age
        bands=tuple(AgeBand(*band) for band in bands),
        counts=counts,
    )


CELLS = people((6, 7, 12, 42, 50, 20, 10), (0, 0, 6, 21, 25, 2, 1), (NAN,) * 7)


def test_without_ages_everybody_counts_also_those_of_unknown_or_hidden_age() -> None:
    for target in (target_people(CELLS), target_people(CELLS, 0), target_people(CELLS, 0, None)):
        assert target.people.tolist() == [150, 58, 3]
        assert (target.estimated, target.hidden) == (False, 0)


def test_ages_along_the_bands_are_exact_and_hidden_cells_are_counted_not_summed_as_0() -> None:
    target = target_people(CELLS, 19, 64)
    assert target.people[:2].tolist() == [92, 46]
    assert np.isnan(target.people[2])
    assert (target.estimated, target.hidden, target.known) == (False, 1, 138)
    assert target_people(CELLS, 75).people[0] == 10


def test_a_band_that_the_ages_cut_is_shared_by_single_years_and_said_to_be_estimated() -> None:
    target = target_people(CELLS, 15, 39)
    assert target.people[0] == pytest.approx(12 * 4 / 6 + 42)  # 15, 16, 17, 18 of the six years 13 to 18
    assert target.estimated
    inside = target_people(CELLS, 25, 29)
    assert inside.people[1] == pytest.approx(21 * 5 / 21)
    assert inside.estimated


def test_an_open_band_is_taken_whole_or_refused_naming_where_it_can_be_cut() -> None:
    for low, high in ((80, None), (65, 84), (75, 99)):
        with pytest.raises(
            GeoError, match="75歳以上は一つの区分で、分けられません。75歳以上、または74歳までで"
        ):
            target_people(CELLS, low, high)
    assert target_people(CELLS, 65, 120).people[0] == target_people(CELLS, 65).people[0] == 30


def test_ages_that_the_source_does_not_have_are_refused_never_0() -> None:
    holes = people((1, 2), bands=((0, 14), (20, 64)))
    for low, high in ((0, 64), (15, 19), (20, None), (60, 70), (70, 80)):
        with pytest.raises(GeoError, match=r"データにある年齢は 0〜14歳、20〜64歳 です"):
            target_people(holes, low, high)
    with pytest.raises(GeoError, match="年齢別の人数がありません"):
        target_people(people((), bands=()), 15, 39)
    with pytest.raises(GeoError, match="下の年齢から上の年齢の順"):
        target_people(CELLS, 39, 15)


@settings(deadline=None)
@given(
    cuts=st.lists(st.sampled_from([0, 6, 13, 19, 40, 65, 75]), min_size=2, max_size=7, unique=True).map(
        sorted
    ),
    counts=st.lists(st.integers(0, 10_000), min_size=7, max_size=7),
)
def test_disjoint_ages_along_the_bands_add_up_to_their_whole(cuts: list[int], counts: list[int]) -> None:
    cell = people(tuple(float(count) for count in counts))
    parts = [target_people(cell, low, high - 1) for low, high in pairwise(cuts)]
    whole = target_people(cell, cuts[0], cuts[-1] - 1)
    assert sum(part.known for part in parts) == whole.known
    assert not any(part.estimated for part in parts)


@settings(deadline=None)
@given(low=st.integers(0, 74), high=st.integers(0, 74), cut=st.integers(0, 74))
def test_shared_single_years_add_up_too(low: int, high: int, cut: int) -> None:
    low, cut, high = sorted((low, cut, high))
    if low == cut:
        return
    parts = target_people(CELLS, low, cut - 1).people[0] + target_people(CELLS, cut, high).people[0]
    assert target_people(CELLS, low, high).people[0] == pytest.approx(parts, rel=1e-12)


@settings(deadline=None)
@given(st.lists(st.integers(0, 500), min_size=8, max_size=8))
def test_overlapping_bands_give_back_the_disjoint_ones_they_were_made_of(single: list[int]) -> None:
    edges = [0, 15, 18, 20, 65, 75, 85, 95]
    above = {low: float(sum(single[place:])) for place, low in enumerate(edges)}
    bands = {AgeBand(low, None): np.array([above[low]]) for low in edges[1:]}
    bands[AgeBand(0, 14)] = np.array([float(single[0])])
    bands[AgeBand(15, 64)] = np.array([above[15] - above[65]])
    found, counts = disjoint(bands)
    assert [band.low for band in found] == edges
    assert counts[0].tolist() == single


def test_hidden_people_stay_hidden_in_differences_and_contradictions_name_their_row() -> None:
    over, older = AgeBand(15, None), AgeBand(65, None)
    bands, counts = disjoint({over: np.array([10.0, 5.0]), older: np.array([4.0, NAN])})
    assert bands == (AgeBand(15, 64), older)
    assert counts[0].tolist() == [6, 4]
    assert np.isnan(counts[1]).all()
    with pytest.raises(Impossible) as contradiction:
        disjoint({over: np.array([10.0, 5.0]), older: np.array([4.0, 6.0])})
    assert (contradiction.value.row, contradiction.value.band) == (1, AgeBand(15, 64))


def test_the_hikikomori_estimate_is_people_times_rate_with_the_ends_of_its_interval() -> None:
    estimate = estimate_hikikomori(
        people((0, 0, 0, 0), (1000, 1000, 500, 9), bands=((0, 14), (15, 39), (40, 64), (65, None)))
    )
    assert estimate.people == pytest.approx([0, 1000 * 0.0205 + 500 * 0.0202])
    assert estimate.low == pytest.approx([0, 1000 * 0.0174 + 500 * 0.0164])
    assert estimate.high == pytest.approx([0, 1000 * 0.0240 + 500 * 0.0249])
    assert (estimate.estimated, estimate.hidden) == (False, 0)
    assert "15〜39歳 2.05%(1.74%〜2.40%)、40〜64歳 2.02%(1.64%〜2.49%)" in estimate.source.line()
    assert "この地域を調べた数ではありません" in estimate.source.line()


def test_the_hikikomori_estimate_says_when_a_band_was_cut_and_how_many_cells_it_lacks() -> None:
    estimate = estimate_hikikomori(CELLS)
    assert estimate.estimated
    assert estimate.hidden == 1
    assert np.isnan([estimate.people[2], estimate.low[2], estimate.high[2]]).all()


def test_the_rates_are_those_of_the_survey_with_their_wilson_intervals() -> None:
    def wilson(cases: float, asked: float) -> tuple[float, float]:
        share, z = cases / asked, 1.959964
        centre = share + z * z / (2 * asked)
        spread = z * math.sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked))
        return (centre - spread) / (1 + z * z / asked), (centre + spread) / (1 + z * z / asked)

    young, older = hikikomori_rates()
    assert (young.low, young.high, older.low, older.high) == (15, 39, 40, 64)
    assert young.rate == pytest.approx(144 / 7035, abs=5e-5)
    assert (young.rate_low, young.rate_high) == pytest.approx(wilson(144, 7035), abs=5e-5)
    # 86 cases are 2.02 % of about 4,257 people
    assert (older.rate_low, older.rate_high) == pytest.approx(wilson(86, 86 / older.rate), abs=5e-5)
