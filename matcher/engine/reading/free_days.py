"""The weekdays that a note says are free (休みは日曜と木曜, 土曜日は空いている), where there is no form to say so.

Only a plain statement counts: days and that they are free, in one clause that names nobody else, or the hour until
which the person works on weekdays. It says little of the other days, so it never excludes: a place that opens at none
of these times raises a doubt (matcher.engine.doubts).
"""

from __future__ import annotations

import re

from matcher.engine.profile import NOTE, Evidence, FreeDays
from matcher.engine.reading.folded import FoldedNote
from matcher.engine.reading.numerals import WRITTEN, number

_WEEK = dict(zip("月火水木金土日", ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), strict=True))
WORKING_DAYS = ("mon", "tue", "wed", "thu", "fri")
_TOGETHER = {"土日": ("sat", "sun"), "週末": ("sat", "sun"), "平日": WORKING_DAYS}
_DAY = (
    "(?:[月火水木金土日]曜日?|土日|週末|平日"
    "|(?<![一-龠])[月火水木金土日](?=・[月火水木金土日])|(?<=・)[月火水木金土日](?![一-龠]))"
)
_NEXT = f"(?:と、|[・とや、]){{1,2}}(?:月に一度の)?{_DAY}"
_FREE = "(?:空い|空く|空け|あいて|あいた|休み|休め|動け|出られる|出かけられる|行ける)"
# What follows never runs on into the next day of the list: each list is read in one way only.
_PART = f"(?:の?(?:午前|午後|朝|昼すぎ|昼過ぎ|昼|夕方|夜|日中)(?:(?!{_NEXT})[^、。「」]){{0,8}}?)?"
_DAYS = f"{_DAY}{_PART}(?:{_NEXT}{_PART}){{0,6}}"
_SAID = re.compile(
    f"(?:休みは|休みが|空いてるのは|空いているのは|バイトのない|仕事のない)(?P<a>{_DAYS})"
    f"|(?P<b>{_DAYS})(?P<only>しか)?(?:だけは|だけ|なら|くらい|は|が){{0,2}}{_FREE}"
)
# What turns it round or leaves it open in the words that follow: 動けません, 休みではない, 休みたい, 行けるかわからない.
_DENIED = re.compile(
    "(?:て|で)?(?:い(?!な[いくか])|お|[にはもがをとる]|られ|そう|なら|なる|こと|わけ|限ら|言え|決まって|取[りれ]|もらえ|まで){0,6}"
    "(?:い?な(?![のんし])|ません|ないで|ず|ぬ|へん|ひん|[とら]ん|ん(?![でだやじな])|じゃ(?:な|あ)|た[いくが]|[ほ欲]し|にく|づら|がち"
    "|明け|だった(?!ら)|か(?!ら))"
)
_TOKEN = re.compile("土日|週末|平日|[月火水木金土日]曜日?|[月火水木金土日](?=・)|(?<=・)[月火水木金土日]")
_WORKS_UNTIL = re.compile(
    f"平日は(?:(?!(?:朝|午前|明け方|未明|夜中|深夜)(?:の|{WRITTEN}))[^、。「」]){{0,4}}?(?P<hour>{WRITTEN})時半?(?:すぎ|過ぎ)?まで"
    "[^、。「」]{0,6}?(?:仕事|会社|学校|勤|働)"
)
# Other people's days, and those of shops and services; a day off of theirs says nothing of the person's.
_SOMEBODY = re.compile(
    "母|父|親|夫|妻|息子|娘|兄|姉|弟|妹|孫|祖|女房|主人|子ども|友|ヘルパー|工場が|漁が|二人とも|部活"
    "|(?:館|園|院|店|デイ|サービス|リハビリ|センター|役場|役所|教室|サロン|カフェ|食堂|スーパー|施設|事業所|作業所|窓口"
    "|バス|電車|局|銀行|市場|プール|ジム)(?:は|が|も)"
)
_EVENING, _MIDNIGHT = 16, 24
_CLAUSE_END = "。、「」"
# A clause is no longer than this many characters to each side; keeps a text without punctuation cheap.
_FARTHEST = 200


def read_days(note: FoldedNote) -> FreeDays | None:
    """The free days; None when the note names none."""
    found = [said for said in _SAID.finditer(note.text) if _is_meant(note.text, said)]
    if found:
        tokens = [token for said in found for token in _TOKEN.findall(said["a"] or said["b"])]
        named = {day for token in tokens for day in _TOGETHER.get(token) or (_WEEK[token[0]],)}
        return FreeDays(tuple(day for day in _WEEK.values() if day in named), None, _evidence(note, found[0]))
    works = _WORKS_UNTIL.search(note.text)
    if works is None or _is_of_somebody(note.text, *works.span()):
        return None
    hour = number(works["hour"])
    evening = hour if hour > 12 else hour + 12
    if not _EVENING <= evening < _MIDNIGHT:
        return None
    return FreeDays(("sat", "sun"), evening * 60, _evidence(note, works))


def _evidence(note: FoldedNote, said: re.Match[str]) -> Evidence:
    start, end = note.original_span(said.start(), said.end())
    return Evidence(NOTE, note.original[start:end], start, end)


def _is_meant(text: str, said: re.Match[str]) -> bool:
    """Whether it is the person who is free then: 日曜しか動けない does say so, 日曜は動けない does not."""
    if not said["only"] and _DENIED.match(text, said.end()):
        return False
    return not _is_of_somebody(text, *said.span("a" if said["a"] else "b"))


def _is_of_somebody(text: str, start: int, end: int) -> bool:
    """Whether the clause around [start, end) names somebody else; a topic with a comma (母は、) goes with it."""
    first, last = max(0, start - _FARTHEST), min(len(text), end + _FARTHEST)
    left = _after_mark(text, first, start)
    if text[:left].endswith("は、"):
        left = _after_mark(text, first, left - 1)
    rights = [place for mark in _CLAUSE_END if (place := text.find(mark, end, last)) >= 0]
    return _SOMEBODY.search(text[left : min(rights, default=last)]) is not None


def _after_mark(text: str, first: int, end: int) -> int:
    """Where the clause that holds the place before `end` begins, not before `first`."""
    return max(first, max(text.rfind(mark, first, end) for mark in _CLAUSE_END) + 1)
