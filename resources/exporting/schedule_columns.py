"""Schedules of an entry in columns that hold one stretch: 曜日, 開始, 終了, 頻度 — and the rest in words.

Only a rule that holds on what the columns say goes into them: 第2・4土曜 is 土, 月2 and its words; a rule with
exceptions, months or days of the month is words alone. A wrong time is worse than a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resources.code_lists import code_list
from resources.records import ScheduleRule
from resources.schedules.clock_times import written
from resources.schedules.words import rule_words

_OF_A_MONTH = ("twice_monthly", "monthly")


@dataclass(frozen=True, slots=True)
class ScheduleColumns:
    """`weekdays` are codes; times are written 9:05 as 09:05; `words` say what the columns do not."""

    weekdays: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    frequency: str = ""
    words: str = ""


def schedule_columns(rules: Sequence[ScheduleRule], *, frequencies: Sequence[str | None]) -> ScheduleColumns:
    """The columns of these rules. `frequencies`: those that the file's columns can say beside the days."""
    if len(rules) == 1 and _fits(rules[0], frequencies):
        (rule,) = rules
        label = code_list("frequency").label(rule.frequency or "")
        words = _said(rule) if rule.weeks else ""
        return ScheduleColumns(rule.weekdays, _time(rule.start), _time(rule.end), label, words)
    words = "／".join(text for text in (_said(rule) for rule in rules) if text)
    return ScheduleColumns(words=words)


def _fits(rule: ScheduleRule, frequencies: Sequence[str | None]) -> bool:
    known = all(day in code_list("weekday") for day in rule.weekdays)
    hours_are_clear = rule.start is None or rule.end is None or rule.start != rule.end
    often = rule.frequency in frequencies and (not rule.weeks or rule.frequency in _OF_A_MONTH)
    return known and hours_are_clear and often and not _says_more(rule)


def _says_more(rule: ScheduleRule) -> bool:
    return bool(rule.month_days or rule.months or rule.occasion or rule.exceptions or rule.doubtful)


def _said(rule: ScheduleRule) -> str:
    return rule.raw or rule_words(rule)


def _time(minute: int | None) -> str:
    return "" if minute is None else written(minute).zfill(5)
