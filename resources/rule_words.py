"""A schedule rule as the usual short prose, for files that people and other programs read."""

from __future__ import annotations

from resources.code_lists import code_list
from resources.records import ScheduleRule
from resources.schedules.words import rule_words

_SUFFIX = {"twice_monthly": "回", "monthly": "回"}  # 月2 → 月2回


def rule_in_words(rule: ScheduleRule) -> str:
    """毎週 火・木曜日 13:00～17:00; "" for a rule that says nothing. Weeks, months and exceptions as on the pages."""
    if rule.weeks or rule.month_days or rule.months or rule.occasion or rule.exceptions:
        return rule_words(rule)
    weekday = code_list("weekday")
    days = "・".join(weekday.label(day) for day in rule.weekdays)
    frequency = rule.frequency or ""
    how_often = code_list("frequency").label(frequency) + _SUFFIX.get(frequency, "")
    hours = "～".join(clock_time(minute) for minute in (rule.start, rule.end) if minute is not None)
    if rule.start is None or rule.end is None:
        hours = hours and (f"{hours}～" if rule.end is None else f"～{hours}")
    return " ".join(part for part in (how_often, f"{days}曜日" if days else "", hours) if part)


def clock_time(minute: int) -> str:
    """Minutes since midnight as 9:05."""
    return f"{minute // 60}:{minute % 60:02d}"
