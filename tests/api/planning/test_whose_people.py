"""A neighbouring municipality's people share the seats in reach, and are counted nowhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from api.planning.documents import gap_document
from api.planning.gaps import gaps
from api.planning.in_words import gap_in_words, sites_in_words
from api.planning.more_seats import more_seats
from api.planning.site_maps import candidate_names, reached_cells
from api.planning.siting import sites
from geo.siting.model import Candidates
from tests.api.planning.cities import ASKED, FAR, HERE, small_city, with_people

OWN = [(*HERE, "T1", 500.0), (*HERE, "T2", 300.0), (*FAR, "T3", 100.0)]
NEXT_DOOR = [(*HERE, "", 1000.0), (FAR[0] + 0.2, FAR[1], "", 4000.0)]
ALONE = with_people(small_city(), OWN)
BESIDE = with_people(small_city(), [*OWN, *NEXT_DOOR])


def test_people_of_no_district_are_not_in_the_citys_figures() -> None:
    alone, beside = gaps(ALONE, ASKED).report, gaps(BESIDE, ASKED).report
    assert (beside.city.population, beside.city.target_population) == (900.0, 900.0)
    assert beside.city.coverage == alone.city.coverage == pytest.approx(8 / 9)
    assert beside.outside == 5000.0
    assert alone.outside == 0.0


def test_people_of_no_district_share_the_seats_in_reach() -> None:
    alone, beside = gaps(ALONE, ASKED).report, gaps(BESIDE, ASKED).report
    # 56 seats a week are shared by 800 people, or by 1,800
    assert alone.city.accessibility == pytest.approx(1000 * 56 / 800 * 8 / 9)
    assert beside.city.accessibility == pytest.approx(1000 * 56 / 1800 * 8 / 9)
    assert beside.gini == pytest.approx(alone.gini)


def test_people_of_no_district_are_told_where_there_are_any() -> None:
    said = "どの学区にも入らない区画に5,000人がいます"
    assert said in gap_in_words(BESIDE, gaps(BESIDE, ASKED))
    assert said in sites_in_words(BESIDE, sites(BESIDE, ASKED, 1))
    assert "どの学区にも入らない" not in gap_in_words(ALONE, gaps(ALONE, ASKED))


def test_a_city_whose_districts_hold_no_cell_counts_everybody_as_its_own() -> None:
    nowhere = with_people(small_city(), [(lat, lon, "", people) for lat, lon, _, people in OWN])
    report = gaps(nowhere, ASKED).report
    assert report.city.target_population == 900.0
    assert {gap.underserved for gap in report.districts} == {None}
    assert gaps(replace(nowhere, district_names={}), ASKED).report.city.target_population == 900.0
    assert sites(nowhere, ASKED, 1).siting.gain == 100.0


def test_no_site_is_proposed_for_or_in_another_municipality() -> None:
    answer = sites(BESIDE, ASKED, 2)
    assert set(answer.candidates.district_ids.tolist()) == {"T1", "T2", "T3"}
    assert [site.district_id for site in answer.siting.sites] == ["T3"]
    assert (answer.siting.objective_before, answer.siting.objective_after) == (800.0, 900.0)
    assert [effect.district_id for effect in answer.effects] == ["T1", "T2", "T3"]


def test_a_given_candidate_outside_the_districts_is_dropped() -> None:
    places = np.array([FAR, NEXT_DOOR[1][:2], HERE])
    names = np.array(["A", "B", "C"])
    given = Candidates(names, names, np.array(["T3", "", ""]), places)
    answer = sites(BESIDE, ASKED, 1, candidates=given)
    assert answer.candidates.codes.tolist() == ["A", "C"]  # C lies in the outline of a district
    assert answer.siting.sites[0].code == "A"


def test_more_seats_lift_the_citys_own_people_alone() -> None:
    answer = more_seats(BESIDE, ASKED, 1, "seats", seats=20)
    assert answer.level == pytest.approx(gaps(BESIDE, ASKED).report.city.accessibility)
    assert answer.more.people_after <= 900.0
    assert {lift.district_id for lift in answer.lifts} == {"T1", "T2", "T3"}


def test_the_document_keeps_its_figure_of_people_outside() -> None:
    city = gap_document(BESIDE, gaps(BESIDE, ASKED))["city"]
    assert isinstance(city, dict)
    assert city["population_outside_districts"] == 5000.0


def test_the_map_of_sites_draws_the_citys_own_cells_alone() -> None:
    codes = np.array(["5236400011", "5236400012", "5236407422", "5236400013", "5236407423"])
    assert BESIDE.population is not None
    city = replace(BESIDE, population=replace(BESIDE.population, codes=codes))
    answer = sites(city, ASKED, 1)
    cells = reached_cells(city, answer, candidate_names(answer))
    assert cells is not None
    assert sorted(cells.classes) == ["covered", "covered", "newly"]
