"""What the values of a column look like, whatever its header says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from resources.folding import fold_text
from resources.importing.ages import age_range
from resources.importing.dates import calendar_date
from resources.importing.hours import read_weekdays
from resources.importing.numbers import decimal_number, whole_number
from resources.schedules.clock_times import time_of_day
from resources.schedules.parsing import parse_schedule

_PHONE = re.compile(r"[(]?0\d{1,4}[)-]?\d{1,4}-?\d{3,4}(?: ?\(.*\))?")
_ADDRESS = re.compile(r".*(?:[都道府県市区町村郡].*(?:\d|番地|丁目)|丁目|番地|\d+-\d+(?:-\d+)?$)")
_URL = re.compile(r"(?:https?://|www\.)\S+")
_RANGE_OF_HOURS = re.compile(r"\d{1,2}(?:[:時]\d{0,2}分?)? ?[~-] ?\d{1,2}(?:[:時]\d{0,2}分?)?")
_KATAKANA = re.compile(r"[ァ-ヶーぁ-ん・ ]{3,}")
_YES_NO = frozenset(
    {"有", "無", "あり", "なし", "○", "〇", "×", "はい", "いいえ", "可", "不可", "要", "不要"}
)
_FEE = re.compile(r"(?:\d[\d,]*円.*|無料.*)")


def _coordinate(low: float, high: float) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        number = decimal_number(text)
        return number is not None and "." in text and low <= number <= high

    return fits


def _is_schedule(text: str) -> bool:
    parsed = parse_schedule(text)
    return parsed.understood and bool(parsed.rules) and len(text) > 3


_TYPES: Mapping[str, Callable[[str], bool]] = {
    "phone": lambda text: _PHONE.fullmatch(text) is not None,
    "url": lambda text: _URL.fullmatch(text) is not None,
    "lat": _coordinate(20, 46),
    "lon": _coordinate(122, 154),
    "date": lambda text: calendar_date(text) is not None,
    "time": lambda text: ":" in text and time_of_day(text) is not None,
    "hours": lambda text: _RANGE_OF_HOURS.fullmatch(text) is not None,
    "weekdays": lambda text: bool(read_weekdays(text)),
    "age": lambda text: age_range(text) is not None,
    "fee": lambda text: _FEE.fullmatch(text) is not None,
    "number": lambda text: whole_number(text) is not None,
    "yes_no": lambda text: text in _YES_NO,
    "address": lambda text: _ADDRESS.fullmatch(text) is not None,
    "schedule": _is_schedule,
    "kana": lambda text: _KATAKANA.fullmatch(text) is not None,
}
_MOSTLY = 0.7


def value_type(values: Sequence[str]) -> str | None:
    """The first type that most of the filled cells are of; None for words, and for an empty column."""
    filled = [fold_text(value) for value in values if value.strip()]
    if not filled:
        return None
    for name, fits in _TYPES.items():
        if sum(map(fits, filled)) >= _MOSTLY * len(filled):
            return name
    return None
