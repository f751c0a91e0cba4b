"""The demo city's gaps are those that were planted in it, and every figure equals a recount in pandas."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from api.planning.city import BOUNDARIES, POPULATION, City, city_of_collection
from api.planning.documents import gap_document
from api.planning.gaps import Answer, gaps
from api.planning.question import question_from
from tests.api.planning import recount

pytestmark = pytest.mark.shared

PLANTED = [
    (("居場所",), None, True, {"D10", "D14"}, set()),
    (("居場所",), (15, 39), True, {"D10", "D14"}, {"D13"}),
    (("就労体験",), (19, 64), False, {"D10"}, {"D13"}),
    (("学習支援", "こども食堂"), (6, 18), False, {"D01", "D10", "D12", "D13", "D14"}, set()),
]
Ages = tuple[int, int] | None


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "eval" / "mizuhama"


@pytest.fixture(scope="module")
def city(folder: Path) -> City:
    return city_of_collection(folder)[0]


def ask(city: City, kinds: tuple[str, ...], ages: Ages, weekdays: bool) -> Answer:
    age = f"{ages[0]}-{ages[1]}" if ages else None
    return gaps(city, question_from(kinds=kinds, age=age, weekdays=["平日"] if weekdays else []))


@pytest.mark.parametrize(("kinds", "ages", "weekdays", "underserved", "uncertain"), PLANTED)
def test_the_planted_gaps_are_found_and_no_others(
    city: City, kinds: tuple[str, ...], ages: Ages, weekdays: bool, underserved: set[str], uncertain: set[str]
) -> None:
    districts = ask(city, kinds, ages, weekdays).report.districts
    assert {gap.district_id for gap in districts if gap.underserved} == underserved
    assert {gap.district_id for gap in districts if gap.uncertain} == uncertain


@pytest.mark.parametrize(("kinds", "ages", "weekdays"), [case[:3] for case in PLANTED])
def test_every_figure_equals_an_independent_recount(
    city: City, folder: Path, kinds: tuple[str, ...], ages: Ages, weekdays: bool
) -> None:
    answer = ask(city, kinds, ages, weekdays)
    low, high = ages or (None, None)
    cells = recount.people(folder, low, high)
    listed = recount.places(folder, kinds, low, high, recount.WEEKDAYS if weekdays else ())
    km = recount.kilometres(cells, listed)
    tried = [
        recount.coverage(cells, km, speed=speed, detour=detour)
        for speed in recount.SPEEDS
        for detour in recount.DETOURS
    ]
    base = recount.coverage(cells, km, speed=4000 / 60, detour=1.3)
    people = cells.groupby("学区ID")[["総人口", "asked"]].sum()
    uncovered = ((1 - base) * people["asked"]).round(6).sort_values(ascending=False, kind="stable")
    for gap in answer.report.districts:
        district = gap.district_id
        here = listed[listed["学区"] == district]
        assert gap.places == len(here)
        assert gap.places_without_capacity == here["定員"].isna().sum()
        assert gap.population == pytest.approx(people["総人口"][district], rel=1e-12)
        assert gap.target_population == pytest.approx(people["asked"][district], rel=1e-12)
        assert gap.coverage == pytest.approx(base[district], abs=1e-12)
        assert gap.coverage_low == pytest.approx(min(one[district] for one in tried), abs=1e-12)
        assert gap.coverage_high == pytest.approx(max(one[district] for one in tried), abs=1e-12)
        assert gap.uncovered == pytest.approx(uncovered[district], abs=2e-6)
    assert [gap.rank for gap in answer.report.districts] == [
        list(uncovered.index).index(gap.district_id) + 1 for gap in answer.report.districts
    ]


def test_a_district_that_neighbours_cover_is_told_apart_in_words(city: City) -> None:
    answer = ask(city, ("居場所",), (15, 39), True)
    kasahara_east = next(gap for gap in answer.report.districts if gap.district_id == "D08")
    assert not kasahara_east.underserved
    assert not kasahara_east.uncertain
    told = "".join(kasahara_east.why)
    assert "不足の印は付けません" in told
    assert "15〜39歳を主な対象とする公開中の平日に開いている居場所はなく" in told
    assert "15〜39歳も受け入れる平日に開いている居場所が" in told
    assert "ほかの学区の場所" in told
    assert "笠原学区" in told


def test_a_cut_age_band_is_said_to_be_estimated(city: City) -> None:
    cut = gap_document(city, ask(city, ("居場所",), (15, 39), True))["parameters"]
    whole = gap_document(city, ask(city, ("居場所",), (19, 39), True))["parameters"]
    assert isinstance(cut, dict)
    assert isinstance(whole, dict)
    assert (cut["age_estimated"], whole["age_estimated"]) == (True, False)


def test_people_of_a_file_without_districts_are_counted_in_the_district_they_live_in(
    city: City, folder: Path, tmp_path: Path
) -> None:
    for name in ("resources.csv", "districts.csv", BOUNDARIES):
        shutil.copy(folder / name, tmp_path / name)
    with (folder / POPULATION).open(encoding="utf-8-sig", newline="") as stated:
        rows = list(csv.reader(stated))
    column = rows[0].index("学区ID")
    with (tmp_path / POPULATION).open("w", encoding="utf-8", newline="") as silent:
        csv.writer(silent).writerows(row[:column] + row[column + 1 :] for row in rows)
    found, _ = city_of_collection(tmp_path)
    assert found.population is not None
    assert city.population is not None
    assert found.population.district_ids.tolist() == city.population.district_ids.tolist()
