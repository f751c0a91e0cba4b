"""On which days a rule holds, as freq, interval, byday and bymonthday, and back.

They are written only where an RRULE says the days exactly (`rrule_text`); exceptions are no part of one, they stand
in the description and in a field of the profile. Whatever else the rule says is in the profile's own fields, and so
is each value that a reader of freq and byday would not find again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from resources.code_lists import code_list
from resources.records import ScheduleRule
from resources.schedules.exceptions import is_known
from resources.schedules.rrule import rrule_text

Object = dict[str, Any]
_BYDAY = {"mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU"}
_DAY_OF = {day: code for code, day in _BYDAY.items()}
_FREQUENCY_OF = {1: "weekly", 2: "biweekly"}
_OF_A_MONTH = (None, "weekly", "twice_monthly", "monthly")
"""How often that goes with weeks or days of the month."""
_BYDAY_PART = re.compile(r"(-?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBERS = {"weeks": range(1, 6), "month_days": range(1, 32), "months": range(1, 13)}
_FIELDS = ("weekdays", "frequency", "weeks", "month_days", "months", "occasion", "exceptions", "doubtful")


def recurrence_object(rule: ScheduleRule) -> Object:
    """The members of a schedule that say on which days."""
    exact = _exact(rule)
    said = _said(exact)
    own: Object = {}
    for name in _FIELDS:
        value = getattr(rule, name)
        if value != said.get(name, ScheduleRule.__dataclass_fields__[name].default):
            own[name] = list(value) if isinstance(value, tuple) else value or ""
    return {**exact, **own}


def recurrence_values(found: Object) -> tuple[dict[str, Any], str]:
    """Fields of a rule, and byday as written where no field holds it. What no list knows is a doubt."""
    said = _said(found)
    unread = said.pop("unread", "")
    values: dict[str, Any] = {**said, **_own(found)}
    if isinstance(found.get("weekdays"), list):
        values["weekdays"] = tuple(str(day) for day in found["weekdays"])
    if isinstance(found.get("frequency"), str):
        values["frequency"] = found["frequency"].strip() or None
    return values, unread


def _exact(rule: ScheduleRule) -> Object:
    known = all(day in _BYDAY for day in rule.weekdays)
    mixed = rule.month_days and (rule.weekdays or rule.weeks)
    odd = (rule.weeks or rule.month_days) and rule.frequency not in _OF_A_MONTH
    if rule.doubtful or rule.months or not known or mixed or odd:
        return {}
    parts = dict(part.split("=") for part in rrule_text(rule).split(";") if part)
    if not parts:
        return {}
    found: Object = {name.lower(): value for name, value in parts.items()}
    if parts["FREQ"] == "WEEKLY":
        found |= {"interval": int(parts.get("INTERVAL", 1)), "wkst": "MO"}
    return found


def _said(found: Mapping[str, Any]) -> dict[str, Any]:
    """What freq, interval, byday and bymonthday say; "unread": byday that names other weeks for other days."""
    byday = _text(found, "byday")
    parts = [match for part in byday.split(",") if (match := _BYDAY_PART.fullmatch(part.strip()))]
    values: dict[str, Any] = {"weekdays": tuple(dict.fromkeys(_DAY_OF[part[2]] for part in parts))}
    if found.get("freq") == "WEEKLY":
        interval = found.get("interval") or 1
        values["frequency"] = _FREQUENCY_OF.get(interval, "irregular")
        return values if interval in _FREQUENCY_OF else {**values, "unread": byday}
    if found.get("freq") != "MONTHLY":
        return values
    weeks = tuple(dict.fromkeys(int(part[1]) for part in parts if part[1]))
    product = [(week, day) for week in weeks for day in values["weekdays"]]
    pairs = [(int(part[1] or 0), _DAY_OF[part[2]]) for part in parts]
    if sorted(product) != sorted(pairs) or not all(_fits(week, "weeks") for week in weeks):
        return {**values, "frequency": _times(len(weeks)) if len(weeks) < 3 else None, "unread": byday}
    days = _whole_numbers(_text(found, "bymonthday").split(","), "month_days")
    return {**values, "weeks": weeks, "month_days": days, "frequency": _times(len(weeks or days))}


def _own(found: Object) -> dict[str, Any]:
    """The profile's own fields beside days and frequency; a value that we do not know makes the rule doubtful."""
    values: dict[str, Any] = {}
    doubtful = found.get("doubtful") is True
    for name in _NUMBERS:
        if isinstance(written := found.get(name), list):
            values[name] = _whole_numbers(map(str, written), name)
            doubtful |= len(values[name]) != len(written)
    if occasion := _text(found, "occasion"):
        values["occasion"] = occasion if occasion in code_list("schedule_exception") else ""
        doubtful |= not values["occasion"]
    if isinstance(written := found.get("exceptions"), list):
        values["exceptions"] = tuple(one for one in written if isinstance(one, str) and is_known(one))
        doubtful |= len(values["exceptions"]) != len(written)
    return {**values, "doubtful": True} if doubtful else values


def _whole_numbers(written: Any, name: str) -> tuple[int, ...]:
    numbers = (int(text) for text in written if re.fullmatch(r" ?-?[0-9]{1,2} ?", text))
    return tuple(number for number in numbers if _fits(number, name))


def _fits(number: int, name: str) -> bool:
    """-1 is the last week or day of a month."""
    return number in _NUMBERS[name] or (number == -1 and name != "months")


def _times(number: int) -> str | None:
    """第2火曜 is monthly, 第1・3 and 第1・2・3 at least twice a month, as the reader of prose takes them."""
    return {0: None, 1: "monthly", 2: "twice_monthly", 3: "twice_monthly"}.get(number, "weekly")


def _text(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    return value.strip() if isinstance(value, str) else ""
