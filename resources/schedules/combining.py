"""Columns that state days and hours, and a text that takes something back: 祝日は休み, 土曜日は13:00まで."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from resources.records import ScheduleRule
from resources.schedules.parsing import TextSchedule
from resources.schedules.rules import apply_closings
from resources.schedules.week import in_week_order


def combined(base: Sequence[ScheduleRule], text: TextSchedule) -> tuple[ScheduleRule, ...] | None:
    """The rules of the columns as the text changes them.

    None when the text does more than shorten them (it states hours of its own, or days that no column has):
    then it has to be read by a person.
    """
    if not text.understood or not base:
        return None
    rules = list(base)
    for limit in text.rules:
        for day in limit.weekdays or ("",):
            changed = _shortened(rules, limit, day)
            if changed is None:
                return None
            rules = changed
    made = apply_closings(rules, text.closings)
    return tuple(_same_hours_together(made[0])) if made else None


def _shortened(rules: list[ScheduleRule], limit: ScheduleRule, day: str) -> list[ScheduleRule] | None:
    """The rules with an earlier end on one day, or on that day in some weeks of the month."""
    touched = [rule for rule in rules if day in rule.weekdays and not rule.weeks]
    if len(touched) != 1 or limit.start is not None or limit.end is None:
        return None
    if limit.frequency is not None and not limit.weeks:
        return None
    old = touched[0]
    if old.start is None or old.end is None or not old.start < limit.end <= old.end:
        return None
    place = rules.index(old)
    frequency = limit.frequency or old.frequency
    shorter = replace(old, weekdays=(day,), end=limit.end, weeks=limit.weeks, frequency=frequency)
    kept = tuple(other for other in old.weekdays if other != day)
    parts = [replace(old, weekdays=kept)] if kept else []
    if limit.weeks:
        others = tuple(f"{day}#{week}" for week in limit.weeks)
        parts.append(replace(old, weekdays=(day,), exceptions=(*old.exceptions, *others)))
    return [*rules[:place], *parts, shorter, *rules[place + 1 :]]


def _same_hours_together(rules: Sequence[ScheduleRule]) -> list[ScheduleRule]:
    """Days with the same hours as one rule, in the order of their first day."""
    days_of: dict[ScheduleRule, list[str]] = {}
    for rule in rules:
        days_of.setdefault(replace(rule, weekdays=()), []).extend(rule.weekdays)
    return [replace(rule, weekdays=in_week_order(days)) for rule, days in days_of.items()]
