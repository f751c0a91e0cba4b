"""Tokens to groups: days and the hours that hold on them, and what is taken out of them.

The reader gives up (`certain` False) as soon as it does not know what belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from resources.schedules.clauses import is_name_or_place
from resources.schedules.tokens import Token

_AND = re.compile("[・、,/と及]")
DAY_KINDS = ("nth", "days", "month_day", "months", "occasion", "date")
Hours = tuple[int | None, int | None]


@dataclass
class Group:
    """Days and the hours that hold on them. `every_month`: 毎月 stands before the days."""

    days: list[Token] = field(default_factory=list)
    hours: list[Hours] = field(default_factory=list)
    frequency: str | None = None
    times: Token | None = None
    every_month: bool = False
    overrides: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.days or self.hours or self.frequency or self.times)


@dataclass(frozen=True)
class Closure:
    """Closed on `day` (a token of DAY_KINDS), or on all days between `hours`.

    `scope`: in a bracket behind these days, and of them only when others follow.
    """

    day: Token | None
    hours: Hours | None = None
    scope: Group | None = None


@dataclass
class Reader:
    """Collects the tokens of one text, clause by clause."""

    groups: list[Group] = field(default_factory=lambda: [Group()])
    closures: list[Closure] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    is_facility: bool = False
    certain: bool = True
    _closing: bool = False
    _run: int = 0
    _after_hours: bool = False
    _remarked: bool = False
    _sessions: bool = False
    _named: bool = False
    _brackets: list[tuple[int, bool]] = field(default_factory=list)

    @property
    def group(self) -> Group:
        return self.groups[-1]

    def read_clause(self, clause: Iterable[Token]) -> None:
        """Take all tokens of one clause."""
        listed = list(clause)
        if self._closing and any(token.kind == "hours" for token in listed):
            self._closing = False
        self._start_clause()
        for token in self._without_name(listed):
            self._take(token)
        self.certain = self.certain and not self._brackets
        self._brackets.clear()

    def _without_name(self, listed: list[Token]) -> list[Token]:
        """子ども食堂 毎週金曜 17時〜19時, 第2日曜 10時〜 中央公民館: once in a text, around one stretch of hours."""
        stretches = sum(token.kind == "hours" for token in listed)
        has_days = any(token.kind in ("nth", "days", "month_day") for token in listed)
        if self._named or not has_days or stretches > 1 or len(listed) < 2:
            return listed
        kept = listed
        if _stands_apart(listed[0], listed[1].before):
            kept = listed[1:]
        elif _stands_apart(listed[-1], listed[-1].before):
            kept = listed[:-1]
        self._named = len(kept) < len(listed)
        return kept

    def _start_clause(self) -> None:
        self._after_hours = self._remarked = self._sessions = False
        if self.group.hours:
            self.groups.append(Group())
        self._run = len(self.group.days)

    def _take(self, token: Token) -> None:
        taker = getattr(self, f"_take_{token.kind}", None)
        if taker:
            taker(token)
        elif token.kind in DAY_KINDS:
            self._take_day(token)
        elif token.kind not in ("last_entry", "sold_out"):
            self.certain = False
        if token.kind not in ("remark", "bracket_open", "bracket_close"):
            self._after_hours = token.kind == "hours"

    def _take_session(self, _: Token) -> None:
        self._sessions = True

    def _take_exception(self, token: Token) -> None:
        self.codes.append(token.code)

    def _take_shift(self, token: Token) -> None:
        """(祝日の場合は翌日) behind days on which a place is open moves the meeting: no field holds that."""
        self.certain = self.certain and (self._closing or token.flag or bool(self.closures))
        self.codes.append(token.code)

    def _take_bracket_weeks(self, token: Token) -> None:
        """土曜（第1・3）."""
        days = self.group.days
        if self._closing or self.group.hours or not days or days[-1].kind != "days" or self.group.frequency:
            self.certain = False
        else:
            days[-1] = replace(days[-1], kind="nth", weeks=token.weeks)

    def _take_remark(self, _: Token) -> None:
        self._remarked = self._remarked or bool(self.group.hours)

    def _take_open(self, _: Token) -> None:
        self.is_facility, self._closing = True, False

    def _take_closed(self, _: Token) -> None:
        self.is_facility, self._closing = True, True

    def _take_closed_bare(self, token: Token) -> None:
        """月曜定休日 closes what stands before it, 定休日 月曜 what follows."""
        if len(self.group.days) > self._run:
            self._take_closing(token)
        else:
            self._take_closed(token)

    def _take_bracket_open(self, _: Token) -> None:
        self._brackets.append((self._run, self._after_hours))
        if not self._closing:
            self._run = len(self.group.days)

    def _take_bracket_close(self, _: Token) -> None:
        """(土・日) behind hours names their days; (8月は休み) has been taken by its last word."""
        if not self._brackets:
            self.certain = False
            return
        run, after_hours = self._brackets.pop()
        if self._closing:
            return
        inside = self.group
        if after_hours and inside.days and not inside.hours and len(self.groups) > 1:
            before = self.groups[-2]
            if not before.days:
                self.certain = self.certain and len(before.hours) == 1
                before.days, inside.days = inside.days, []
        elif after_hours and inside.hours and inside.days:
            inside.overrides = True
        self._run = min(run, len(self.group.days))

    def _take_day(self, token: Token) -> None:
        if self._closing:
            self.closures.append(Closure(token))
            return
        if self.group.hours or any(closure.scope is self.group for closure in self.closures):
            self.groups.append(Group())
            self._run = 0
        last = self.group.days[-1] if self.group.days else None
        if last and last.kind == "nth" and token.kind == "days" and not self.group.frequency:
            self.certain = False  # 第1土曜・日曜: every Sunday, or the first one?
        if last and last.kind == "occasion" and not _AND.search(token.before):
            self._take_day_of_occasion(last, token)
            return
        if token.kind == "occasion" and token.flag:
            self.closures.append(Closure(token))
        else:
            self.group.days.append(token)

    def _take_day_of_occasion(self, occasion: Token, token: Token) -> None:
        """夏休みの月～金: these days of that time, not both."""
        if token.kind == "days" and occasion.code != "holidays":
            self.group.days[-1] = replace(token, code=occasion.code)
        else:
            self.certain = False

    def _take_hours(self, token: Token) -> None:
        if self._closing or self._remarked:
            self.certain = False
        hours = self.group.hours
        if token.start is None and hours and self._after_hours and hours[-1][1] is None:
            hours[-1] = (hours[-1][0], token.end)  # 10時開始、12時終了
        elif token.end is None and hours and hours[-1][1] is None and not self._sessions:
            self.certain = False  # 17:30開場 18:00開始
        else:
            hours.append((token.start, token.end))
        self._run = len(self.group.days)

    def _take_closing(self, _: Token) -> None:
        """は休み, を除く: what stands just before it is closed."""
        if self._closing:
            return
        group = self.group
        if self._after_hours and group.hours:
            self._close_hours(group)
            return
        run = group.days[self._run :]
        kept = _opening_before(run, group)
        if kept is None or not run or _month_of_next(run):
            self.certain = False
            return
        group.days = group.days[: self._run] + run[:kept]
        scope = self.group if self._brackets and group.days[: self._run] else None
        self.closures += [Closure(day, scope=scope) for day in run[kept:]]
        if not kept and not group.days:
            group.frequency = group.times = None
        self._run = len(group.days)

    def _close_hours(self, group: Group) -> None:
        """14:00-15:00は開放不可."""
        hours = group.hours.pop()
        if group.hours or not group.days:
            self.closures.append(Closure(None, hours))
        else:
            self.closures += [Closure(day, hours) for day in group.days]
            group.days = []

    def _take_frequency(self, token: Token) -> None:
        if self._closing:
            return
        if self.group.hours:
            self.groups.append(Group())
            self._run = 0
        if token.text.startswith(("毎月", "各月", "月の")):
            self.group.every_month = True
        elif self.group.frequency:
            self.certain = False
        else:
            self.group.frequency = _frequency(token.text)

    def _take_times(self, token: Token) -> None:
        if self._closing or self.group.times:
            self.certain = False
            return
        if self.group.hours:
            self.groups.append(Group())
            self._run = 0
        self.group.times = token
        if token.text.endswith(("ほど", "程度")):
            self.codes.append("may_change")


def _opening_before(run: list[Token], group: Group) -> int | None:
    """How many days at the head of the run are open although は休み follows; None when nobody can say.

    毎週火曜、8月は休み: only August is closed. 毎週火曜、年末年始は休み: the Tuesdays may be the closed ones.
    """
    kinds = {day.kind for day in run}
    marked = group.frequency == "weekly" or group.every_month or "nth" in kinds
    if not marked or group.hours or len(run) < 2 or run[0].kind not in ("nth", "days", "month_day"):
        return 0
    tail = next((place for place, day in enumerate(run) if day.kind not in ("nth", "days", "month_day")), 0)
    if not tail or (group.frequency is None and not group.every_month):
        return 0
    return tail if all(day.kind == "months" for day in run[tail:]) else None


def _stands_apart(token: Token, between: str) -> bool:
    return token.kind == "rest" and bool(re.search("[ :、]", between)) and is_name_or_place(token.text)


def _month_of_next(run: list[Token]) -> bool:
    """8月第2土曜は休み: one Saturday, which no field holds."""
    return any(day.kind == "months" and not _AND.search(after.before) for day, after in pairwise(run))


def _frequency(text: str) -> str:
    if text.startswith("毎週"):
        return "weekly"
    if text == "隔週":
        return "biweekly"
    return "隔月" if text.startswith(("隔月", "2")) else "irregular"
