"""Opening hours in prose, cut into tokens: days, times, frequencies, marks, and what is left over.

Circled numbers are split before NFKC, which would glue them to the time behind them (②14:00 → 214:00).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resources.code_lists import code_list
from resources.folding import fold_text
from resources.importing.clock_times import TIME, minutes_of

_CIRCLED = re.compile("[①-⑳]")
_DAY_LETTERS = "月火水木金土日"
_CODES = tuple(code_list("weekday").codes)
CODE_OF_DAY = dict(zip(_DAY_LETTERS, _CODES, strict=True))

_DAY = r"[月火水木金土日](?:曜日|曜)?"
_AND = r"(?:[・,、/]|及び|および|と)"
_NUMBER = r"第? ?[1-5一二三四五]"
_NOT_A_DATE = r"(?<![\d催当同前翌毎休祝平終曜])"
_PATTERNS = (
    ("open", r"[【\[]?(?:開館|開所|営業|利用|開放)時間[】\]]?[:は]?"),
    ("closed", r"[【\[]?(?:休館|定休|休業|休所|休診)日[】\]]?[:は]?"),
    ("range", TIME.format("_a") + r" ?(?:~|-|から) ?" + TIME.format("_b") + r" ?(?:まで)?"),
    ("from", TIME.format("_c") + r" ?(?:~|から|開始)"),
    ("nth", rf"(?:第 ?)(?:[1-5一二三四五])(?:{_AND}{_NUMBER})*の?(?:週の?)?(?P<nth_day>{_DAY})"),
    (
        "span",
        r"(?P<span_a>[月火水木金土日])(?:曜日|曜)? ?(?:~|-|から) ?(?P<span_b>[月火水木金土日])(?:曜日|曜)?",
    ),
    ("date", r"\d{1,2}月\d{1,2}日|(?:月末|\d{1,2})日"),
    ("months", r"偶数月の?|奇数月の?|隔月"),
    ("frequency", r"毎週|隔週|毎月の?|(?:毎)?月の|月 ?[1-4一二三四] ?回|不定期(?:開催)?|随時"),
    ("daily", r"毎日|年中無休"),
    ("workdays", r"平日"),
    ("holiday", r"祝日法による休日|祝休日|祝祭日|祝日|祭日|年末年始|振替休日|・祝|祝"),
    (
        "days",
        rf"{_NOT_A_DATE}(?:{_DAY}(?:{_AND}{_DAY})+|[月火水木金土日]{{2,7}}曜日?|土日|[月火水木金土日]曜日?)",
    ),
    ("soft", r"原則(?:として)?|基本|概ね|おおむね|頃|ごろ"),
    ("filler", r"\d ?回目|[1-4一二三四]部制|まで|及び|および|開催|[は、,;:・/。()「」| と]"),
)
_TOKEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS))
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is a name of the patterns, or "rest" for text that no pattern knows."""

    kind: str
    text: str
    days: tuple[str, ...] = ()
    count: int = 0
    start: int | None = None
    end: int | None = None


def segments(text: str) -> list[str]:
    """Lines and the parts behind circled numbers, folded, without empty ones."""
    parts = (fold_text(part) for line in text.splitlines() for part in _CIRCLED.split(line))
    return [part for part in parts if part]


def tokens(segment: str) -> Iterator[Token]:
    """The tokens of one folded segment, in order; fillers are left out."""
    position = 0
    for match in _TOKEN.finditer(segment):
        if match.start() > position:
            yield Token("rest", segment[position : match.start()])
        position = match.end()
        if match.lastgroup != "filler":
            yield _token(match)
    if position < len(segment):
        yield Token("rest", segment[position:])


def _token(match: re.Match[str]) -> Token:
    text = match[0]
    kind = next(name for name, _ in _PATTERNS if match[name] is not None)
    if kind == "range":
        start, end = _stretch(match)
        valid = start is not None and end is not None and start < end
        return Token("range", text, start=start, end=end) if valid else Token("rest", text)
    if kind == "from":
        return Token("from", text, start=minutes_of(match, "_c"))
    if kind == "nth":
        numbers = re.findall("[1-5一二三四五]", text[: match.start("nth_day") - match.start()])
        distinct = {_NUMERALS.get(number) or int(number) for number in numbers}
        return Token("nth", text, (CODE_OF_DAY[match["nth_day"][0]],), len(distinct))
    if kind == "span":
        first, last = _DAY_LETTERS.index(match["span_a"]), _DAY_LETTERS.index(match["span_b"])
        days = _CODES[first : last + 1] if first < last else _CODES[first:] + _CODES[: last + 1]
        return Token("days", text, days)
    return Token(kind, text, _days_of(kind, text))


def _days_of(kind: str, text: str) -> tuple[str, ...]:
    if kind == "workdays":
        return _CODES[:5]
    if kind == "daily":
        return _CODES
    if kind == "days":
        return in_week_order(
            CODE_OF_DAY[letter] for letter in re.sub("曜日|曜", "", text) if letter in CODE_OF_DAY
        )
    return ()


def in_week_order(days: Iterator[str] | tuple[str, ...] | set[str]) -> tuple[str, ...]:
    """Weekday codes without repetition, Monday first."""
    wanted = set(days)
    return tuple(code for code in _CODES if code in wanted)


def _stretch(match: re.Match[str]) -> tuple[int | None, int | None]:
    """午後5時半〜6時半: the second time is in the afternoon too, although it does not say so."""
    start, end = minutes_of(match, "_a"), minutes_of(match, "_b")
    afternoon = match["half_a"] in ("午後", "pm") and not match["half_b"]
    if afternoon and start is not None and end is not None and end <= start and end < 12 * 60:
        end += 12 * 60
    return start, end
