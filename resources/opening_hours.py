"""When a place is open, as stretches that never cross midnight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resources.code_lists import code_list
from resources.records import ScheduleRule

MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """Open on `weekday` (a code of weekday.csv) from `start` to `end`, minutes since midnight; None = unknown."""

    weekday: str
    start: int | None
    end: int | None


def stretches(rule: ScheduleRule) -> Iterator[Stretch]:
    """The stretches of one rule; weekdays that no list knows are left out.

    An end before the start lies on the next day (月 22:00〜2:00 is open on Monday from 22:00 and on Tuesday
    until 2:00). An end that equals the start says nothing: hours unknown. A rule for 祝日 or school holidays
    only has no stretch: it says nothing of an ordinary week.
    """
    if rule.occasion:
        return
    weekdays = list(code_list("weekday").codes)
    for weekday in rule.weekdays:
        if weekday not in weekdays:
            continue
        start, end = rule.start, rule.end
        if start is None or end is None or start == end:
            yield Stretch(weekday, None, None)
        elif start < end:
            yield Stretch(weekday, start, end)
        else:
            yield Stretch(weekday, start, MIDNIGHT)
            if end > 0:
                yield Stretch(weekdays[(weekdays.index(weekday) + 1) % len(weekdays)], 0, end)


def crosses_midnight(rule: ScheduleRule) -> bool:
    """Whether the hours of a rule end on the next day."""
    return rule.start is not None and rule.end is not None and 0 < rule.end < rule.start
