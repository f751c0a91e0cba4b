"""Groups of days and hours to rules, or None when it is not certain what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from resources.records import ScheduleRule
from resources.schedules.reader import Closure, Group, Hours, Reader
from resources.schedules.tokens import Token
from resources.schedules.week import DAY_CODES

ALL_MONTHS = tuple(range(1, 13))
_WHOLE_WEEK = Token("days", "", DAY_CODES)


@dataclass(frozen=True)
class Closing:
    """When it is closed, of a text that says nothing of when it is open: for the columns beside it.

    `weekdays` () and `hours` None = all. `weeks`, `month_days`, `months` as in ScheduleRule.
    """

    weekdays: tuple[str, ...] = ()
    weeks: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    hours: Hours | None = None
    code: str = ""


def rules_of(reader: Reader) -> tuple[list[ScheduleRule], list[Closing]] | None:
    """Rules with what is closed taken out, and the closures that no rule could take."""
    groups = _joined([group for group in reader.groups if not group.is_empty])
    if groups is None:
        return None
    scoped = [c for c in reader.closures if c.scope is not None and groups and c.scope is not groups[-1]]
    if not all(any(c.scope is group for group in groups) for c in scoped):
        return None
    closings = [_closing(closure) for closure in reader.closures if closure not in scoped]
    closings += [Closing(code=code) for code in dict.fromkeys(reader.codes)]
    if not reader.certain or not _timed_alike(groups):
        return None
    if reader.is_facility or any(c.weekdays and not c.weeks and not c.hours for c in closings):
        _fill_days(groups, closings, reader.is_facility)
    if any(group.overrides for group in groups) and not all(group.days for group in groups):
        return None
    rules: list[ScheduleRule] = []
    for group in groups:
        made = _rules_of_group(group)
        own = [_closing(closure) for closure in scoped if closure.scope is group]
        closed = None if made is None else apply_closings(made, own)
        if closed is None:
            return None
        made = closed[0]
        joined = _overridden(rules, made) if group.overrides or _limits(group) else rules + made
        if joined is None:
            return None
        rules = joined
    if all(_limits(group) for group in groups):
        return list(
            dict.fromkeys(rules)
        ), closings  # 土曜日は13:00まで: both change hours that stand elsewhere
    return apply_closings(rules, closings)


def _limits(group: Group) -> bool:
    return bool(group.hours) and all(start is None for start, _ in group.hours)


def _timed_alike(groups: Sequence[Group]) -> bool:
    timed = {bool(group.hours) for group in groups if group.days or group.hours}
    return len(timed) < 2


def _joined(groups: list[Group]) -> list[Group] | None:
    """Hours in a clause of their own belong to the days before them; 月1回 alone to its neighbour."""
    joined: list[Group] = []
    for group in groups:
        before = joined[-1] if joined else None
        alone = not group.days and not group.hours
        if before and alone and before.frequency is None and before.times is None:
            before.frequency, before.times = group.frequency, group.times
        elif before and not before.days and not before.hours:
            group.frequency = group.frequency or before.frequency
            group.times = group.times or before.times
            joined[-1] = group
        elif before and group.hours and not group.days and group.frequency is None and before.days:
            before.hours += group.hours
        elif before and not before.days and before.hours and group.days and not group.hours:
            if len(groups) > 2:
                return None
            group.hours = before.hours
            group.frequency = group.frequency or before.frequency
            joined[-1] = group
        else:
            joined.append(group)
    return joined


def _fill_days(groups: list[Group], closings: Sequence[Closing], facility: bool) -> None:
    """【開館時間】【休館日】: hours without a day hold on every day that is neither closed nor named."""
    stated = any(c.weekdays or c.month_days or "-" in c.code for c in closings)
    named = {day for group in groups for token in group.days for day in token.days}
    rest = tuple(day for day in DAY_CODES if day not in named)
    for group in groups:
        if group.hours and not group.days and (stated or (facility and named)):
            group.days = [replace(_WHOLE_WEEK, days=rest)]
            group.frequency = group.frequency or "weekly"


def _rules_of_group(group: Group) -> list[ScheduleRule] | None:
    frame = _frames(group)
    if frame is None:
        return None
    hours: Iterable[Hours] = group.hours or [(None, None)]
    return [replace(rule, start=start, end=end) for rule in frame for start, end in hours]


def _frames(group: Group) -> list[ScheduleRule] | None:
    """The rules of a group without hours."""
    frames: list[ScheduleRule] = []
    months: tuple[int, ...] = ()
    for token in group.days:
        if token.kind == "months":
            if months:
                return None
            months = token.months
        elif token.kind == "date" or (token.kind == "nth" and not token.days):
            return None
        elif _continues(token, frames):
            days = {*frames[-1].weekdays, *token.days}
            frames[-1] = replace(frames[-1], weekdays=tuple(day for day in DAY_CODES if day in days))
        else:
            frames.append(_frame(token, months))
    if months and not all(frame.months for frame in frames):
        return None
    if not frames and months:
        return None
    return _with_frequency(frames or [ScheduleRule()], group)


def _continues(token: Token, frames: list[ScheduleRule]) -> bool:
    """月、木: two tokens, one rule."""
    last = frames[-1] if frames else ScheduleRule()
    return (
        token.kind == "days" and not token.code and bool(last.weekdays) and not (last.weeks or last.occasion)
    )


def _frame(token: Token, months: tuple[int, ...]) -> ScheduleRule:
    return ScheduleRule(
        weekdays=token.days,
        weeks=token.weeks,
        month_days=token.month_days,
        months=months,
        occasion=token.code,
    )


def _with_frequency(frames: list[ScheduleRule], group: Group) -> list[ScheduleRule] | None:
    """The frequency that the words state, checked against the days that they name."""
    nth = [frame for frame in frames if frame.weeks or frame.month_days]
    stated = group.frequency
    if group.times:
        stated = _times_fit(group.times, frames, nth, stated)
        if stated is None:
            return None
    elif group.every_month and not nth and stated is None:
        return None  # 毎月土曜日: which of them?
    if nth and stated in ("biweekly", "irregular"):
        return None
    if stated == "weekly" and not any(frame.weekdays for frame in frames) and not group.times:
        return None
    return [replace(frame, frequency=_own_frequency(frame, stated)) for frame in frames]


def _times_fit(
    times: Token, frames: list[ScheduleRule], nth: list[ScheduleRule], stated: str | None
) -> str | None:
    """月2回(第1・3土曜), 週2回(火・金): the frequency, None when number and days contradict each other."""
    named = sum(len(frame.weekdays) for frame in frames)
    if times.code == "week":
        if nth or stated not in (None, "weekly"):
            return None
        return "weekly" if times.number == named or (not named and times.number == 1) else None
    known = sum(len(f.weekdays) * len(f.weeks) + len(f.month_days) for f in nth)
    if stated is not None or (nth and (known != times.number or len(nth) != len(frames))):
        return None
    if not nth and named > 1:
        return None
    return {1: "monthly", 2: "twice_monthly", 4: "weekly"}.get(times.number) or ("" if nth else None)


def _own_frequency(frame: ScheduleRule, stated: str | None) -> str | None:
    """weekly … of a rule; the weeks of a month decide where they are named."""
    if stated == "隔月":
        return stated
    number = len(frame.weeks) or len(frame.month_days)
    if number:
        return "monthly" if number == 1 else "twice_monthly" if number <= 3 else "weekly"
    return None if frame.occasion else stated


def _overridden(rules: list[ScheduleRule], made: list[ScheduleRule]) -> list[ScheduleRule] | None:
    """平日10〜17時（水曜は13時まで）: the later rule holds on its days, with the start of the earlier one."""
    for rule in made:
        touched = [old for old in rules if set(old.weekdays) & set(rule.weekdays) and not old.weeks]
        if not touched:
            if rule.start is None and any(old.start is not None for old in rules):
                return None  # 火10〜16時、土12時まで: from when?
            rules = [*rules, rule]
            continue
        old = touched[0]
        if len(touched) > 1 or rule.weeks or not set(rule.weekdays) <= set(old.weekdays):
            return None
        start = old.start if rule.start is None else rule.start
        if start is not None and rule.end is not None and start >= rule.end:
            return None
        kept = tuple(day for day in old.weekdays if day not in rule.weekdays)
        place = rules.index(old)
        changed = [replace(old, weekdays=kept)] if kept else []
        rules = [*rules[:place], *changed, replace(rule, start=start), *rules[place + 1 :]]
    return rules


def _closing(closure: Closure) -> Closing:
    day = closure.day
    if day is None:
        return Closing(hours=closure.hours)
    code = day.code if day.kind in ("occasion", "date") else ""
    return Closing(day.days, day.weeks, day.month_days, day.months, closure.hours, code)


def apply_closings(
    rules: list[ScheduleRule], closings: Sequence[Closing]
) -> tuple[list[ScheduleRule], list[Closing]] | None:
    """Rules without what is closed. None when a closure leaves nothing, or cannot be taken out of the hours."""
    for closing in closings:
        if closing.weekdays and not closing.code and any(rule.month_days for rule in rules):
            return None  # 毎月10日（日曜を除く）: no field holds that
        rules = [part for rule in rules for part in _without(rule, closing)]
        if not rules:
            return None
    return list(dict.fromkeys(rules)), []


def _without(rule: ScheduleRule, closing: Closing) -> list[ScheduleRule]:
    if rule.occasion and rule.occasion == closing.code:
        return [rule]  # 土日祝 10〜17時, the weekdays close on 祝日
    if closing.hours:
        return _without_hours(rule, closing)
    if closing.code:
        return [replace(rule, exceptions=_added(rule, closing.code))]
    if closing.month_days:
        return [replace(rule, exceptions=_added(rule, *(f"d{day}" for day in closing.month_days)))]
    if closing.months and not closing.weekdays:
        months = tuple(month for month in rule.months or ALL_MONTHS if month not in closing.months)
        return [replace(rule, months=months)] if months else []
    if closing.weeks:
        days = closing.weekdays or rule.weekdays
        closed = [day for day in days if day in rule.weekdays or not rule.weekdays]
        named = [f"{day}#{week}" for day in closed for week in closing.weeks]
        return [replace(rule, exceptions=_added(rule, *named))]
    days = tuple(day for day in rule.weekdays if day not in closing.weekdays)
    return [replace(rule, weekdays=days)] if days or not rule.weekdays else []


def _added(rule: ScheduleRule, *exceptions: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*rule.exceptions, *exceptions)))


def _without_hours(rule: ScheduleRule, closing: Closing) -> list[ScheduleRule]:
    """9:00〜17:00 without 12:00〜13:00 is two rules."""
    assert closing.hours is not None
    begin, finish = closing.hours
    closed = tuple(day for day in rule.weekdays if day in closing.weekdays) if closing.weekdays else None
    if closed == ():
        return [rule]
    if rule.start is None or rule.end is None or begin is None or finish is None:
        return []
    left = [(rule.start, min(rule.end, begin)), (max(rule.start, finish), rule.end)]
    parts = [
        replace(rule, weekdays=rule.weekdays if closed is None else closed, start=start, end=end)
        for start, end in left
        if start < end
    ]
    if closed is not None and (kept := tuple(day for day in rule.weekdays if day not in closed)):
        parts.insert(0, replace(rule, weekdays=kept))
    return parts
