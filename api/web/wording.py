"""Facts as a person says them, in Japanese. Every function takes plain values and returns plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from resources.clock import JAPAN
from resources.code_lists import code_list
from resources.records import ResourceRecord, ScheduleRule
from resources.schedules.occurrences import dates_between, dates_known
from resources.schedules.week import DAY_LETTERS
from resources.schedules.words import NOT_READ, rule_words

NOT_STATED = "記載なし"
_LONGEST_PHONE = 30
_DATES_SHOWN = 3
_DAYS_LOOKED_AHEAD = 100


def label(code: str | None, list_name: str) -> str:
    """The Japanese label of a code; an unknown value is its own label."""
    return code_list(list_name).label(code) if code else NOT_STATED


def labels(codes: Iterable[str], list_name: str) -> str:
    """Several labels in a row."""
    return "、".join(label(code, list_name) for code in codes) or NOT_STATED


def age_range(age_min: int | None, age_max: int | None) -> str:
    """18〜49歳 / 18歳以上 / 49歳まで; nothing stated is said as such, it is not 'for everybody'."""
    if age_min is None and age_max is None:
        return NOT_STATED
    if age_max is None:
        return f"{age_min}歳以上"
    if age_min is None:
        return f"{age_max}歳まで"
    return f"{age_min}〜{age_max}歳"


def fee(yen: int | None, note: str = "") -> str:
    """The price of one visit, with the host's own words behind it."""
    price = NOT_STATED if yen is None else "無料" if yen == 0 else f"1回 {yen:,}円"
    return f"{price}（{note}）" if note else price


def openings(free: int | None, capacity: int | None = None) -> str:
    """How many more can come: 空き 0 = full, None = not stated."""
    size = f"（定員{capacity}人）" if capacity is not None else ""
    if free is None:
        return f"定員{capacity}人" if capacity is not None else NOT_STATED
    return f"満員{size}" if free <= 0 else f"あと{free}人{size}"


def schedule_rule(rule: ScheduleRule) -> str:
    """毎週 火・木曜 13:00〜17:00; what states nothing, or could not be read, stands as it was written."""
    said = rule_words(rule)
    if rule.doubtful:
        return f"{said}（一部は{NOT_READ}）" if said else f"{NOT_READ}（{rule.raw}）"
    return said if said and (rule.names_days or rule.start is not None) else (rule.raw or said)


def schedule(rules: Sequence[ScheduleRule]) -> str:
    """All rules in one line."""
    return " / ".join(filter(None, map(schedule_rule, rules))) or NOT_STATED


def schedule_source(rules: Sequence[ScheduleRule]) -> str:
    """The words of the source beside what was read from them, where it was more than a weekday and hours."""
    prose = [
        rule
        for rule in rules
        if rule.doubtful or rule.weeks or rule.months or rule.exceptions or rule.occasion
    ]
    return " / ".join(dict.fromkeys(rule.raw for rule in prose if rule.raw))


def next_dates(rules: Sequence[ScheduleRule], today: date) -> str:
    """11月24日（火）、11月26日（木）…: the next three, "" when no calendar can tell them."""
    if not rules or not all(map(dates_known, rules)):
        return ""
    found = islice(dates_between(rules, today, today + timedelta(days=_DAYS_LOOKED_AHEAD)), _DATES_SHOWN)
    return "、".join(
        f"{found_day.month}月{found_day.day}日（{DAY_LETTERS[found_day.weekday()]}）" for found_day in found
    )


def day(value: date | None) -> str:
    """2026年7月14日."""
    return f"{value.year}年{value.month}月{value.day}日" if value else NOT_STATED


def moment(value: datetime) -> str:
    """A UTC time as Japan reads it."""
    local = value.astimezone(JAPAN)
    return f"{day(local.date())} {local.hour}:{local.minute:02d}"


def has_exact_place(record: ResourceRecord) -> bool:
    """A volunteer's position is the district's only, that of an address may be its town's: neither is one."""
    return (
        not record.accuracy
        and record.kind != "volunteer_person"
        and record.lat is not None
        and record.lon is not None
    )


def derived_position(record: ResourceRecord) -> str:
    """What to know of a position that was derived from the address; "" for one that somebody stated."""
    if not record.accuracy:
        return ""
    what = label(record.accuracy, "position_accuracy")
    return f"所在地から求めた{what}です。建物の場所ではないので、地図には出しません。道のりと時間は目安です。"


def phone_link(phone: str) -> str:
    """tel: for a single number as people write it (full width, hyphens), "" for anything else."""
    number = re.sub(r"[-()\s‐-―−ー]", "", unicodedata.normalize("NFKC", phone[:_LONGEST_PHONE]))
    return f"tel:{number}" if re.fullmatch(r"\+?\d{9,13}", number) else ""


def web_link(url: str) -> str:
    """The address itself when it is one of the web, "" for anything else (javascript:, a path, two addresses)."""
    try:
        address = urlsplit(url)
    except ValueError:
        return ""
    is_web = address.scheme in ("http", "https") and bool(address.netloc) and not re.search(r"[\s\\]", url)
    return url if is_web else ""


def brackets(text: str) -> str:
    """Half-width brackets of a file's own words as they stand on every page: （）."""
    return text.replace("(", "（").replace(")", "）")


FILTERS: dict[str, Callable[..., Any]] = {
    "brackets": brackets,
    "label": label,
    "labels": labels,
    "age_range": age_range,
    "fee": fee,
    "openings": openings,
    "schedule": schedule,
    "schedule_rule": schedule_rule,
    "day": day,
    "moment": moment,
}
