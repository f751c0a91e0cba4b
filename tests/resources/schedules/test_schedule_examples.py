"""Expressions of time, one example per rule of reading; the parser's author wrote them (examples.csv)."""

from __future__ import annotations

import pytest

from resources.records import ScheduleRule
from resources.schedules.combining import combined
from resources.schedules.parsing import parse_schedule
from resources.schedules.rrule import rrule_text
from resources.schedules.words import rule_words
from tests.resources.schedules.readings import Labelled, labelled, parts_of_label, reading_of

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
COLUMNS = (ScheduleRule(WORKDAYS, 540, 1020, "weekly"), ScheduleRule(("sat",), 540, 900, "weekly"))


@pytest.mark.parametrize("line", labelled("examples.csv"), ids=lambda line: line.text)
def test_an_expression_of_time_is_read_or_flagged(line: Labelled) -> None:
    assert reading_of(parse_schedule(line.text)) == parts_of_label(line.reading)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("第１・３土曜 10時～12時（8月は休み）", "第1・3土曜 10:00〜12:00（8月を除く）"),
        ("偶数月の最終日曜 10時～", "偶数月 最終日曜 10:00〜"),
        ("毎月12日", "毎月12日"),
        ("月〜金 9時-17時 ※お盆・年末年始除く", "月〜金曜 9:00〜17:00（お盆、年末年始を除く）"),
        ("【開館時間】9:00～17:00 【休館日】月曜日、第3日曜日", "毎週 火〜日曜 9:00〜17:00（第3日曜を除く）"),
        ("原則毎週水曜 ※臨時休館あり", "毎週 水曜（日程の変更あり、臨時の休みあり）"),
        ("夏休み期間中の月～金 10時～15時", "夏休み期間 月〜金曜 10:00〜15:00"),
    ],
)
def test_a_rule_is_told_in_words(text: str, words: str) -> None:
    (rule,) = parse_schedule(text).rules
    assert rule_words(rule) == words


@pytest.mark.parametrize(
    ("text", "rrule"),
    [
        ("毎月第2・4火曜日", "FREQ=MONTHLY;BYDAY=2TU,4TU"),
        ("奇数月の最終土曜", "FREQ=MONTHLY;BYDAY=-1SA;BYMONTH=1,3,5,7,9,11"),
        ("隔週水曜", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("毎月末日", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("月1回 土曜", ""),
        ("隔月第2日曜", ""),
        ("随時", ""),
    ],
)
def test_a_rule_is_an_rrule_where_one_says_the_same(text: str, rrule: str) -> None:
    (rule,) = parse_schedule(text).rules
    assert rrule_text(rule) == rrule


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("祝日は休み", ["月〜金曜 9:00〜17:00（祝日を除く）", "土曜 9:00〜15:00（祝日を除く）"]),
        ("水曜・土曜は午前中のみ", ["月・火・木・金曜 9:00〜17:00", "水・土曜 9:00〜12:00"]),
        (
            "第1土曜日は11時まで",
            ["月〜金曜 9:00〜17:00", "土曜 9:00〜15:00（第1土曜を除く）", "第1土曜 9:00〜11:00"],
        ),
        ("土曜の12:00-13:00は利用不可", ["月〜金曜 9:00〜17:00", "土曜 9:00〜12:00", "土曜 13:00〜15:00"]),
    ],
)
def test_a_note_shortens_what_the_columns_say(text: str, words: list[str]) -> None:
    rules = combined(COLUMNS, parse_schedule(text))
    assert rules is not None
    assert [rule_words(rule).removeprefix("毎週 ") for rule in rules] == words


@pytest.mark.parametrize("text", ["日曜は12時まで", "土曜は17時まで", "水曜 18時〜20時", "預かり保育あり"])
def test_a_note_that_does_more_than_shorten_the_columns_is_left_to_a_person(text: str) -> None:
    assert combined(COLUMNS, parse_schedule(text)) is None
