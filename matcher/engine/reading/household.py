"""What a note says of the home in plain words: how old the person's children are, and that nobody is to come there."""

from __future__ import annotations

import re

from matcher.engine.profile import NOTE, Evidence
from matcher.engine.reading.folded import FoldedNote
from matcher.engine.reading.numerals import WRITTEN, number

# 子ども食堂 is a place, 娘婿 and 息子夫婦 are somebody else.
_CHILD = (
    "(?:(?:娘|息子)(?!婿|夫婦)|男の子|女の子|双子|長男|長女|次男|次女|二男|二女|三男|三女|末っ子|上の子|下の子"
    "|子ども(?![一-龠ァ-ヶ])|子ども(?=[一二三四五]人))"
)
_PAST = "(?!の(?:ころ|頃|とき|時)|年?[上下])"  # 娘が三歳のころ, 息子は三歳下
_AGES = re.compile(
    f"(?P<a>{WRITTEN})(?:歳|才|つ)(?:になる)?の{_CHILD}"
    rf"|{_CHILD}(?:は|が)?[(（](?P<b>{WRITTEN})(?:歳|才)?[)）]"
    f"|{_CHILD}(?:は|が)(?P<c>{WRITTEN})(?:歳|才){_PAST}"
    rf"|(?P<school>小|中|高)(?:学|校)?(?P<grade>[1-6一二三四五六])(?:年生?|年)?の{_CHILD}"
    rf"|(?P<months>{WRITTEN})か月の{_CHILD}"
    rf"|{_CHILD}は(?P<month>{WRITTEN})(?:か|ヶ|ケ)月"
)
# Whose child it is: 妹の五歳の娘.
_OF_OTHERS = re.compile(
    "(?:妹|姉|兄|弟|孫|娘|息子|友人|友達|友だち|隣|となり|近所|いとこ|同僚|知人|知り合い|親戚|叔母|おば|叔父|おじ|母|父)"
    "(?:夫婦|さん|ちゃん)?(?:の(?:家|うち|人))?の、?$"
)
_LONGEST = 16
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
    return tuple(
        sorted({_age(found) for found in _AGES.finditer(note.text) if not _is_of_others(note.text, found)})
    )


def _is_of_others(text: str, found: re.Match[str]) -> bool:
    return _OF_OTHERS.search(text[max(0, found.start() - _LONGEST) : found.start()]) is not None


def _age(found: re.Match[str]) -> int:
    if found["months"] or found["month"]:
        return number(found["months"] or found["month"]) // 12
    if found["school"]:
        return _BEFORE_GRADE[found["school"]] + number(found["grade"])
    return number(found["a"] or found["b"] or found["c"])


def read_no_visits(note: FoldedNote) -> Evidence | None:
    """The words that refuse visits at home; None when there are none."""
    found = _NO_VISITS.search(note.text)
    if found is None:
        return None
    start, end = note.original_span(*found.span())
    return Evidence(NOTE, note.original[start:end], start, end)
