"""On which dates a rule holds, so that the next dates of a place can be shown and checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import jpholiday

from resources.records import ScheduleRule
from resources.schedules.exceptions import falls_on, is_month_day, is_week
from resources.schedules.week import DAY_CODES

_COUNTED = (None, "weekly")


def dates_known(rule: ScheduleRule) -> bool:
    """Whether a calendar can tell the dates: not for 隔週 (from which week?), 隔月, 随時, 月1回 without a week.

    Neither for a time of which no calendar is known (school holidays), nor for a text that was not understood.
    """
    if rule.doubtful or rule.occasion not in ("", "holidays") or rule.frequency in ("隔月", "irregular"):
        return False
    if rule.weeks or rule.month_days or rule.occasion:
        return True
    return bool(rule.weekdays) and rule.frequency in _COUNTED


def holds_on(rule: ScheduleRule, day: date) -> bool:
    """Whether a rule whose dates are known holds on `day`. Exceptions that no calendar knows are passed over."""
    if rule.months and day.month not in rule.months:
        return False
    if rule.weekdays and DAY_CODES[day.weekday()] not in rule.weekdays:
        return False
    if rule.weeks and not any(is_week(day, week) for week in rule.weeks):
        return False
    if rule.month_days and not any(is_month_day(day, number) for number in rule.month_days):
        return False
    asks = bool(rule.occasion) or "holidays" in rule.exceptions
    holiday = asks and jpholiday.is_holiday(day)
    if rule.occasion and not holiday:
        return False
    return not any(falls_on(exception, day, holiday=holiday) for exception in rule.exceptions)


def dates_between(rules: Sequence[ScheduleRule], first: date, last: date) -> Iterator[date]:
    """The dates from `first` to `last`, both included, on which a rule with known dates holds."""
    known = [rule for rule in rules if dates_known(rule)]
    for number in range((last - first).days + 1 if known else 0):
        day = first + timedelta(days=number)
        if any(holds_on(rule, day) for rule in known):
            yield day
