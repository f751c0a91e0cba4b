"""A rule in Japanese words, as it stands on pages, in the import report and in exports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from resources.code_lists import code_list
from resources.records import ScheduleRule
from resources.schedules.clock_times import written
from resources.schedules.exceptions import exception_words
from resources.schedules.rules import ALL_MONTHS
from resources.schedules.week import DAY_CODES

NOT_READ = "読み取れません"
_EVEN, _ODD = tuple(range(2, 13, 2)), tuple(range(1, 13, 2))
_FREQUENCY_SUFFIX = {"twice_monthly": "回", "monthly": "回"}  # 月2 → 月2回
_LEFT_OUT_AT_MOST = 3
_CHANGES = {"may_change": "日程の変更あり", "unscheduled": "臨時の休みあり"}


@lru_cache(maxsize=1_000)
def rule_words(rule: ScheduleRule) -> str:
    """第1・3土曜 10:00〜12:00（8月、祝日を除く）; "" when the rule states nothing."""
    left_out = [*_months_left_out(rule.months), *map(exception_words, _closing(rule))]
    notes = [f"{'、'.join(left_out)}を除く"] if left_out else []
    notes += [words for code, words in _CHANGES.items() if code in rule.exceptions]
    parts = [_months(rule.months), _occasion(rule), _days(rule), hours_words(rule.start, rule.end)]
    said = " ".join(part for part in parts if part)
    return f"{said}（{'、'.join(notes)}）" if notes else said


def weekday_words(codes: Sequence[str]) -> str:
    """月・水・金, and 月〜金 for three or more days in a row; a value that no list knows stands as it is."""
    known = [code for code in DAY_CODES if code in codes]
    runs: list[list[str]] = []
    for code in known:
        if runs and DAY_CODES.index(code) == DAY_CODES.index(runs[-1][-1]) + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    words = []
    for run in runs:
        names = [code_list("weekday").label(code) for code in run]
        words.append(f"{names[0]}〜{names[-1]}" if len(names) > 2 else "・".join(names))
    return "・".join([*words, *(code for code in codes if code not in DAY_CODES)])


def hours_words(start: int | None, end: int | None) -> str:
    """10:00〜12:00, 10:00〜, 〜12:00."""
    if start is None and end is None:
        return ""
    return "〜".join("" if edge is None else written(edge) for edge in (start, end))


def frequency_words(code: str | None) -> str:
    """毎週, 月2回 … or nothing."""
    return code_list("frequency").label(code) + _FREQUENCY_SUFFIX.get(code, "") if code else ""


def _closing(rule: ScheduleRule) -> Iterable[str]:
    return (code for code in rule.exceptions if code not in _CHANGES)


def _days(rule: ScheduleRule) -> str:
    days = weekday_words(rule.weekdays)
    named = f"{days}曜" if days else ""
    if rule.weeks:
        weeks = _weeks(rule.weeks)
        often = frequency_words(rule.frequency) if rule.frequency not in code_list("frequency") else ""
        return " ".join(part for part in (often, f"{weeks}{named}") if part)
    if rule.month_days:
        return f"毎月{'・'.join('末日' if day == -1 else f'{day}日' for day in rule.month_days)}"
    return " ".join(part for part in (frequency_words(rule.frequency), named) if part)


def _weeks(weeks: Iterable[int]) -> str:
    numbered = "・".join(str(week) for week in weeks if week > 0)
    parts = [f"第{numbered}" if numbered else "", "最終" if -1 in weeks else ""]
    return "・".join(part for part in parts if part)


def _occasion(rule: ScheduleRule) -> str:
    return exception_words(rule.occasion) if rule.occasion else ""


def _months(months: tuple[int, ...]) -> str:
    """The months that are on, when they are not told by those left out."""
    if not months or _months_left_out(months) or months == ALL_MONTHS:
        return ""
    if months in (_EVEN, _ODD):
        return "偶数月" if months == _EVEN else "奇数月"
    return f"{'・'.join(map(str, months))}月"


def _months_left_out(months: tuple[int, ...]) -> list[str]:
    """8月 for all months but August; nothing when more than three are left out."""
    left_out = [month for month in ALL_MONTHS if month not in months] if months else []
    return [f"{month}月" for month in left_out] if len(left_out) <= _LEFT_OUT_AT_MOST else []
