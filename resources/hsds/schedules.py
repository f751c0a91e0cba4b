"""Opening hours as HSDS schedules, and back. A wrong time is worse than none: what its terms cannot say is text.

freq, interval and byday are written only where they say exactly what the rule says. A monthly rule whose week is
not known has no byday (RRULE would read it as every such weekday of the month): its days and its frequency are
in the profile's own fields, and in `description` for people.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from resources.code_lists import code_list
from resources.hsds.ids import hsds_id
from resources.records import ScheduleRule
from resources.rule_words import rule_in_words
from resources.schedules.exceptions import is_known

Object = dict[str, Any]
MIDNIGHT = 24 * 60
_OFFSET, _JAPAN_HOURS = "+09:00", 9
_BYDAY = {"mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU"}
_DAY_OF = {day: code for code, day in _BYDAY.items()}
_INTERVAL = {"weekly": 1, "biweekly": 2}
_FREQUENCY_OF = {interval: code for code, interval in _INTERVAL.items()}
_NUMBERS: dict[str, Collection[int]] = {
    "weeks": (-1, 1, 2, 3, 4, 5),
    "month_days": (-1, *range(1, 32)),
    "months": range(1, 13),
}
_OWN_LISTS = ("weekdays", *_NUMBERS)
_OF_WEEKS = ("monthly", "twice_monthly", "weekly")
_TWICE_AT_MOST = 3
_TIME = re.compile(r"(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?")
_BYDAY_PART = re.compile(r"(-?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


def schedule_object(rule: ScheduleRule, service_id: str, position: int) -> Object:
    """One rule as a schedule of the service."""
    found: Object = {
        "id": hsds_id("schedule", f"{service_id}:{position}"),
        "service_id": service_id,
        "timezone": _JAPAN_HOURS,
        "description": rule.raw or rule_in_words(rule),
    }
    found |= _recurrence(rule)
    if rule.start is not None and rule.start != rule.end:
        found["opens_at"] = _time(rule.start)
    if rule.end is not None and rule.start != rule.end:
        found["closes_at"] = _time(rule.end)
    if rule.raw:
        found["schedule_text"] = rule.raw
    return {name: value for name, value in found.items() if value != ""}


def _recurrence(rule: ScheduleRule) -> Object:
    """freq and byday where they say all of the rule; else its parts in the profile's own fields."""
    exceptions: Object = {"exceptions": list(rule.exceptions)} if rule.exceptions else {}
    days = [_BYDAY[day] for day in rule.weekdays if day in _BYDAY]
    if len(days) == len(rule.weekdays) and not (rule.months or rule.occasion):
        if rule.weeks and days and rule.frequency in _OF_WEEKS and not rule.month_days:
            byday = ",".join(f"{week}{day}" for day in days for week in rule.weeks)
            return {"freq": "MONTHLY", "interval": 1, "byday": byday, **exceptions}
        interval = _INTERVAL.get(rule.frequency or "")
        if interval and not (rule.weeks or rule.month_days):
            exact: Object = {"freq": "WEEKLY", "interval": interval, "wkst": "MO", **exceptions}
            return {**exact, "byday": ",".join(days)} if days else exact
    own = {name: list(value) for name in _OWN_LISTS if (value := getattr(rule, name))}
    said = {name: value for name in ("frequency", "occasion") if (value := getattr(rule, name))}
    return {**said, **own, **exceptions}


def _time(minute: int) -> str:
    """750 → 12:30:00+09:00; the end of the day is the beginning of the next."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}:00{_OFFSET}"


def schedule_rules(schedules: Any) -> tuple[ScheduleRule, ...]:
    """The rules of schedules that anybody wrote; what is unknown in them stays as their text."""
    if not isinstance(schedules, list):
        return ()
    return tuple(_rule(found) for found in schedules if isinstance(found, dict))


def _rule(found: Object) -> ScheduleRule:
    days, frequency, ordinals = _days_and_frequency(found)
    start, end = _minute(found.get("opens_at")), _minute(found.get("closes_at"))
    rule = ScheduleRule(days, start, MIDNIGHT if end == 0 else end, frequency, **_own_parts(found))
    if found.get("freq") == "MONTHLY" and not rule.weeks and (weeks := _weeks_of(ordinals)):
        rule = replace(rule, weeks=weeks, frequency=_of_weeks(len(weeks)))
    raw, said = _text(found.get("schedule_text")), _text(found.get("description"))
    if not raw and said != rule_in_words(rule):  # our own description is made from the rule: nobody wrote it
        raw = " ".join(part for part in (said, _text(found.get("notes")), ordinals) if part)
    return replace(rule, raw=raw)


def _own_parts(found: Object) -> dict[str, Any]:
    """The profile's fields, as far as their values can be."""
    parts: dict[str, Any] = {name: _numbers(found.get(name), allowed) for name, allowed in _NUMBERS.items()}
    occasion, exceptions = _text(found.get("occasion")), found.get("exceptions")
    parts["occasion"] = occasion if occasion in code_list("schedule_exception") else ""
    listed = exceptions if isinstance(exceptions, list) else []
    parts["exceptions"] = tuple(
        dict.fromkeys(one for one in listed if isinstance(one, str) and is_known(one))
    )
    return parts


def _numbers(value: Any, allowed: Collection[int]) -> tuple[int, ...]:
    listed = value if isinstance(value, list) else []
    return tuple(dict.fromkeys(n for n in listed if type(n) is int and n in allowed))


def _weeks_of(byday: str) -> tuple[int, ...]:
    """2TU,4TU → (2, 4); () unless every day has the same weeks, which a rule can hold."""
    weeks_of_day: dict[str, list[int]] = {}
    for part in byday.split(","):
        match = _BYDAY_PART.fullmatch(part.strip())
        if match is None or not match[1] or int(match[1]) not in _NUMBERS["weeks"]:
            return ()
        weeks_of_day.setdefault(match[2], []).append(int(match[1]))
    alike = {tuple(weeks) for weeks in weeks_of_day.values()}
    return next(iter(alike)) if len(alike) == 1 else ()


def _of_weeks(number: int) -> str:
    return "monthly" if number == 1 else "twice_monthly" if number <= _TWICE_AT_MOST else "weekly"


def _days_and_frequency(found: Object) -> tuple[tuple[str, ...], str | None, str]:
    """Weekdays, a code of frequency.csv, and byday as written when it names weeks of the month."""
    byday = _text(found.get("byday"))
    parts = [_BYDAY_PART.fullmatch(part.strip()) for part in byday.split(",")] if byday else []
    days = tuple(dict.fromkeys(_DAY_OF[part[2]] for part in parts if part))
    if isinstance(own := found.get("weekdays"), list) and not days:
        days = tuple(str(day) for day in own)
    if frequency := _text(found.get("frequency")):
        return days, frequency, ""
    if found.get("freq") == "WEEKLY":
        interval = found.get("interval") or 1
        return days, _FREQUENCY_OF.get(interval, "irregular"), "" if interval in _FREQUENCY_OF else byday
    if found.get("freq") == "MONTHLY":
        return days, _monthly([part[1] for part in parts if part and part[1]]), byday
    return days, None, ""


def _monthly(ordinals: Sequence[str]) -> str | None:
    """第2火曜 is monthly, 第2・4火曜 twice; more often or without a week nothing is concluded."""
    return {1: "monthly", 2: "twice_monthly"}.get(len(set(ordinals)))


def _minute(value: Any) -> int | None:
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    minute = int(match[1]) * 60 + int(match[2])
    return minute if minute < MIDNIGHT and int(match[2]) < 60 else None


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
