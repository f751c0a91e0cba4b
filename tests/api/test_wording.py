"""Facts in plain Japanese."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from api.web import wording
from resources.records import ScheduleRule


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
    assert wording.weekdays(codes) == words


def test_a_schedule_says_frequency_days_and_hours() -> None:
    rules = [
        ScheduleRule(("tue", "thu"), 780, 1020, "weekly"),
        ScheduleRule(("sat",), None, None, "twice_monthly"),
    ]
    assert wording.schedule(rules) == "毎週 火・木曜 13:00〜17:00 / 月2回 土曜"


def test_a_schedule_that_could_not_be_read_stands_as_written() -> None:
    assert wording.schedule([ScheduleRule(raw="お祭りの前の週だけ")]) == "お祭りの前の週だけ"
    assert wording.schedule([]) == "記載なし"


def test_a_moment_is_told_in_japanese_time() -> None:
    assert wording.moment(datetime(2026, 11, 20, 16, 5, tzinfo=UTC)) == "2026年11月21日 1:05"
    assert wording.day(date(2026, 1, 2)) == "2026年1月2日"


def test_an_unknown_code_is_its_own_label() -> None:
    assert wording.label("おまかせ", "transport") == "おまかせ"
    assert wording.labels((), "transport") == "記載なし"
