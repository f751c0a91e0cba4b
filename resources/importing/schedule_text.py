"""Opening hours in prose to schedule rules, as far as they are certain. The text itself is always kept.

Understood: 毎月第2・4火曜日 / 第４土曜日 / 月1回 17時～19時 / 平日 10:00～15:00 /
【開館時間】9:00～21:30 【休館日】月曜日. Single days off (祝日, 年末年始) stay in the text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from resources.importing.schedule_tokens import CODE_OF_DAY, Token, in_week_order, segments, tokens
from resources.records import ScheduleRule

_EVERY_DAY = tuple(CODE_OF_DAY.values())
_SINGLE_DAYS_OFF = re.compile(r"\([^()]*(?:祝|振替)[^()]*\)")
_EXCEPTED = re.compile(r"\([^()]*除く\)")
_CLOSED_MARK = re.compile(r"[【\[]?(?:休館|定休|休業|休所|休診)日")
_MONTHLY = {1: "monthly", 2: "twice_monthly"}
_ROUTINE_FREQUENCIES = {"毎週": "weekly", "隔週": "biweekly", "不定期": "irregular", "随時": "irregular"}
_TIMES_A_MONTH = {"1": "monthly", "一": "monthly", "2": "twice_monthly", "二": "twice_monthly", "4": "weekly"}

DayPart = tuple[tuple[str, ...], str | None]
TimeRange = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class TextSchedule:
    """`rules` carry no raw text yet. `understood` False: somebody should read the text."""

    rules: tuple[ScheduleRule, ...]
    understood: bool

    @property
    def weekdays(self) -> tuple[str, ...]:
        """All weekdays that any rule states."""
        return in_week_order({day for rule in self.rules for day in rule.weekdays})

    @property
    def frequencies(self) -> set[str]:
        """All frequencies that any rule states."""
        return {rule.frequency for rule in self.rules if rule.frequency}


@dataclass
class _Group:
    """Days and the hours that hold on them."""

    days: list[DayPart] = field(default_factory=list)
    hours: list[TimeRange] = field(default_factory=list)


@dataclass
class _Reader:
    """Collects the tokens of one segment."""

    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    closed: set[str] = field(default_factory=set)
    frequency: str | None = None
    months: str = ""
    in_closed: bool = False
    is_facility: bool = False
    certain: bool = True
    complete: bool = True

    def take(self, token: Token) -> None:
        """Take one token into account."""
        if token.kind in ("open", "closed"):
            self.is_facility, self.in_closed = True, token.kind == "closed"
        elif token.kind == "rest":
            self.complete = False
            self.certain = self.certain and self.in_closed
        elif token.kind == "soft":
            self.complete = False
        elif self.in_closed:
            self._take_closed(token)
        else:
            self._take_open(token)

    def _take_closed(self, token: Token) -> None:
        if token.kind in ("days", "workdays"):
            self.closed.update(token.days)
        elif token.kind in ("nth", "range", "from", "months"):
            self.complete = False

    def _take_open(self, token: Token) -> None:
        if token.kind == "months":
            self.months = token.text.rstrip("の")
        elif token.kind == "frequency":
            self.frequency = _frequency(token.text) or self.frequency
        elif token.kind == "range":
            self.groups[-1].hours.append((token.start, token.end))
        elif token.kind == "from":
            self.groups[-1].hours.append((token.start, None))
        elif token.kind == "date":
            self.frequency = self.frequency or "monthly"
        elif token.days:
            if self.groups[-1].hours:
                self.groups.append(_Group())
            self.groups[-1].days.append((token.days, self._day_frequency(token)))

    def _day_frequency(self, token: Token) -> str | None:
        if self.months:
            return self.months  # every other month: no code fits, the words stand for themselves
        if token.kind != "nth":
            return None
        if token.count not in _MONTHLY:
            self.complete = False
        return _MONTHLY.get(token.count)

    def rules(self) -> list[ScheduleRule]:
        """The rules of the segment; none when it is not certain what belongs together."""
        timed = [bool(group.hours) for group in self.groups if group.days]
        if not self.certain or (any(timed) and not all(timed)):
            self.complete = False
            return []
        if self.is_facility:
            self._fill_days()
        return [
            ScheduleRule(days, start, end, frequency or self.frequency)
            for group in self.groups
            if group.days or group.hours or self.frequency
            for days, frequency in group.days or [((), None)]
            for start, end in group.hours or [(None, None)]
        ]

    def _fill_days(self) -> None:
        """【開館時間】【休館日】: hours without a day hold on every day that is neither closed nor named."""
        named = {day for group in self.groups for days, _ in group.days for day in days}
        for group in self.groups:
            if group.days:
                group.days = [(_without(days, self.closed), frequency) for days, frequency in group.days]
            elif group.hours and self.closed | named:
                group.days = [(_without(_EVERY_DAY, self.closed | named), "weekly")]


def parse_schedule(text: str) -> TextSchedule:
    """Rules for what is certain in `text`; see TextSchedule."""
    rules: list[ScheduleRule] = []
    understood = True
    for segment in _sections(text):
        reader = _Reader()
        for token in tokens(segment):
            reader.take(token)
        rules.extend(reader.rules())
        understood = understood and reader.complete
    return TextSchedule(tuple(dict.fromkeys(rules)), understood)


def _sections(text: str) -> Iterable[str]:
    """Segments without the bracketed exceptions for single days behind 休館日 and without 〜を除く."""
    for segment in segments(text):
        excepted = _EXCEPTED.sub(" 原則 ", segment)
        mark = _CLOSED_MARK.search(excepted)
        if mark:
            head, tail = excepted[: mark.start()], excepted[mark.start() :]
            yield head + _SINGLE_DAYS_OFF.sub(" ", tail)
        else:
            yield excepted


def _frequency(text: str) -> str | None:
    number = re.search("[1-4一二三四]", text)
    if number:
        return _TIMES_A_MONTH.get(number[0])
    return next((code for word, code in _ROUTINE_FREQUENCIES.items() if text.startswith(word)), None)


def _without(days: tuple[str, ...], removed: set[str]) -> tuple[str, ...]:
    return tuple(day for day in days if day not in removed)
