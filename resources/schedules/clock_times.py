"""Times of day as publishers write them, in minutes since midnight."""

from __future__ import annotations

import re
from functools import lru_cache

from resources.folding import fold_text

HALF = r"午前|午後|am|pm|朝|お?昼の?|夕方?|夜|晩"
TIME = (
    rf"(?:(?:(?P<half{{0}}>{HALF}) ?)?(?P<hour{{0}}>\d{{{{1,2}}}})"
    r"(?::(?P<minute{0}>\d{{2}})(?::\d{{2}})?|時(?!間)(?:(?P<spoken{0}>\d{{1,2}})分|(?P<thirty{0}>半))?)"
    r"(?P<after{0}> ?(?:am|pm)(?![a-z]))?|(?P<noon{0}>正午))"
)
"""A pattern for str.format(suffix): a stretch has two times, with groups of their own."""

_ONE = re.compile(TIME.format(""))
_LAST_HOUR = 24
_LATE_HALVES = ("午後", "pm", "夕", "夕方", "夜", "晩")
_NOON_HALVES = ("昼", "お昼", "昼の", "お昼の")
_EARLIEST_AFTER_NOON = 5
"""昼1時 is 13:00, 昼11時 is 11:00."""


@lru_cache(maxsize=1_000)
def time_of_day(text: str) -> int | None:
    """13:00, 13：00, 13時30分, 午後5時半, 正午 → minutes; None when the text is anything else."""
    match = _ONE.fullmatch(fold_text(text))
    return minutes_of(match) if match else None


def minutes_of(match: re.Match[str], suffix: str = "") -> int | None:
    """Minutes since midnight of a match of TIME; None beyond 24:00."""
    part = match.groupdict()
    if part[f"noon{suffix}"]:
        return 12 * 60
    hour = int(part[f"hour{suffix}"])
    minute = 30 if part[f"thirty{suffix}"] else int(part[f"minute{suffix}"] or part[f"spoken{suffix}"] or 0)
    half = half_of(match, suffix)
    if hour < 12 and (half in _LATE_HALVES or (half in _NOON_HALVES and hour < _EARLIEST_AFTER_NOON)):
        hour += 12
    if minute > 59 or hour * 60 + minute > _LAST_HOUR * 60:
        return None
    return hour * 60 + minute


def half_of(match: re.Match[str], suffix: str = "") -> str:
    """The half of the day that a match of TIME names (午後, 夜, pm …), "" without one."""
    return (match[f"half{suffix}"] or match[f"after{suffix}"] or "").strip()


def is_late(half: str) -> bool:
    """Whether the half of the day lies after noon."""
    return half in _LATE_HALVES or half in _NOON_HALVES


def written(minutes: int) -> str:
    """750 → 12:30."""
    return f"{minutes // 60}:{minutes % 60:02d}"
