"""The weekdays that a note says are free (休みは日曜と木曜, 土曜日は空いている), where there is no form to say so.

Only a plain statement counts: days and that they are free, in one clause that names nobody else, or the hour until
which the person works on weekdays. It says little of the other days, so it never excludes: a place that opens at none
of these times raises a doubt (matcher.engine.doubts).
"""

from __future__ import annotations

import re

from matcher.engine.profile import NOTE, Evidence, FreeDays
from matcher.engine.reading.folded import FoldedNote

_WEEK = dict(zip("月火水木金土日", ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), strict=True))
WORKING_DAYS = ("mon", "tue", "wed", "thu", "fri")
_TOGETHER = {"土日": ("sat", "sun"), "週末": ("sat", "sun"), "平日": WORKING_DAYS}
_DAY = (
    "(?:[月火水木金土日]曜日?|土日|週末|平日"
    "|(?<![一-龠])[月火水木金土日](?=・[月火水木金土日])|(?<=・)[月火水木金土日](?![一-龠]))"
)
_PART = "(?:の?(?:午前|午後|朝|昼すぎ|昼過ぎ|昼|夕方|夜|日中)[^、。「」]{0,8}?)?"
_DAYS = f"{_DAY}{_PART}(?:(?:[・とや、]|と、){{1,2}}(?:月に一度の)?{_DAY}{_PART})*"
_FREE = "(?:空い|空く|空け|あいて|あいた|休み|休め|動け|出られる|出かけられる|行ける)"
_SAID = re.compile(
    f"(?:休みは|休みが|空いてるのは|空いているのは|バイトのない|仕事のない)(?P<a>{_DAYS})"
    f"|(?P<b>{_DAYS})(?:しか|だけは|だけ|なら|くらい|は|が){{0,2}}{_FREE}(?!な|ず|がち)"
)
_TOKEN = re.compile("土日|週末|平日|[月火水木金土日]曜日?|[月火水木金土日](?=・)|(?<=・)[月火水木金土日]")
_HOURS = dict(zip(("四", "五", "六", "七", "八", "九", "十", "十一"), range(16, 24), strict=True))
_WORKS_UNTIL = re.compile(
    r"平日は[^、。「」]{0,4}?(?P<hour>\d{1,2}|[四五六七八九十]{1,2})時半?(?:すぎ|過ぎ)?まで[^、。「」]{0,6}?(?:仕事|会社|学校|勤|働)"
)
# Other people's days; a day off of theirs says nothing of the person's.
_SOMEBODY = re.compile(
    "母|父|親|夫|妻|息子|娘|兄|姉|弟|妹|孫|祖|女房|主人|子ども|友|ヘルパー|工場が|漁が|店が|二人とも|部活"
)
_EVENING, _MIDNIGHT = 16, 24
_CLAUSE_END = "。、「」"


def read_days(note: FoldedNote) -> FreeDays | None:
    """The free days; None when the note names none."""
    found = [said for said in _SAID.finditer(note.text) if not _of_somebody(note.text, said)]
    if found:
        tokens = [token for said in found for token in _TOKEN.findall(said["a"] or said["b"])]
        named = {day for token in tokens for day in _TOGETHER.get(token) or (_WEEK[token[0]],)}
        return FreeDays(tuple(day for day in _WEEK.values() if day in named), None, _evidence(note, found[0]))
    works = _WORKS_UNTIL.search(note.text)
    if works is None:
        return None
    written = works["hour"]
    hour = int(written) if written.isdigit() else _HOURS.get(written, 0)
    evening = hour if hour > 12 else hour + 12
    if not _EVENING <= evening < _MIDNIGHT:
        return None
    return FreeDays(("sat", "sun"), evening * 60, _evidence(note, works))


def _evidence(note: FoldedNote, said: re.Match[str]) -> Evidence:
    start, end = note.original_span(said.start(), said.end())
    return Evidence(NOTE, note.original[start:end], start, end)


def _of_somebody(text: str, said: re.Match[str]) -> bool:
    start, end = said.span("a" if said["a"] else "b")
    left = max(text.rfind(mark, 0, start) for mark in _CLAUSE_END) + 1
    rights = [place for mark in _CLAUSE_END if (place := text.find(mark, end)) >= 0]
    return _SOMEBODY.search(text[left : min(rights, default=len(text))]) is not None
