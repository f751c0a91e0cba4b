"""Dates as people in Japan write them: Western years, 和暦 in words and in letters, 全角 digits. The one place for them.

A date that stands for nothing sure (不詳, a month without a day, 2月29日 of a common year) is None, never a guess.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

ERAS: tuple[tuple[str, str, date], ...] = (
    ("令和", "r", date(2019, 5, 1)),
    ("平成", "h", date(1989, 1, 8)),
    ("昭和", "s", date(1926, 12, 25)),
    ("大正", "t", date(1912, 7, 30)),
    ("明治", "m", date(1868, 1, 25)),
)
"""Name, letter, first day (改元の政令; 明治 from the day that 元年 is counted from in the Gregorian calendar)."""
_FIRST_DAY = {key: first for name, letter, first in ERAS for key in (name, letter)}
_YEAR = r"(?:(?P<western>\d{4})|(?P<era>令和|平成|昭和|大正|明治|[rhstm])\.?(?P<number>元|\d{1,2}))"
_TIME = r"(?:[ t]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DATE = re.compile(
    _YEAR
    + r"(?:-|/|\.|年)(?P<month>\d{1,2})(?:-|/|\.|月)(?P<day>\d{1,2})日?(?:\([月火水木金土日祝・]+\))?"
    + _TIME
)
_COMPACT = re.compile(r"(?P<western>\d{4})(?P<month>\d{2})(?P<day>\d{2})")


def calendar_date(text: str) -> date | None:
    """2026-07-14, 2026/7/14, 2026年7月14日, 20260714, 令和8年7月14日, R8.7.14; None for anything else.

    An era may be counted on beyond its end (平成35年 = 2023: forms were printed before the change), but not
    before its first day (令和元年4月30日).
    """
    folded = _narrow(text)
    match = _DATE.fullmatch(folded) or _COMPACT.fullmatch(folded)
    if match is None:
        return None
    part = match.groupdict()
    era = part.get("era")
    number = part.get("number") or ""
    if era is None:
        year = int(part["western"])
    else:
        year = _FIRST_DAY[era].year + (1 if number == "元" else int(number)) - 1
    try:
        found = date(year, int(part["month"]), int(part["day"]))
    except ValueError:
        return None
    too_early = era is not None and (found < _FIRST_DAY[era] or number in ("0", "00"))
    return None if too_early else found


def _narrow(text: str) -> str:
    """NFKC takes ㍻ apart too."""
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    folded = re.sub("[\u2010-\u2015\u2212]", "-", folded)
    return re.sub(r"(?<=[^\d]) +| +(?=[^\dt])", "", folded)
