"""学区カルテ: one district as its files describe it, and nothing about a person."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from api.planning.city import City, city_of_collection
from api.planning.district_card import DistrictCard, district_card
from api.planning.district_card_file import card_workbook
from api.planning.gaps import gaps
from api.planning.matrix import matrix_kinds, theme_label
from api.planning.question import question_from
from resources.errors import BadInput

SMALL = Path(__file__).resolve().parents[2] / "data" / "small_city"
RATES = {(15, 39): 0.0205, (40, 64): 0.0202}


@pytest.fixture(scope="module")
def small() -> City:
    return city_of_collection(SMALL)[0]


def card_of(city: City, district: str = "T1", **asked: object) -> DistrictCard:
    return district_card(city, question_from(**{"kinds": ["居場所"], **asked}), district)  # type: ignore[arg-type]


def written(card: DistrictCard) -> str:
    book = load_workbook(io.BytesIO(card_workbook(card)))
    return "\n".join(
        str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None
    )


def test_people_are_those_of_the_districts_cells(small: City) -> None:
    people = card_of(small).people
    assert people is not None
    assert people.total == 520
    assert dict(people.bands)["19〜39歳"] == 120
    assert dict(people.bands)["75歳以上"] == 80
    assert people.singles == 40


def test_hidden_figures_are_unknown_and_never_nothing(small: City) -> None:
    assert small.population is not None
    counts = small.population.counts.copy()
    counts[small.population.district_ids == "T1", 3] = np.nan
    hidden = replace(small, population=replace(small.population, counts=counts, singles=None))
    card = card_of(hidden)
    assert card.people is not None
    assert dict(card.people.bands)["19〜39歳"] is None
    assert not card.people.states_singles
    assert card.hikikomori is not None
    assert card.hikikomori.people is None
    assert "秘匿" in card.hikikomori.why


@pytest.mark.shared
def test_the_hikikomori_estimate_is_rate_times_people_with_its_interval(shared: Path) -> None:
    folder = shared / "eval" / "mizuhama"
    cells = pd.read_csv(folder / "population_mesh.csv").query("学区ID == 'D10'")
    young = cells["19-39歳"].sum() + cells["13-18歳"].sum() * 4 / 6
    expected = young * RATES[15, 39] + cells["40-64歳"].sum() * RATES[40, 64]
    estimate = card_of(city_of_collection(folder)[0], "D10").hikikomori
    assert estimate is not None
    assert estimate.people == pytest.approx(expected, rel=0.01)
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.people is not None
    assert estimate.low < estimate.people < estimate.high


def test_every_theme_stands_with_its_own_gap_and_its_sentences(small: City) -> None:
    card = card_of(small, age="15-39")
    assert [kind.label for kind in card.kinds] == [theme_label(kind) for kind in matrix_kinds()]
    for kind, code in zip(card.kinds, matrix_kinds(), strict=True):
        alone = gaps(small, question_from(kinds=[code], age="15-39")).report.districts
        gap = next(gap for gap in alone if gap.district_id == "T1")
        assert kind.gap == gap
        assert kind.why == gap.why[1:]


def test_the_places_are_those_that_counted_in_the_district(small: City) -> None:
    listed = pd.read_csv(SMALL / "resources.csv", dtype=str).query("状態 == '公開中' and 学区 == 'T1'")
    expected = listed[listed["提供方法"].str.contains("来所") & (listed["種別"] != "ボランティア人材")]
    assert sorted(place.key for place in card_of(small).places) == sorted(expected["資源ID"])


def test_places_long_unconfirmed_are_named_oldest_first(small: City) -> None:
    later = replace(small, on=date(2028, 1, 1))
    card = card_of(later)
    assert {place.key for place in card.stale} == {place.key for place in card.places}
    days = [place.confirmed_on for place in card.stale]
    assert days == sorted(days)  # type: ignore[type-var]
    assert card_of(small).stale == ()


def test_the_districts_whose_places_its_people_can_reach_are_named(small: City) -> None:
    gap = next(
        g for g in gaps(small, question_from(kinds=["居場所"])).report.districts if g.district_id == "T2"
    )
    card = card_of(small, "T2")
    names = {small.district_names[district]: share for district, share in gap.neighbours.items()}
    assert dict(card.neighbours) == names
    assert names


@pytest.mark.parametrize(
    ("unmet", "label"),
    [({"T1": 2, "T2": 30}, "秘匿"), ({"T1": 12, "T2": 30}, "12"), (None, "数えていません")],
)
def test_few_people_without_a_fitting_place_are_not_counted_out(
    small: City, unmet: Mapping[str, int] | None, label: str
) -> None:
    card = card_of(replace(small, unmet=unmet))
    assert card.asked.unmet.label == label
    assert (f"合う先のない人\n{label}") in written(card)


def test_no_telephone_and_no_contact_is_in_the_file(small: City) -> None:
    phones = [record.phone for record in small.snapshot.records if record.phone]
    text = written(card_of(small))
    assert "ひだまり" in text
    assert not [phone for phone in phones if phone in text]
    assert "0000-00" not in text


def test_the_file_states_assumptions_sources_and_the_survey(small: City) -> None:
    text = written(card_of(small))
    for part in ("時速4km", "出典: メッシュ", "内閣府", "この地域を調べた数ではありません"):
        assert part in text, part


def test_without_a_population_file_the_card_says_what_can_be_said(small: City) -> None:
    card = card_of(replace(small, population=None))
    assert card.people is None
    assert card.hikikomori is None
    assert {kind.mark for kind in card.kinds} == {"分からない"}
    assert any(kind.why for kind in card.kinds)
    assert "tsunagite import population" in "".join(card.notes)
    assert "ひだまり" in written(card)


def test_an_unknown_district_is_refused(small: City) -> None:
    with pytest.raises(BadInput) as refused:
        card_of(small, "D99")
    assert refused.value.field == "district"
