"""Small Japanese phrases shared by reasons, cautions and refusals."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from matcher.engine.need import Availability, Need
from resources.code_lists import code_list
from resources.opening_hours import MIDNIGHT, crosses_midnight
from resources.records import ResourceRecord, ScheduleRule
from resources.schedules.words import rule_words

_TIMES_NAMED = 3


def clock(minutes: int) -> str:
    """780 → 13:00."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def weekdays(codes: Sequence[str]) -> str:
    """("tue", "thu") → 火・木."""
    return "・".join(code_list("weekday").label(code) for code in codes)


def opening(rule: ScheduleRule) -> str:
    """火・木 13:00〜17:00, 金 22:00〜翌2:00, 第1・3土曜 10:00〜12:00（8月を除く）, or only days without hours."""
    if rule.weeks or rule.month_days or rule.months or rule.occasion or rule.exceptions:
        return rule_words(rule)
    if rule.start is None or rule.end is None or rule.start == rule.end:
        return weekdays(rule.weekdays)
    until = f"{'翌' if crosses_midnight(rule) else ''}{clock(rule.end or MIDNIGHT)}"
    return f"{weekdays(rule.weekdays)} {clock(rule.start)}〜{until}"


def openings_of(record: ResourceRecord) -> str:
    """All stated openings of a place in one phrase."""
    return "、".join(opening(rule) for rule in record.schedule if rule.names_days)


def free_time(free: Availability) -> str:
    """火 13:00〜17:00."""
    return f"{weekdays([free.weekday])} {clock(free.start)}〜{clock(free.end)}"


def free_times(free: Sequence[Availability]) -> str:
    """火 13:00〜17:00、木 13:00〜17:00、…ほか: the first three."""
    named = "、".join(free_time(stretch) for stretch in free[:_TIMES_NAMED])
    return f"{named}ほか" if len(free) > _TIMES_NAMED else named


def age_range(record: ResourceRecord) -> str:
    """18〜49歳, 65歳以上, 15歳まで; "" when no limit is stated."""
    low, high = record.age_min, record.age_max
    if low is None and high is None:
        return ""
    if high is None:
        return f"{low}歳以上"
    return f"{high}歳まで" if low is None else f"{low}〜{high}歳"


def journey(need: Need, minutes: float, mode: str | None) -> str:
    """自転車で約12分（希望は30分まで）; minutes are rounded up so that they never look nearer than they are."""
    form = need.structured
    by = f"{code_list('travel_mode').label(mode)}で" if mode else ""
    limit = f"（希望は{form.max_minutes:g}分まで）" if form and form.max_minutes is not None else ""
    return f"{by}約{ceil(minutes)}分{limit}"


def kilometres(distance: float) -> str:
    """1.2km, rounded up like minutes."""
    return f"{ceil(distance * 10) / 10:.1f}km"


def joined(words: Sequence[str]) -> str:
    """「手話」「筆談」."""
    return f"「{'」「'.join(words)}」"
