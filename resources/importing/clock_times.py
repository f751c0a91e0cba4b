"""Times of day as publishers write them, in minutes since midnight."""

from __future__ import annotations

import re

from resources.folding import fold_text

TIME = r"(?:(?P<half{0}>午前|午後|am|pm) ?)?(?P<hour{0}>\d{{1,2}})(?::(?P<minute{0}>\d{{2}})(?::\d{{2}})?|時(?:(?P<spoken{0}>\d{{1,2}})分|(?P<thirty{0}>半))?)"
"""A pattern for str.format(suffix): a stretch has two times, with groups of their own."""

_ONE = re.compile(TIME.format(""))
_LAST_HOUR = 24


def time_of_day(text: str) -> int | None:
    """13:00, 13：00, 13時30分, 午後5時半 → minutes; None when the text is anything else."""
    match = _ONE.fullmatch(fold_text(text))
    return minutes_of(match) if match else None


def minutes_of(match: re.Match[str], suffix: str = "") -> int | None:
    """Minutes since midnight of a match of TIME; None beyond 24:00."""
    part = match.groupdict()
    hour = int(part[f"hour{suffix}"])
    minute = 30 if part[f"thirty{suffix}"] else int(part[f"minute{suffix}"] or part[f"spoken{suffix}"] or 0)
    if part[f"half{suffix}"] in ("午後", "pm") and hour < 12:
        hour += 12
    if minute > 59 or hour * 60 + minute > _LAST_HOUR * 60:
        return None
    return hour * 60 + minute


def written(minutes: int) -> str:
    """750 → 12:30."""
    return f"{minutes // 60}:{minutes % 60:02d}"
