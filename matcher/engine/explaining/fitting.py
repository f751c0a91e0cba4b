"""Reasons from conditions: stage, company, age, time, way, money, access, openings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from matcher.engine.explaining.pairing import Pairing
from matcher.engine.explaining.person import noted
from matcher.engine.explaining.said import Said
from matcher.engine.explaining.wording import age_range, free_time, journey, kilometres, opening
from matcher.engine.need import Availability
from resources.code_lists import code_list
from resources.opening_hours import Stretch, stretches
from resources.records import ScheduleRule

# Without a limit of the person's own, only what is this near is a reason.
_NEAR_MINUTES = 30.0
_NEAR_KM = 2.0


def stage(pairing: Pairing) -> Iterator[Said]:
    """A stage that the form or the note names; a guessed stage is no reason."""
    code = pairing.profile.stage
    if code is None or code not in pairing.record.stages:
        return
    label = code_list("participation_stage").label(code)
    item = pairing.person.circumstances.get(("stage", code, "for"))
    if pairing.form.stage == code:
        yield Said(f"参加段階「{label}」の人を迎えています。")
    elif pairing.form.stage is None and item:
        yield Said(f"{noted(item.evidence)}とあり、この場所は参加段階「{label}」の人を迎えています。")


def company(pairing: Pairing) -> Iterator[Said]:
    """The size that the form or the note names."""
    size = pairing.record.group_size
    if size is None:
        return
    label = code_list("group_size").label(size)
    item = pairing.person.circumstances.get(("company", size, "for"))
    if pairing.form.group == size:
        yield Said(f"規模は、望まれている「{label}」です。")
    elif pairing.form.group is None and item and pairing.profile.company == size:
        yield Said(f"{noted(item.evidence)}とあり、この場所の規模は「{label}」です。")


def role(pairing: Pairing) -> Iterator[Said]:
    """A role for who looks for one."""
    roles = pairing.record.roles.strip()
    if pairing.profile.stage in ("role", "work") and roles:
        yield Said(f"役割の機会として「{roles}」があります。", 0.8)


def age(pairing: Pairing) -> Iterator[Said]:
    """The place's own age range."""
    ages = age_range(pairing.record)
    if ages and pairing.need.age is not None:
        yield Said(f"対象は{ages}で、本人（{pairing.need.age}歳）が入ります。")


def time(pairing: Pairing) -> Iterator[Said]:
    """Hours that the person is free, or that the note says are good."""
    for free in pairing.form.available:
        for rule in pairing.record.schedule:
            if any(_overlap(free, stretch) for stretch in stretches(rule)):
                yield Said(
                    f"開いている時間（{opening(rule)}）が、本人の空き時間（{free_time(free)}）と重なります。"
                )
                return
    for (field, value, sense), item in pairing.person.circumstances.items():
        if field == "time" and sense == "for" and value in pairing.profile.free.good:
            good = next((rule for rule in pairing.record.schedule if opens_in(rule, value)), None)
            if good:
                yield Said(f"{noted(item.evidence)}とあり、この場所は{opening(good)}に開いています。")
                return


def _overlap(free: Availability, stretch: Stretch) -> bool:
    if stretch.start is None or stretch.end is None or stretch.weekday != free.weekday:
        return False
    return min(stretch.end, free.end) > max(stretch.start, free.start)


def opens_in(rule: ScheduleRule, part: str) -> bool:
    """Whether a place opens in a part of the week (weekday, weekend) or day (morning … night), for sure."""
    days = _WEEK.get(part)
    if days is not None:
        return bool(days & set(rule.weekdays))
    return any(
        stretch.start is not None and stretch.end is not None and _DAY[part](stretch.start, stretch.end)
        for stretch in stretches(rule)
    )


_WEEK = {"weekend": {"sat", "sun"}, "weekday": {"mon", "tue", "wed", "thu", "fri"}}
# Minutes since midnight: an opening counts when an hour of it lies in the part of the day.
_HOUR = 60


def _within(start: int, end: int) -> Callable[[int, int], bool]:
    return lambda opens, closes: min(closes, end) - max(opens, start) >= _HOUR


_DAY: Mapping[str, Callable[[int, int], bool]] = {
    "morning": _within(5 * 60, 12 * 60),
    "afternoon": _within(12 * 60, 17 * 60),
    "evening": _within(16 * 60, 20 * 60),
    "night": _within(18 * 60, 24 * 60),
}


def way(pairing: Pairing) -> Iterator[Said]:
    """How the person gets there, where it is near or where somebody comes or drives."""
    form, minutes = pairing.form, pairing.minutes
    if pairing.comes_or_calls:
        labels = code_list("delivery_method")
        ways = "・".join(labels.label(code) for code in pairing.record.delivery if code != "on_site")
        yield Said(f"{ways}で利用できます。")
    elif pairing.record.transport == "yes":
        yield Said("送迎があります。")
    elif minutes is not None:
        if minutes <= (_NEAR_MINUTES if form.max_minutes is None else form.max_minutes):
            yield Said(f"{journey(pairing.need, minutes, pairing.mode)}です。")
    elif (km := pairing.kilometres) is not None and km <= _NEAR_KM:
        yield Said(f"住まいから直線で約{kilometres(km)}です。", 0.8)


def money(pairing: Pairing) -> Iterator[Said]:
    """A fee that the person can pay."""
    fee, limit = pairing.record.fee_yen, pairing.form.max_fee
    if fee is None:
        return
    item = pairing.person.circumstances.get(("money", "none", "for"))
    if limit is not None and fee <= limit:
        yield Said(f"費用は1回{fee}円です（希望は{limit}円まで）。")
    elif limit is None and item and fee == 0:
        yield Said(f"{noted(item.evidence)}とあり、この場所の費用は0円です。")


def access(pairing: Pairing) -> Iterator[Said]:
    """What the form says is needed and the place says it has."""
    labels = code_list("accessibility")
    met = [labels.label(code) for code in pairing.form.accessibility if code in pairing.record.accessibility]
    if met:
        yield Said(f"必要とされている「{'」「'.join(met)}」がこの場所にあります。")


def openings(pairing: Pairing) -> Iterator[Said]:
    """A stated opening."""
    free = pairing.record.openings
    if free:
        yield Said(f"空きは{free}です。", 0.5)
