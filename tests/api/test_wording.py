"""Facts in plain Japanese."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from api.web import wording
from resources.records import ScheduleRule
from resources.schedules.words import weekday_words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (18, 49, "18〜49歳"),
        (65, None, "65歳以上"),
        (None, 15, "15歳まで"),
        (None, None, "記載なし"),
        (0, 6, "0〜6歳"),
    ],
)
def test_ages(low: int | None, high: int | None, words: str) -> None:
    assert wording.age_range(low, high) == words


@pytest.mark.parametrize(
    ("free", "capacity", "words"),
    [
        (3, 8, "あと3人（定員8人）"),
        (0, 8, "満員（定員8人）"),
        (0, None, "満員"),
        (None, 8, "定員8人"),
        (None, None, "記載なし"),
    ],
)
def test_openings(free: int | None, capacity: int | None, words: str) -> None:
    assert wording.openings(free, capacity) == words


@pytest.mark.parametrize(
    ("yen", "note", "words"),
    [
        (0, "", "無料"),
        (1500, "", "1回 1,500円"),
        (300, "材料費別", "1回 300円（材料費別）"),
        (None, "", "記載なし"),
    ],
)
def test_fees(yen: int | None, note: str, words: str) -> None:
    assert wording.fee(yen, note) == words


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (("mon", "tue", "wed", "thu", "fri"), "月〜金"),
        (("fri", "mon", "wed"), "月・水・金"),
        (("sat", "sun"), "土・日"),
        (("mon", "tue", "wed", "sat"), "月〜水・土"),
        (("mon", "第2火"), "月・第2火"),
        ((), ""),
    ],
)
def test_weekdays(codes: tuple[str, ...], words: str) -> None:
    assert weekday_words(codes) == words


def test_a_schedule_says_frequency_days_and_hours() -> None:
    rules = [
        ScheduleRule(("tue", "thu"), 780, 1020, "weekly"),
        ScheduleRule(("sat",), None, None, "twice_monthly"),
    ]
    assert wording.schedule(rules) == "毎週 火・木曜 13:00〜17:00 / 月2回 土曜"


def test_a_schedule_that_could_not_be_read_stands_as_written() -> None:
    assert wording.schedule([ScheduleRule(raw="お祭りの前の週だけ")]) == "お祭りの前の週だけ"
    assert wording.schedule([]) == "記載なし"


def test_what_could_not_be_read_is_said_beside_its_words() -> None:
    unread = ScheduleRule(raw="第2木曜とその翌日", doubtful=True)
    partly = ScheduleRule(("thu",), 600, 720, "weekly", "木 10:00 その翌日も", doubtful=True)
    assert wording.schedule([unread]) == "読み取れません（第2木曜とその翌日）"
    assert wording.schedule([partly]) == "毎週 木曜 10:00〜12:00（一部は読み取れません）"
    assert wording.schedule_source([unread, partly]) == "第2木曜とその翌日 / 木 10:00 その翌日も"


def test_the_words_of_the_source_stand_beside_rules_of_a_month_only() -> None:
    third = ScheduleRule(("sat",), 600, 720, "monthly", "第3土曜 10時～12時", weeks=(3,))
    assert wording.schedule([third]) == "第3土曜 10:00〜12:00"
    assert wording.schedule_source([third]) == "第3土曜 10時～12時"
    assert wording.schedule_source([ScheduleRule(("sat",), 600, 720, "weekly", "土 10:00 12:00")]) == ""


def test_the_next_dates_are_told_only_when_a_calendar_knows_them() -> None:
    third = ScheduleRule(("sat",), 600, 720, "monthly", weeks=(3,), exceptions=("holidays",))
    today = date(2026, 11, 22)
    assert wording.next_dates([third], today) == "12月19日（土）、1月16日（土）、2月20日（土）"
    assert wording.next_dates([third, ScheduleRule(("tue",), frequency="biweekly")], today) == ""
    assert wording.next_dates([], today) == ""


def test_a_moment_is_told_in_japanese_time() -> None:
    assert wording.moment(datetime(2026, 11, 20, 16, 5, tzinfo=UTC)) == "2026年11月21日 1:05"
    assert wording.day(date(2026, 1, 2)) == "2026年1月2日"


def test_an_unknown_code_is_its_own_label() -> None:
    assert wording.label("おまかせ", "transport") == "おまかせ"
    assert wording.labels((), "transport") == "記載なし"
