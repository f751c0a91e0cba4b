"""Rules written down the way publishers do, in several styles."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from resources.records import ScheduleRule
from resources.schedules.week import DAY_CODES, DAY_LETTERS

_FULL_WIDTH = str.maketrans("0123456789:~()", "０１２３４５６７８９：～（）")
_KANJI = dict(zip(range(1, 6), "一二三四五", strict=True))
ALL_MONTHS = tuple(range(1, 13))

times = st.integers(5 * 12, 23 * 12).map(lambda step: step * 5)
hours = st.one_of(
    st.just((None, None)),
    times.map(lambda start: (start, None)),
    st.tuples(times, st.integers(1, 12)).map(lambda pair: (pair[0], min(pair[0] + pair[1] * 5, 24 * 60))),
)
weekdays = st.sets(st.sampled_from(DAY_CODES), min_size=1, max_size=6).map(
    lambda days: tuple(day for day in DAY_CODES if day in days)
)
exceptions = st.lists(st.sampled_from(["holidays", "year_end", "obon"]), unique=True, max_size=2).map(tuple)


@st.composite
def rules(draw: st.DrawFn) -> ScheduleRule:
    """A rule that one sentence can say: weekly days, weeks of the month, or days of the month."""
    start, end = draw(hours)
    left_out = draw(st.sets(st.integers(1, 12), max_size=2))
    months = tuple(month for month in ALL_MONTHS if month not in left_out) if left_out else ()
    common = {"start": start, "end": end, "months": months, "exceptions": draw(exceptions)}
    kind = draw(st.sampled_from(["weekly", "weeks", "month_days"]))
    if kind == "weekly":
        return ScheduleRule(weekdays=draw(weekdays), frequency="weekly", **common)
    numbers = st.sets(st.integers(1, 5 if kind == "weeks" else 28), min_size=1, max_size=3)
    chosen = tuple(sorted(draw(numbers)))
    often = "monthly" if len(chosen) == 1 else "twice_monthly"
    if kind == "month_days":
        return ScheduleRule(month_days=chosen, frequency=often, **common)
    last = draw(st.booleans())
    weeks = (-1,) if last else chosen
    return ScheduleRule(
        (draw(st.sampled_from(DAY_CODES)),), weeks=weeks, frequency="monthly" if last else often, **common
    )


def plain(rule: ScheduleRule) -> str:
    """毎月第2・4火曜日 13:30～15:30（8月、祝日を除く）."""
    return f"{_days(rule, '・', '曜日')} {_hours(rule, _colon, '～')}{_left_out(rule, '（', 'を除く）')}"


def spoken(rule: ScheduleRule) -> str:
    """毎月第2、4火曜の13時30分から15時30分まで。8月、祝日は休み."""
    said = _hours(rule, _spoken, "から")
    until = "まで" if rule.end is not None else ""
    return f"{_days(rule, '、', '曜')}{'の' if said else ''}{said}{until}{_left_out(rule, '。', 'は休み')}"


def halves(rule: ScheduleRule) -> str:
    """毎月第2・4火曜日 午後1時30分〜午後3時30分 ※8月・祝日はお休み."""
    return f"{_days(rule, '・', '曜日')} {_hours(rule, _half, '〜')}{_left_out(rule, ' ※', 'はお休みです', '・')}"


def full_width(rule: ScheduleRule) -> str:
    """毎月第２・４火曜日　１３：３０～１５：３０."""
    return plain(rule).replace(" ", "\u3000").translate(_FULL_WIDTH)


def lines(rule: ScheduleRule) -> str:
    """開催日：…, 時間：… in lines of their own."""
    said = _hours(rule, _colon, "-")
    return "\n".join(
        part
        for part in (
            f"開催日：{_days(rule, ',', '曜日')}",
            f"時間：{said}" if said else "",
            _left_out(rule, "", "は休み"),
        )
        if part
    )


STYLES: tuple[Callable[[ScheduleRule], str], ...] = (plain, spoken, halves, full_width, lines)


def _days(rule: ScheduleRule, between: str, ending: str) -> str:
    letters = [DAY_LETTERS[DAY_CODES.index(day)] for day in rule.weekdays]
    if rule.month_days:
        return "毎月" + "・".join(f"{day}日" for day in rule.month_days)
    if rule.weeks == (-1,):
        return f"毎月最終{letters[0]}{ending}"
    if rule.weeks:
        return f"毎月第{between.join(map(str, rule.weeks))}{letters[0]}{ending}"
    return f"毎週{between.join(letters)}{ending}"


def _hours(rule: ScheduleRule, write: Callable[[int], str], between: str) -> str:
    if rule.start is None:
        return ""
    return f"{write(rule.start)}{between}{'' if rule.end is None else write(rule.end)}"


def _left_out(rule: ScheduleRule, before: str, behind: str, between: str = "、") -> str:
    words = {"holidays": "祝日", "year_end": "年末年始", "obon": "お盆"}
    off = [f"{month}月" for month in ALL_MONTHS if rule.months and month not in rule.months]
    off += [words[code] for code in rule.exceptions]
    return f"{before}{between.join(off)}{behind}" if off else ""


def _colon(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _spoken(minutes: int) -> str:
    """午前6時: 6時 alone may be the evening."""
    return f"{'午前' if minutes < 9 * 60 else ''}{minutes // 60}時" + (
        f"{minutes % 60}分" if minutes % 60 else ""
    )


def _half(minutes: int) -> str:
    hour = minutes // 60
    half, shown = ("午前", hour) if hour < 12 else ("午後", hour - 12 if hour > 12 else 12)
    if hour == 24:
        return "24:00"
    thirty = "半" if minutes % 60 == 30 else f"{minutes % 60}分" if minutes % 60 else ""
    return f"{half}{shown}時{thirty}"
