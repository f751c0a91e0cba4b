"""What doctor says about the catalogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from resources.quality.contradictions import find_contradictions
from resources.quality.duplicates import find_duplicates
from resources.quality.staleness import find_stale, is_stale
from resources.records import ResourceRecord, ScheduleRule

CAFE = ResourceRecord(
    key="A",
    name="オレンジカフェ ひだまり",
    name_kana="オレンジカフェヒダマリ",
    kind="salon",
    operator="ひだまり会",
    lat=35.0,
    lon=135.9,
    address="港町1-2",
    phone="0770-00-1111",
    delivery=("on_site",),
)
ON = date(2026, 11, 1)


def test_another_width_of_the_same_name_at_the_same_place_is_a_duplicate() -> None:
    again = replace(CAFE, key="B", name="ｵﾚﾝｼﾞｶﾌｪ　ひだまり", name_kana="ｵﾚﾝｼﾞｶﾌｪﾋﾀﾞﾏﾘ", phone="")
    assert [(p.a, p.b) for p in find_duplicates([again, CAFE])] == [("A", "B")]


def test_two_different_places_in_one_building_are_no_duplicate() -> None:
    other = ResourceRecord(
        key="B",
        name="将棋クラブ",
        kind="hobby_culture",
        operator="棋友会",
        lat=35.0,
        lon=135.9,
        phone="0770-00-2222",
    )
    assert find_duplicates([CAFE, other]) == []


def test_one_operator_with_two_offers_on_one_telephone_is_no_duplicate() -> None:
    other = replace(
        CAFE, key="B", name="ひだまり 配食", name_kana="ヒダマリハイショク", kind="food_support", lat=35.1
    )
    assert find_duplicates([CAFE, other]) == []


@pytest.mark.parametrize(("days", "stale"), [(180, False), (181, True)])
def test_a_place_is_stale_after_180_days_without_confirmation(days: int, stale: bool) -> None:
    assert is_stale(replace(CAFE, confirmed_on=ON - timedelta(days=days)), ON) is stale


@pytest.mark.parametrize(("days", "stale"), [(365, False), (366, True)])
def test_a_company_is_stale_after_a_year(days: int, stale: bool) -> None:
    company = replace(CAFE, operator_kind="company", confirmed_on=ON - timedelta(days=days))
    assert is_stale(company, ON) is stale


def test_never_confirmed_comes_first_and_a_retired_place_not_at_all() -> None:
    old = replace(CAFE, key="old", confirmed_on=date(2020, 1, 1))
    gone = replace(CAFE, key="gone", status="retired")
    assert [entry.key for entry in find_stale([old, gone, replace(CAFE, key="never")], ON)] == [
        "never",
        "old",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"age_min": 60, "age_max": 18},
        {"capacity": 5, "openings": 6},
        {"accessibility": ("wheelchair", "steps")},
        {"status": "full", "openings": 2},
        {"schedule": (ScheduleRule(("mon",), 720, 600),)},
        {"address": "", "lat": None, "lon": None},
    ],
)
def test_fields_that_cannot_all_be_true_are_named(wrong: dict[str, object]) -> None:
    assert find_contradictions([CAFE]) == []
    assert len(find_contradictions([replace(CAFE, **wrong)])) == 1
