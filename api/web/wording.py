"""Facts as a person says them, in Japanese. Every function takes plain values and returns plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from resources.clock import JAPAN
from resources.code_lists import code_list
from resources.records import ResourceRecord, ScheduleRule

NOT_STATED = "記載なし"
_LONGEST_PHONE = 30

_FREQUENCY_SUFFIX = {"twice_monthly": "回", "monthly": "回"}  # 月2 → 月2回


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


def clock_time(minute: int) -> str:
    """Minutes since midnight as 13:05."""
    return f"{minute // 60}:{minute % 60:02d}"


def weekdays(codes: Sequence[str]) -> str:
    """月・水・金, and 月〜金 for three or more days in a row."""
    order = list(code_list("weekday").codes)
    known = sorted({code for code in codes if code in order}, key=order.index)
    unknown = [code for code in codes if code not in order]
    runs: list[list[str]] = []
    for code in known:
        if runs and order.index(code) == order.index(runs[-1][-1]) + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    words = []
    for run in runs:
        names = [label(code, "weekday") for code in run]
        words.append(f"{names[0]}〜{names[-1]}" if len(names) > 2 else "・".join(names))
    return "・".join([*words, *unknown])


def frequency(code: str | None) -> str:
    """毎週, 月2回 … or nothing."""
    return label(code, "frequency") + _FREQUENCY_SUFFIX.get(code, "") if code else ""


def schedule_rule(rule: ScheduleRule) -> str:
    """毎週 火・木曜 13:00〜17:00; what could not be read stands as it was written."""
    days = weekdays(rule.weekdays)
    hours = ""
    if rule.start is not None and rule.end is not None:
        hours = f"{clock_time(rule.start)}〜{clock_time(rule.end)}"
    words = [frequency(rule.frequency), f"{days}曜" if days else "", hours]
    said = " ".join(word for word in words if word)
    return said if rule.weekdays or hours else (rule.raw or said)


def schedule(rules: Sequence[ScheduleRule]) -> str:
    """All rules in one line."""
    return " / ".join(filter(None, map(schedule_rule, rules))) or NOT_STATED


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
