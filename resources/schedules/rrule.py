"""A rule as an RRULE (RFC 5545, section 3.3.10), for iCalendar and HSDS."""

from __future__ import annotations

from resources.records import ScheduleRule

_BYDAY = {"mon": "MO", "tue": "TU", "wed": "WE", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU"}


def rrule_text(rule: ScheduleRule) -> str:
    """FREQ=MONTHLY;BYDAY=2TU,4TU; "" when no RRULE says the same.

    None exists for 随時, for 月1回 without a week, for 隔月 (from which month?), for rules of 祝日 and school
    holidays, and without days. 隔週 counts from the week of DTSTART, which the publisher does not state.
    Exceptions are not part of an RRULE: they stand in the description.
    """
    days = [_BYDAY[day] for day in rule.weekdays if day in _BYDAY]
    if rule.occasion or not (days or rule.month_days):
        return ""
    months = f";BYMONTH={_listed(rule.months)}" if rule.months else ""
    if rule.frequency == "隔月":
        return ""
    if rule.month_days:
        return f"FREQ=MONTHLY;BYMONTHDAY={_listed(rule.month_days)}{months}"
    if rule.weeks:
        numbered = ",".join(f"{week}{day}" for week in rule.weeks for day in days)
        return f"FREQ=MONTHLY;BYDAY={numbered}{months}"
    if rule.frequency not in (None, "weekly", "biweekly"):
        return ""
    interval = ";INTERVAL=2" if rule.frequency == "biweekly" else ""
    return f"FREQ=WEEKLY{interval};BYDAY={','.join(days)}{months}"


def _listed(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))
