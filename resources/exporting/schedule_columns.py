"""Schedules of an entry in columns that hold one stretch: 曜日, 開始, 終了, 頻度 — and the rest in words.

Only a rule that the columns can say exactly goes into them. A wrong time is worse than a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resources.code_lists import code_list
from resources.records import ScheduleRule
from resources.rule_words import clock_time, rule_in_words


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
        return ScheduleColumns(rule.weekdays, _time(rule.start), _time(rule.end), label)
    words = "／".join(text for text in (_said(rule) for rule in rules) if text)
    return ScheduleColumns(words=words)


def _fits(rule: ScheduleRule, frequencies: Sequence[str | None]) -> bool:
    known = all(day in code_list("weekday") for day in rule.weekdays)
    hours_are_clear = rule.start is None or rule.end is None or rule.start != rule.end
    return known and hours_are_clear and rule.frequency in frequencies


def _said(rule: ScheduleRule) -> str:
    return rule.raw or rule_in_words(rule)


def _time(minute: int | None) -> str:
    return "" if minute is None else clock_time(minute).zfill(5)
