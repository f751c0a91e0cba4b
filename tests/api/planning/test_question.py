"""A planner's question from words, and back into words."""

from __future__ import annotations

import pytest

from api.planning.question import question_from
from resources.errors import BadInput

WEEK = ("mon", "tue", "wed", "thu", "fri")


@pytest.mark.parametrize(
    ("written", "low", "high", "words"),
    [
        ("15-39", 15, 39, "15〜39歳"),
        ("１５〜３９歳", 15, 39, "15〜39歳"),
        ("65-", 65, None, "65歳以上"),
        ("65歳以上", 65, None, "65歳以上"),
        ("-18", None, 18, "0〜18歳"),
        ("", None, None, ""),
        ("全年齢", None, None, ""),
        (None, None, None, ""),
    ],
)
def test_ages_are_read_as_people_write_them(
    written: str | None, low: int | None, high: int | None, words: str
) -> None:
    question = question_from(kinds=["居場所"], age=written)
    assert (question.supply.age_low, question.supply.age_high, question.ages) == (low, high, words)


@pytest.mark.parametrize("written", ["39-15", "子ども", "15", "15-999", "-", "9999-"])
def test_ages_that_cannot_be_read_are_named_with_a_remedy(written: str) -> None:
    with pytest.raises(BadInput, match=r"年齢「.*」が読めません。 対処: 15-39") as refused:
        question_from(kinds=["居場所"], age=written)
    assert refused.value.field == "age"


@pytest.mark.parametrize(
    ("written", "days", "words"),
    [
        (["平日"], WEEK, "平日"),
        (["土日"], ("sat", "sun"), "土日"),
        (["日", "土曜日"], ("sat", "sun"), "土日"),
        (["水曜"], ("wed",), "水曜"),
        (["fri", "月"], ("mon", "fri"), "月曜・金曜"),
        ([], (), ""),
    ],
)
def test_weekdays_are_read_as_people_write_them(
    written: list[str], days: tuple[str, ...], words: str
) -> None:
    question = question_from(kinds=["居場所"], weekdays=written)
    assert (question.supply.weekdays, question.when) == (days, words)


@pytest.mark.parametrize("written", ["祝", "月火", "毎日", "ようび"])
def test_a_weekday_that_cannot_be_read_is_named(written: str) -> None:
    with pytest.raises(BadInput, match=f"曜日「{written}」が読めません"):
        question_from(kinds=["居場所"], weekdays=[written])


def test_hours_stand_beside_the_days() -> None:
    question = question_from(kinds=["居場所"], weekdays=["土"], start="9:00", end="１７：３０")
    assert (question.supply.start, question.supply.end) == (540, 1050)
    assert question.when == "土曜 9:00〜17:30"


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"start": "9時"}, "from"),
        ({"end": "25:00"}, "to"),
        ({"start": "12:00", "end": "9:00"}, "to"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1000}, "minutes"),
        ({"mode": "空飛ぶ車"}, "mode"),
        ({"kinds": []}, "kind"),
        ({"kinds": ["ラーメン屋"]}, "kind"),
        ({"kinds": ["ボランティア人材"]}, "kind"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_field(options: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput, match="対処: ") as refused:
        question_from(**({"kinds": ["居場所"]} | options))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_the_same_kind_asked_twice_counts_once() -> None:
    question = question_from(kinds=["こども食堂", "children_cafeteria", "学習支援"])
    assert question.supply.kinds == ("children_cafeteria", "learning_support")
    assert question.kinds == "こども食堂・学習支援"
