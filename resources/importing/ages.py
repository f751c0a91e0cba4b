"""An age range in one cell: 65歳以上, 18〜39歳, 15歳まで."""

from __future__ import annotations

import re

from resources.folding import fold_text

_RANGE = re.compile(
    r"(?:(?P<low>\d{1,3}) ?[歳才]?)? ?(?P<from>以上|から|~|-)? ?(?:(?P<high>\d{1,3}) ?[歳才])? ?(?P<to>以下|まで|未満)?"
)
_OLDEST = 120


def age_range(text: str) -> tuple[int | None, int | None] | None:
    """(lowest, highest) of a plain range, both inclusive; None when the text is anything else."""
    match = _RANGE.fullmatch(fold_text(text))
    if match is None or not (match["low"] or match["high"]):
        return None
    low = int(match["low"]) if match["low"] else None
    high = int(match["high"]) if match["high"] else None
    if match["to"] and high is None and not match["from"]:
        low, high = None, low
    elif not match["from"]:  # one age alone, or two numbers that nothing joins
        return None
    if high is not None and match["to"] == "未満":
        high -= 1
    return None if max(low or 0, high or 0) > _OLDEST else (low, high)
