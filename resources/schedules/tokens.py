"""Prose about time, cut into tokens; what no pattern knows is a token of the kind "rest"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from resources.schedules.clock_times import half_of, is_late, minutes_of
from resources.schedules.exceptions import written_date, written_period
from resources.schedules.patterns import NAMES, TOKEN
from resources.schedules.week import CODE_OF_DAY, DAY_CODES, WORKDAYS, in_week_order, span

MIDNIGHT = 24 * 60
NOON = 12 * 60
_NUMERALS = dict(zip("一二三四五六七", range(1, 8), strict=True))
_DIGIT = re.compile("[0-9一二三四五六七]")
_OCCASIONS = (
    ("year_end", "year_end"),
    ("obon", "obon"),
    ("summer", "summer"),
    ("school", "school_holidays"),
    ("holidays", "holidays"),
)
_PARTICLES = "はのをにとも"
_LATEST_MORNING = 9 * 60
_EVENING_TOO = 8 * 60
EARLIEST = 5 * 60
"""Hours before five in the morning are a lost 午後 or a misprint, not a 居場所."""


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is a name of the patterns, or "rest". `code` is an exception (resources.schedules.exceptions).

    `number` is how often a 週N回 or 月N回 says (`code` week or month). `flag`: the occasion is itself a closure
    (夏季休暇あり), the shift says 休み. `before` are the fillers in front (の, ・).
    """

    kind: str
    text: str
    days: tuple[str, ...] = ()
    weeks: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    start: int | None = None
    end: int | None = None
    code: str = ""
    number: int = 0
    flag: bool = False
    before: str = ""


def tokens(clause: str) -> Iterator[Token]:
    """The tokens of one folded clause, in order; fillers are left out, but not within unknown words (子ども食堂)."""
    unknown, fillers, position = Token("rest", ""), "", 0
    for match in [*TOKEN.finditer(clause), None]:
        rest = clause[position : match.start() if match else len(clause)]
        if rest and unknown.text and all(character in _PARTICLES for character in fillers):
            unknown, fillers = replace(unknown, text=unknown.text + fillers + rest), ""
        elif rest:
            if unknown.text:
                yield unknown
            unknown, fillers = Token("rest", rest, before=fillers), ""
        position = match.end() if match else position
        if match and match["filler"] is not None:
            fillers += match[0]
            continue
        if unknown.text:
            yield unknown
        if match:
            yield replace(_token(match), before=fillers)
        unknown, fillers = Token("rest", ""), ""


def _token(match: re.Match[str]) -> Token:
    kind = next(name for name in NAMES if match[name] is not None)
    make = _MAKERS.get(kind)
    made = make(match) if make else Token(kind, match[0])
    return made or Token("rest", match[0])


def _stretch(start: int | None, end: int | None, text: str) -> Token | None:
    """The token of a stretch of hours, None when it is not plausible."""
    if start is None or end is None or start >= end or start < EARLIEST:
        return None
    return Token("hours", text, start=start, end=end)


def _range(match: re.Match[str]) -> Token | None:
    """午後5時半〜6時半: the second time is in the afternoon too, although it does not say so."""
    start, end = minutes_of(match, "_a"), minutes_of(match, "_b")
    carried = is_late(half_of(match, "_a")) and not half_of(match, "_b")
    if carried and start is not None and end is not None and end <= start and end < NOON:
        end += NOON
    if _is_spoken(match, "_a") and _may_be_evening(start, end):
        return None
    return _stretch(start, end, match[0])


def _short_range(match: re.Match[str]) -> Token | None:
    """10〜12時, 午後1〜4時."""
    start, end = int(match["short_start"]) * 60, minutes_of(match, "_s")
    if match["short_half"] in ("午後", "夜"):
        start += NOON if start < NOON else 0
        if end is not None and not half_of(match, "_s") and end <= start and end < NOON:
            end += NOON
    elif not match["short_half"] and not half_of(match, "_s") and _may_be_evening(start, end):
        return None
    return _stretch(start, end, match[0])


def _hour_range(match: re.Match[str]) -> Token | None:
    """10-17 behind a day."""
    minute = int((match["hour_minute"] or ":0")[1:])
    start, end = int(match["hour_start"]) * 60 + minute, int(match["hour_end"]) * 60
    return None if _may_be_evening(start, end) else _stretch(start, end, match[0])


def _from(match: re.Match[str]) -> Token | None:
    start = minutes_of(match, "_c")
    if start is not None and start < _EVENING_TOO and _is_spoken(match, "_c"):
        return None
    return Token("hours", match[0], start=start) if start is not None and start >= EARLIEST else None


def _is_spoken(match: re.Match[str], suffix: str) -> bool:
    """6時, 6時半: neither 06:00 nor 朝6時."""
    hours_only = match[f"hour{suffix}"] is not None and match[f"minute{suffix}"] is None
    return hours_only and not half_of(match, suffix)


def _may_be_evening(start: int | None, end: int | None) -> bool:
    """6時〜8時: six in the morning or in the evening?"""
    return start is not None and end is not None and start < end <= _LATEST_MORNING


def _until(match: re.Match[str]) -> Token | None:
    suffix = "_u" if match["hour_u"] or match["noon_u"] else "_v"
    end = minutes_of(match, suffix)
    return Token("hours", match[0], end=end) if end is not None and end > EARLIEST else None


def _numbers(text: str) -> tuple[int, ...]:
    """Distinct numbers in order; 1~3 and 1-3 are 1, 2, 3."""
    found = [_NUMERALS.get(digit) or int(digit) for digit in _DIGIT.findall(text)]
    if len(found) == 2 and re.search("[~-]", text) and found[0] < found[1]:
        found = list(range(found[0], found[1] + 1))
    return tuple(sorted(set(found)))


def _letters(text: str) -> tuple[str, ...]:
    plain = re.sub("曜日?", "", text)
    return in_week_order(CODE_OF_DAY[letter] for letter in plain if letter in CODE_OF_DAY)


def _nth(match: re.Match[str]) -> Token:
    before = match[0][: match.start("nth_day") - match.start()]
    return Token("nth", match[0], _letters(match["nth_day"]), _numbers(before))


def _nth_week(match: re.Match[str]) -> Token:
    before = match[0][: match.start("week_day") - match.start()] if match["week_day"] else match[0]
    return Token("nth", match[0], _letters(match["week_day"] or ""), _numbers(before))


def _month_day(match: re.Match[str]) -> Token | None:
    if match["fives"]:
        first = 5 if match["fives"][0] == "5" else 10
        days: tuple[int, ...] = (5, 15, 25) if first == 5 else (10, 20, 30)
    elif "末" in match[0]:
        days = (-1,)
    else:
        days = tuple(sorted({int(number) for number in re.findall(r"\d+", match["month_days"])}))
    known = all(day == -1 or 1 <= day <= 31 for day in days)
    return Token("month_day", match[0], month_days=days) if known else None


def _months(match: re.Match[str]) -> Token | None:
    if match["even"] or match["odd"]:
        numbers = list(range(2 if match["even"] else 1, 13, 2))
    else:
        numbers = [int(number) for number in re.findall(r"\d+", match[0])]
    return Token("months", match[0], months=tuple(sorted(set(numbers))))


def _month_span(match: re.Match[str]) -> Token:
    first, last = int(match["month_first"]), int(match["month_last"])
    months = range(first, last + 1) if first <= last else [*range(first, 13), *range(1, last + 1)]
    return Token("months", match[0], months=tuple(sorted(months)))


def _date(match: re.Match[str]) -> Token | None:
    code = "" if match["date_year"] else written_date(int(match["date_month"]), int(match["date_day"]))
    return Token("date", match[0], code=code) if code else None


def _date_range(match: re.Match[str]) -> Token | None:
    month = int(match["from_month"])
    code = written_period(
        (month, int(match["from_day"])), (int(match["to_month"] or month), int(match["to_day"]))
    )
    return Token("date", match[0], code=code) if code else None


def _times(match: re.Match[str]) -> Token:
    count = match["times_month"] or match["times_week"]
    period = "month" if match["times_month"] else "week"
    return Token("times", match[0], number=_NUMERALS.get(count) or int(count), code=period)


def _occasion(match: re.Match[str]) -> Token | None:
    """None for 毎週火曜（祝日も開催）: Tuesdays that are holidays, or all holidays?"""
    if match["even_on"]:
        return None
    code = next(code for group, code in _OCCASIONS if match[group])
    return Token("occasion", match[0], code=code, flag=bool(match["is_off"]))


def _code(code: str) -> Callable[[re.Match[str]], Token]:
    return lambda match: Token("exception", match[0], code=code)


def _shift(match: re.Match[str]) -> Token:
    code = "shift_to_next_day" if match["shift_to"] == "翌日" else "shift_to_workday"
    tail = match[0][match.start("shift_to") - match.start() :]
    return Token("shift", match[0], code=code, flag="休" in tail)


def _bracket_weeks(match: re.Match[str]) -> Token:
    return Token("bracket_weeks", match[0], weeks=_numbers(match[0]))


_MAKERS: dict[str, Callable[[re.Match[str]], Token | None]] = {
    "bracket_weeks": _bracket_weeks,
    "shift": _shift,
    "holiday_case": _code("holidays"),
    "building": _code("building_closed"),
    "unscheduled": _code("unscheduled"),
    "event": _code("unscheduled"),
    "weather": _code("weather"),
    "may_change": _code("may_change"),
    "range": _range,
    "short_range": _short_range,
    "hour_range": _hour_range,
    "whole_day": lambda match: Token("hours", match[0], start=0, end=MIDNIGHT),
    "from": _from,
    "until": _until,
    "morning": lambda match: Token("hours", match[0], end=NOON),
    "last": lambda match: Token("nth", match[0], _letters(match["last_day"]), (-1,)),
    "nth": _nth,
    "nth_week": _nth_week,
    "month_day": _month_day,
    "months": _months,
    "month_span": _month_span,
    "date": _date,
    "date_range": _date_range,
    "times": _times,
    "daily": lambda match: Token("days", match[0], DAY_CODES),
    "workdays": lambda match: Token("days", match[0], WORKDAYS),
    "days": lambda match: Token("days", match[0], _letters(match[0])),
    "span": lambda match: Token("days", match[0], span(match["span_a"], match["span_b"])),
    "occasion": _occasion,
}
