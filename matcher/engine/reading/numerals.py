"""Whole numbers below a hundred as notes write them: 45, 四十五, 十, 二十. One pattern and its value, for all who read."""

from __future__ import annotations

_DIGITS = "一二三四五六七八九"
WRITTEN = f"(?<![0-9〇{_DIGITS}十百千数何.])(?:[0-9]{{1,2}}|[{_DIGITS}]?十[{_DIGITS}]?|[{_DIGITS}])(?![0-9〇{_DIGITS}十百千])"
"""A regular expression for folded text: a whole number, never the end of a longer one (the 五 of 四十五)."""


def number(written: str) -> int:
    """The value of what `WRITTEN` matches, in [0, 99]."""
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return _digit(ones)
    return (_digit(tens) if tens else 1) * 10 + (_digit(ones) if ones else 0)


def _digit(character: str) -> int:
    return _DIGITS.index(character) + 1
