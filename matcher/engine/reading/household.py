"""What a note says of the home in plain words: how old the person's children are, and that nobody is to come there."""

from __future__ import annotations

import re

from matcher.engine.profile import NOTE, Evidence
from matcher.engine.reading.folded import FoldedNote

_CHILD = "(?:娘|息子|男の子|女の子|双子|長男|長女|次男|次女|二男|二女|三男|三女|末っ子|上の子|下の子|子ども)"
_NUMBERS = {word: number for number, word in enumerate("〇一二三四五六七八九")} | {"十": 10}
_YEARS = r"(?P<{0}>\d{{1,2}}|[一二三四五六七八九十])"
_AGES = re.compile(
    f"{_YEARS.format('a')}(?:歳|才|つ)(?:になる)?の{_CHILD}"
    rf"|{_CHILD}(?:は|が)?[(（]{_YEARS.format('b')}(?:歳|才)?[)）]"
    f"|{_CHILD}(?:は|が){_YEARS.format('c')}(?:歳|才)"
    rf"|(?P<school>小|中|高)(?:学|校)?(?P<grade>[1-6一二三四五六])(?:年生?|年)?の{_CHILD}"
    rf"|(?P<months>\d{{1,2}}|[一二三四五六七八九十])か月の{_CHILD}"
    rf"|{_CHILD}は(?P<month>\d{{1,2}}|[一二三四五六七八九十])(?:か|ヶ|ケ)月"
)
_BEFORE_GRADE = {"小": 5, "中": 11, "高": 14}
_NO_VISITS = re.compile(
    "(?:家|自宅|うち)(?:に|へ)(?:は)?、?[^。、「」]{0,8}?(?:"
    "来て(?:ほしく|欲しく|もらいたく)ない|来(?:られ)?るのは?[^。、「」]{0,8}?(?:困|嫌|いや|十分|無理)"
    "|(?:入れ|上げ|あげ)(?:たくない|るのは?[^。「」]{0,5}?(?:嫌|いや))"
    "|(?:入|上が)(?:ら)?(?:れ)?るのは?[^。、「」]{0,6}?(?:嫌|いや|緊張|困|無理))"
)
# Nobody is let in (人を家に入れない) tells of today and is no refusal: those who come patiently are for just these.


def read_children(note: FoldedNote) -> tuple[int, ...]:
    """Ages in years of the daughters and sons whose age the note says, ascending, each once."""
    return tuple(sorted({_age(found) for found in _AGES.finditer(note.text)}))


def _age(found: re.Match[str]) -> int:
    if found["months"] or found["month"]:
        return 0
    if found["school"]:
        return _BEFORE_GRADE[found["school"]] + _number(found["grade"])
    return _number(found["a"] or found["b"] or found["c"])


def _number(written: str) -> int:
    return int(written) if written.isdigit() and written.isascii() else _NUMBERS[written]


def read_no_visits(note: FoldedNote) -> Evidence | None:
    """The words that refuse visits at home; None when there are none."""
    found = _NO_VISITS.search(note.text)
    if found is None:
        return None
    start, end = note.original_span(*found.span())
    return Evidence(NOTE, note.original[start:end], start, end)
