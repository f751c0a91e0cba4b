"""The days of the week as publishers write them and as codes."""

from __future__ import annotations

from collections.abc import Iterable

from resources.code_lists import code_list

DAY_LETTERS = "月火水木金土日"
DAY_CODES = tuple(code_list("weekday").codes)
WORKDAYS = DAY_CODES[:5]
CODE_OF_DAY = dict(zip(DAY_LETTERS, DAY_CODES, strict=True))


def in_week_order(days: Iterable[str]) -> tuple[str, ...]:
    """Weekday codes without repetition, Monday first."""
    wanted = set(days)
    return tuple(code for code in DAY_CODES if code in wanted)


def span(first: str, last: str) -> tuple[str, ...]:
    """月～金; 土～月 goes over the week's end."""
    begin, end = DAY_LETTERS.index(first), DAY_LETTERS.index(last)
    return (
        DAY_CODES[begin : end + 1]
        if begin <= end
        else in_week_order(DAY_CODES[begin:] + DAY_CODES[: end + 1])
    )
