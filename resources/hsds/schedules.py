"""Opening hours as HSDS schedules, and back. A wrong time is worse than none: what its terms cannot say is text.

Which days: `resources.hsds.recurrence`. The text as written is in the profile's `schedule_text`; `description` is for
people: that text, or the rule in words.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from resources.hsds.ids import hsds_id
from resources.hsds.recurrence import recurrence_object, recurrence_values
from resources.records import ScheduleRule
from resources.schedules.words import rule_words

Object = dict[str, Any]
MIDNIGHT = 24 * 60
_OFFSET, _JAPAN_HOURS = "+09:00", 9
_TIME = re.compile(r"(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?")


def schedule_object(rule: ScheduleRule, service_id: str, position: int) -> Object:
    """One rule as a schedule of the service."""
    found: Object = {
        "id": hsds_id("schedule", f"{service_id}:{position}"),
        "service_id": service_id,
        "timezone": _JAPAN_HOURS,
    }
    if said := rule.raw or rule_words(rule):
        found["description"] = said
    found |= recurrence_object(rule)
    if rule.start is not None and rule.start != rule.end:
        found["opens_at"] = _time(rule.start)
    if rule.end is not None and rule.start != rule.end:
        found["closes_at"] = _time(rule.end)
    if rule.raw:
        found["schedule_text"] = rule.raw
    return found


def _time(minute: int) -> str:
    """750 → 12:30:00+09:00; the end of the day is the beginning of the next."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}:00{_OFFSET}"


def schedule_rules(schedules: Any) -> tuple[ScheduleRule, ...]:
    """The rules of schedules that anybody wrote; what is unknown in them stays as their text."""
    if not isinstance(schedules, list):
        return ()
    return tuple(_rule(found) for found in schedules if isinstance(found, dict))


def _rule(found: Object) -> ScheduleRule:
    values, unread = recurrence_values(found)
    start, end = _minute(found.get("opens_at")), _minute(found.get("closes_at"))
    rule = ScheduleRule(start=start, end=MIDNIGHT if end == 0 else end, **values)
    raw, said = _text(found.get("schedule_text")), _text(found.get("description"))
    if not raw and said != rule_words(rule):  # our own description is made from the rule: nobody wrote it
        raw = " ".join(part for part in (said, _text(found.get("notes")), unread) if part)
    return replace(rule, raw=raw)


def _minute(value: Any) -> int | None:
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    minute = int(match[1]) * 60 + int(match[2])
    return minute if minute < MIDNIGHT and int(match[2]) < 60 else None


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
