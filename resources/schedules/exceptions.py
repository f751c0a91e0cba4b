"""When a rule does not hold, as short texts: a code, weekdays of a month, a day of the month, dates of any year.

"holidays" (schedule_exception.csv) · "sun#3" third Sunday · "sun#-1" last · "d12", "d-1" · "08-13" ·
"12-29/01-03" from 29 December to 3 January.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from resources.code_lists import code_list
from resources.schedules.week import CODE_OF_DAY

_LETTER_OF = {code: letter for letter, code in CODE_OF_DAY.items()}
_NTH = re.compile(r"([a-z]{3})#(-?\d)")
_MONTH_DAY = re.compile(r"d(-?\d{1,2})")
_DATES = re.compile(r"(\d\d)-(\d\d)(?:/(\d\d)-(\d\d))?")
_LEAP_YEAR = 2024
_YEAR_END = "12-29/01-03"


def written_date(month: int, day: int) -> str:
    """8, 13 → "08-13"; "" for a date that no year has."""
    possible = 1 <= month <= 12 and 1 <= day <= monthrange(_LEAP_YEAR, month)[1]
    return f"{month:02d}-{day:02d}" if possible else ""


def written_period(first: tuple[int, int], last: tuple[int, int]) -> str:
    """(12, 29), (1, 3) → "12-29/01-03"; "" when one of the dates does not exist."""
    edges = written_date(*first), written_date(*last)
    return "/".join(edges) if all(edges) else ""


def is_known(exception: str) -> bool:
    """Whether the text is one of the forms above."""
    if exception in code_list("schedule_exception"):
        return True
    if match := _NTH.fullmatch(exception):
        return match[1] in _LETTER_OF and int(match[2]) in (-1, 1, 2, 3, 4, 5)
    return bool(_MONTH_DAY.fullmatch(exception) or _DATES.fullmatch(exception))


def falls_on(exception: str, day: date, *, holiday: bool) -> bool:
    """Whether `exception` surely takes `day` out. Codes whose days no calendar knows never do."""
    if exception == "holidays":
        return holiday
    if match := _NTH.fullmatch(exception):
        return list(_LETTER_OF).index(match[1]) == day.weekday() and is_week(day, int(match[2]))
    if match := _MONTH_DAY.fullmatch(exception):
        return is_month_day(day, int(match[1]))
    if match := _DATES.fullmatch(_YEAR_END if exception == "year_end" else exception):
        first = (int(match[1]), int(match[2]))
        last = (int(match[3]), int(match[4])) if match[3] else first
        now = (day.month, day.day)
        return first <= now <= last if first <= last else now >= first or now <= last
    return False


def is_week(day: date, week: int) -> bool:
    """Whether `day` is the `week`-th of its weekday in the month; -1 is the last one."""
    if week == -1:
        return day.day + 7 > monthrange(day.year, day.month)[1]
    return (day.day - 1) // 7 + 1 == week


def is_month_day(day: date, number: int) -> bool:
    """Whether `day` is that day of the month; -1 is the last one."""
    return day.day == (monthrange(day.year, day.month)[1] if number == -1 else number)


def exception_words(exception: str) -> str:
    """第3日曜, 毎月12日, 8月13日, 12月29日〜1月3日, 祝日; an unknown text is its own word."""
    if match := _NTH.fullmatch(exception):
        week = "最終" if match[2] == "-1" else f"第{match[2]}"
        return f"{week}{_LETTER_OF.get(match[1], match[1])}曜"
    if match := _MONTH_DAY.fullmatch(exception):
        return "月末日" if match[1] == "-1" else f"毎月{match[1]}日"
    if match := _DATES.fullmatch(exception):
        first = f"{int(match[1])}月{int(match[2])}日"
        return f"{first}〜{int(match[3])}月{int(match[4])}日" if match[3] else first
    return code_list("schedule_exception").label(exception)
