"""What is said of a district in one word: nothing is in reach of nobody, and what is hidden is not known."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from api.planning.city import City
from api.planning.documents import gap_document
from api.planning.exports import gaps_as
from api.planning.gaps import gaps
from api.planning.in_words import gap_in_words
from api.planning.maps import gap_map
from api.planning.table import rows_of
from geo.gaps.model import DistrictGap
from resources.records import ResourceRecord, ScheduleRule
from resources.snapshot import build_snapshot
from tests.api.planning.cities import ASKED, FAR, HERE, Cell, small_city, with_people

SMALL = small_city()
MANY = (*HERE, "T1", 500.0)


def marks(*cells: Cell) -> dict[str, str]:
    rows, _ = rows_of(gaps(with_people(SMALL, cells), ASKED))
    return {row.gap.district_id: row.mark for row in rows}


def found(district: str, *cells: Cell) -> DistrictGap:
    report = gaps(with_people(SMALL, cells), ASKED).report
    return next(gap for gap in report.districts if gap.district_id == district)


@pytest.mark.parametrize("people", [0.0, 29.0])
@pytest.mark.parametrize("where", [HERE, FAR])
def test_too_few_people_are_neither_reached_nor_short(people: float, where: tuple[float, float]) -> None:
    assert marks(MANY, (*where, "T2", people))["T2"] == "対象が少ない"
    assert found("T2", MANY, (*where, "T2", people)).underserved is False


def test_a_district_without_cells_has_nobody_when_every_cell_lies_in_a_district() -> None:
    assert marks(MANY)["T2"] == "対象が少ない"


def test_a_district_without_cells_is_not_known_while_people_live_in_none() -> None:
    cells = (MANY, (*HERE, "", 40.0))
    assert marks(*cells) == {"T1": "届いている", "T2": "分からない", "T3": "分からない"}
    gap = found("T2", *cells)
    assert (gap.underserved, gap.uncertain, gap.target_population) == (None, None, None)
    assert gap.why[0] == "人口の区画の中心がこの学区の中に一つもないので、足りているかどうかは分かりません。"


def test_few_known_people_beside_hidden_ones_are_not_known() -> None:
    cells = (MANY, (*FAR, "T2", 12.0), (*FAR, "T2", np.nan))
    assert marks(*cells)["T2"] == "分からない"
    gap = found("T2", *cells)
    assert (gap.underserved, gap.uncertain, gap.target_population) == (None, None, 12.0)
    assert "12人だけで、人数が公表されていない区画もある" in gap.why[0]
    assert marks(MANY, (*FAR, "T2", 30.0), (*FAR, "T2", np.nan))["T2"] == "不足"


def test_a_district_of_whose_people_nobody_knows_has_no_rank() -> None:
    cells = (MANY, (*FAR, "T2", np.nan), (*FAR, "T3", 90.0))
    ranks = {district: found(district, *cells).rank for district in ("T1", "T2", "T3")}
    assert ranks == {"T1": 2, "T2": None, "T3": 1}


def test_the_rounding_of_sums_leaves_nobody_without_a_place_and_no_share_above_one() -> None:
    amounts = np.random.default_rng(7).random((20, 300)) * 10
    for people in amounts:
        gap = found("T1", *((*HERE, "T1", float(amount)) for amount in people))
        assert (gap.coverage, gap.uncovered) == (1.0, 0.0)
        assert "100%です" in gap.why[0]


def test_the_rounding_of_sums_never_misses_the_goal() -> None:
    """Half of the people have a place in reach, and half is the goal."""
    for amounts in np.random.default_rng(7).random((20, 300)) * 10:
        cells = [
            cell for people in amounts.tolist() for cell in ((*HERE, "T1", people), (*FAR, "T1", people))
        ]
        gap = found("T1", *cells)
        assert (gap.underserved, gap.uncertain) == (False, False)


def test_every_map_explains_the_marks_it_shows() -> None:
    city = with_people(SMALL, [MANY, (*FAR, "T2", 12.0), (*FAR, "T3", np.nan)])
    answer = gaps(city, ASKED)
    page = gap_map(city, answer)
    assert "対象が少ない: 対象の人が少なすぎるか、いない" in page
    assert "分からない: 人口の数が公表されていないか、人口のファイルがない" in page
    assert gaps_as(city, answer, ".geojson")
    said = gap_in_words(city, answer)
    assert "【対象が少ない】 T2" in said
    assert "【分からない】 T3" in said


def at_any_time() -> City:
    """A city whose only place states its seats, and opens 随時."""
    place = ResourceRecord(
        key="Z",
        name="いつでも",
        kind="third_place",
        schedule=(ScheduleRule(("tue",), 600, 700, "irregular"),),
        capacity=8,
        district="T1",
        lat=HERE[0],
        lon=HERE[1],
    )
    return replace(with_people(SMALL, [MANY]), snapshot=build_snapshot([place]))


def test_seats_of_a_place_that_opens_at_any_time_are_unknown_and_not_zero() -> None:
    city = at_any_time()
    answer = gaps(city, ASKED)
    gap = answer.report.districts[0]
    assert (gap.places, gap.places_without_sessions, gap.places_without_capacity) == (1, 1, 0)
    assert gap.seats_unknown
    assert "開く回数が分からない場所(随時など)が1か所あり、週の回数と席の数に入れていません。" in gap.why
    districts = gap_document(city, answer)["districts"]
    assert isinstance(districts, list)
    first, second = districts[:2]
    assert (first["sessions_per_week"], first["capacity_per_week"], first["seats_unknown"]) == (
        None,
        None,
        True,
    )
    assert (second["sessions_per_week"], second["capacity_per_week"]) == (0.0, 0.0)
    text = gaps_as(city, answer, ".csv").decode("utf-8-sig")
    row = next(line for line in csv.DictReader(io.StringIO(text)) if line["学区ID"] == "T1")
    assert (row["週あたり回数"], row["週あたり席"], row["回数不明の場所"]) == ("不明", "不明", "1")
    assert "不明" in gap_map(city, answer)
    assert gaps_as(city, answer, ".gpkg")
