"""充足マトリクス: every place that answers is in it exactly once, and it says what the gap report says."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from api.planning.city import City, city_of_collection
from api.planning.gaps import gaps
from api.planning.matrix import ALL_THEMES, MatrixAnswer, matrix_answer, matrix_as, matrix_kinds, theme_label
from api.planning.question import question_from
from geo.gaps.matrix import Offered, matrix_of
from resources.errors import BadInput
from resources.records import ResourceRecord, ScheduleRule
from resources.snapshot import build_snapshot

SMALL = Path(__file__).resolve().parents[2] / "data" / "small_city"
NAMES = {"D01": "本町学区", "D02": "=1+1学区"}

RECORDS = st.builds(
    ResourceRecord,
    key=st.just(""),
    name=st.just("場所"),
    kind=st.sampled_from([*matrix_kinds(), "home_visit", "volunteer_person"]),
    status=st.sampled_from(["open", "open", "paused", "retired"]),
    delivery=st.sampled_from([("on_site",), ("on_site", "online"), ("home_visit",), ()]),
    district=st.sampled_from(["D01", "D02", "D77", None]),
    age_min=st.none() | st.integers(0, 90),
    age_max=st.none() | st.integers(0, 90),
    capacity=st.none() | st.integers(0, 40),
    schedule=st.lists(
        st.builds(
            ScheduleRule,
            weekdays=st.sampled_from([(), ("mon",), ("sat", "sun")]),
            frequency=st.sampled_from([None, "weekly", "biweekly", "monthly", "irregular"]),
        ),
        max_size=2,
    ).map(tuple),
)


def city_of(records: list[ResourceRecord]) -> City:
    keyed = [
        ResourceRecord(
            **{name: getattr(record, name) for name in record.__slots__} | {"key": f"P{number:03}"}
        )
        for number, record in enumerate(records)
    ]
    return City("架空市", build_snapshot(keyed), NAMES, None, None, date(2026, 11, 21))


def answering(city: City, low: int, high: int, day: str | None) -> list[ResourceRecord]:
    """Counted anew from the records: open, on site or not said, a place, ages overlap, and a session on that day."""
    return [
        record
        for record in city.snapshot.records
        if record.status == "open"
        and ("on_site" in record.delivery or not record.delivery)
        and record.kind in matrix_kinds()
        and (record.age_min is None or record.age_min <= high)
        and (record.age_max is None or record.age_max >= low)
        and (day is None or any(day in rule.weekdays for rule in record.schedule))
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(RECORDS, max_size=25), st.booleans(), st.booleans())
def test_the_totals_of_the_matrix_equal_the_number_of_places_that_answer(
    records: list[ResourceRecord], some_ages: bool, on_saturday: bool
) -> None:
    city = city_of(records)
    asked = question_from(
        kinds=matrix_kinds(), age="15-39" if some_ages else None, weekdays=["土"] if on_saturday else []
    )
    matrix = matrix_answer(city, asked).matrix
    low, high = (15, 39) if some_ages else (-1, 999)
    expected = answering(city, low, high, "sat" if on_saturday else None)
    assert matrix.city.places == len(expected)
    assert sum(total.places for total in matrix.totals) + matrix.outside.places == len(expected)
    assert sum(gap.places for theme in matrix.themes for gap in theme.districts) == sum(
        record.district in NAMES for record in expected
    )
    assert matrix.city.places_without_capacity == sum(record.capacity is None for record in expected)
    for theme in matrix.themes:
        assert theme.city.places == sum(record.kind == theme.theme for record in expected)
        assert theme.outside.sessions_per_week >= 0.0


@pytest.fixture(scope="module")
def small() -> City:
    return city_of_collection(SMALL)[0]


@pytest.fixture(scope="module")
def answer(small: City) -> MatrixAnswer:
    return matrix_answer(small, question_from(kinds=matrix_kinds(), age="15-39"))


def test_a_column_of_the_matrix_is_the_gap_report_of_its_theme(small: City, answer: MatrixAnswer) -> None:
    for theme in answer.matrix.themes:
        alone = gaps(small, question_from(kinds=[theme.theme], age="15-39")).report
        assert theme.districts == alone.districts
        assert theme.city == alone.city


def test_what_goes_to_people_has_no_column() -> None:
    assert not {"volunteer_person", "home_visit", "mobility_support"} & set(matrix_kinds())
    assert {"third_place", "consultation", "children_cafeteria"} <= set(matrix_kinds())


def test_a_matrix_of_no_theme_is_refused() -> None:
    with pytest.raises(ValueError, match="theme"):
        matrix_of({})


def test_amounts_of_supply_add_up_field_by_field() -> None:
    assert Offered(1, 2.0, 30.0, 1) + Offered(2, 0.5, 0.0, 0) == Offered(3, 2.5, 30.0, 1)


def test_the_csv_has_a_line_for_each_theme_and_district_and_its_totals_add_up(
    small: City, answer: MatrixAnswer
) -> None:
    text = matrix_as(small, answer, ".csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text.split("\r\n\r\n")[0])))
    in_districts = [row for row in rows if row["学区ID"] and row["種別"] != ALL_THEMES]
    assert len(in_districts) == len(matrix_kinds()) * len(small.district_names)
    for district in small.district_names:
        total = next(row for row in rows if row["種別"] == ALL_THEMES and row["学区ID"] == district)
        parts = [row for row in in_districts if row["学区ID"] == district]
        assert int(total["場所"]) == sum(int(row["場所"]) for row in parts)
        seats = [float(row["週あたり席"]) for row in parts if row["週あたり席"] != "不明"]
        assert total["週あたり席"] == "不明" or float(total["週あたり席"]) == pytest.approx(sum(seats))
    assert int(rows[-1]["場所"]) == answer.matrix.city.places > 0
    assert "出典: " in text
    assert "時速4km" in text


def test_the_workbook_has_the_same_figures_and_prints_across(small: City, answer: MatrixAnswer) -> None:
    book = load_workbook(io.BytesIO(matrix_as(small, answer, ".xlsx")))
    places = book["場所"]
    assert [cell.value for cell in places["A"]] == ["種別", *map(theme_label, matrix_kinds()), ALL_THEMES]
    assert places.cell(places.max_row, places.max_column).value == answer.matrix.city.places
    assert places.page_setup.orientation == "landscape"
    shares = {row[0].value: row[1].value for row in book["届く人の割合"].iter_rows(min_row=2)}
    first = {theme_label(theme.theme): theme.districts[0].coverage for theme in answer.matrix.themes}
    assert shares == pytest.approx(first, abs=1e-4)
    assert any("出典: " in str(cell.value) for cell in book["条件と出典"]["A"])


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_district_named_like_a_formula_is_no_formula(suffix: str) -> None:
    city = city_of([])
    content = matrix_as(city, matrix_answer(city, question_from(kinds=["居場所"])), suffix)
    if suffix == ".csv":
        assert ",'=1+1学区," in content.decode("utf-8-sig")
    else:
        heads = [cell.value for cell in load_workbook(io.BytesIO(content))["場所"][1]]
        assert "'=1+1学区" in heads


def test_another_ending_is_refused(small: City, answer: MatrixAnswer) -> None:
    with pytest.raises(BadInput, match="書き出せません"):
        matrix_as(small, answer, ".pdf")
