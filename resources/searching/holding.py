"""Whether a text holds one of many spellings, for a database whose own functions take them one at a time.

A word with its synonyms has twenty spellings and more; asked one by one by SQLite's instr, 100,000 texts take
several times as long as with one expression of them all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_BETWEEN = "\n"  # folding leaves no line break in a word


def as_one(spellings: Sequence[str]) -> str:
    """The spellings as the second argument of `holds_any`."""
    return _BETWEEN.join(spellings)


def holds_any(text: str | None, spellings: str) -> bool:
    """Whether `text` holds one of the spellings of `as_one`. Registered with every connection to SQLite."""
    return bool(text) and _one_of(spellings).search(text or "") is not None


@lru_cache(maxsize=64)
def _one_of(spellings: str) -> re.Pattern[str]:
    """Plain words and nothing else of a regular expression, so that it takes time with the length of the text."""
    return re.compile("|".join(map(re.escape, spellings.split(_BETWEEN))))
