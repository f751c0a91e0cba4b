"""The polarity of a word of a note, read from the words around it.

Scope: the clauses that follow the word in its sentence, until a clause speaks of something else. The last clause
that says something decides (行きたいが行けない: cannot), but what was before and is impossible now stays `used_to`.
When nothing follows, what stands directly before it (苦手な電話, 好きだった三味線) does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from matcher.engine.reading.listing import last_of_list
from matcher.engine.reading.note_text import NoteText
from matcher.engine.reading.signs import (
    CANNOT,
    DISLIKE,
    FACT,
    FLIP,
    NEGATIVE,
    NOT_PAST,
    PAST_TIME,
    PREFER,
    USED_TO,
    WANT,
    WILL_NOT,
    Sign,
    markers,
)

_TOPIC = re.compile(
    r"^[」』]?(?:に|で|と|へ|から|の|を)?(?:は|も|って|なんて|なんか|とか|なら|だけ|しか|やら|やったら|、)"
)
_SAID = re.compile(r"で、|だ(?!け|と|っ)|です|であ")
_YEARS = re.compile(
    r"(?:\d+|[一二三四五六七八九十百何]+)年(?:間|近く|あまり|ほど|以上|くらい)?(?!前|目|生|度|ぶり|半ば)"
)
_ADNOMINAL = re.compile(
    r"^(?:な|の|だった|なの|た|だ|ている|ていた|てる)?(?:[のん](?:は|が)(?:[^、。は]{0,8}))?[「『]?$"
)
_IS_IT = re.compile(r"[」』]?(?:だけ|くらい|ぐらい|のほう)?(?:だ|で|や|じゃ|。|と言|とい|、)")
_CLEFT = re.compile(r"[のん](?:は|が)[^、。は]{0,8}$")
_IF = ("なら", "だったら", "やったら")
_FORMER = re.compile("元(?![気々旦])")
_LONG_AGO = re.compile(r"(?:元|もと)[・の]?$")
_LATER = re.compile(r"(?:あがり|上がり(?!下)|くずれ|崩れ|一筋|ひと筋|ob|の経験(?!は?が?な))")
_ASKED = re.compile(
    r"(?:[^、。?!「」『』\n]{0,6}\?|[^、。?!「」『』\n]{0,4}(?:です|や|だ|なん|の)(?:か|かい|かね|ね)[。…])"
)
_LAST = re.compile(
    r"(?:なんか|なんて|なんぞ|とか|など|って|やら|だけ|なんでも|でも|の(?:こと|話))*[はもねなさよ]*"
)
_REACTS = re.compile(
    r"(?:[うくすつぬむるぐぶい]と|たら|だら|れば|ても|でも|とき|時|たび|度|だけで|ところ)[には]*、?$"
)
_TOLD = re.compile(r"[」』]?、?と")
_ONLY = re.compile("しか(?!ね)")
_SINCE = re.compile(rf"(?:もう|はや|かれこれ|およそ)?{_YEARS.pattern}(?:に|が|は|、|。|$|たつ|経|余|過ぎ)")
_QUOTED = re.compile(r"「([^「」]+)」(?:と|って)|([^「」。、]+)、と")
# 生えそろわず帽子をかぶる: what is said so goes on to what follows it.
_ADVERBIAL = ("ず", "ずに", "なくて", "くて", "て", "で", "ので", "から", "けど", "んと", "と")
# 教室は says nothing of its own where one is at home in it; 大人数の教室は is a place of its own.
_SORT_OF = re.compile("(?<!自分)(?<!本人)(?<!私)(?:大勢|人数|大人|教え|学校|会社|公民館|[所場会])の$")
_INSTEAD = re.compile(r"^[」』]?(?:では?|じゃ)なく|^[」』]?以外|^[」』]?より")


def polarity_at(note: NoteText, start: int, end: int, *, lasting: bool = False) -> str:
    """One of POLARITIES for the word at [start, end) of the folded text; `fact` when nothing is said of it.

    What is `lasting` (a situation, a language) is not over because years are counted: ひきこもり十五年.
    """
    return _Judgement(note, start, end, lasting).decide()


class _Judgement:
    def __init__(self, note: NoteText, start: int, end: int, lasting: bool) -> None:
        self._note, self._start, self._lasting = note, start, lasting
        self._word_end = end
        self._end = last_of_list(note, end)
        asked = _ASKED.match(note.folded, end)
        self._is_said = not asked and bool(_SAID.match(note.folded[end:]))
        self._topic = bool(asked or self._end > end or _TOPIC.match(note.folded[self._end :]))
        self._stop = note.sentence_end(asked.end() if asked else end)
        self._offered = self._is_offered()

    def decide(self) -> str:
        note, stop = self._note, self._stop
        if _LATER.match(note.folded, self._word_end):
            return USED_TO  # 大工あがり
        found = self._cleft() or self._after(self._end, stop)
        if found is None and note.is_quoted_until(stop):
            found = self._after(stop + 1, note.sentence_end(stop + 1))
        found = found or self._before()
        if found in (None, WANT) and self._is_former():
            return USED_TO
        if found is None and any(
            verb.was and verb.start >= self._start for verb in note.predicates_in(self._start, self._word_end)
        ):
            return USED_TO  # the word itself says it: 大工だった
        if found is None and self._is_long_ago() and not note.predicates_in(self._end, stop):
            return USED_TO
        return found or self._said_before() or FACT

    def _is_former(self) -> bool:
        """元大工, もと大工."""
        folded = self._note.folded
        return bool(_LONG_AGO.search(folded[: self._start]) or _FORMER.match(folded, self._start))

    def _is_offered(self) -> bool:
        """Whether the word is what somebody proposes (体操に誘うと): what follows is the answer to it."""
        note = self._note
        following = bisect_right(note.breaks, self._end)
        right = min(self._stop, *note.breaks[following : following + 1], len(note.folded))
        if _REACTS.search(note.folded[self._end : right]):
            self._topic = True
        verbs = note.predicates_in(self._end, right)
        return any(verb.lemma in _words("verb", "offer") and not verb.meaning for verb in verbs)

    def _after(self, start: int, stop: int) -> str | None:
        decided: str | None = None
        for number, (left, right) in enumerate(self._note.segments(start, stop)):
            if number and self._is_said:
                break  # 一人暮らしで、…: the word itself is what is said
            if number and decided is not None and self._is_telling(left, right):
                continue
            if number and decided == WILL_NOT and _SINCE.match(self._note.folded[left:right]):
                decided = USED_TO  # 酒は断って六年になる
                continue
            if number and not self._offered and self._has_own(left, right, "は"):
                break
            if (
                number
                and not self._offered
                and (decided is not None or not self._topic)
                and self._has_own(left, right, "がを")
            ):
                if decided is None and not self._topic:
                    break
                continue
            found = self._clause(left, right, first=not number, before=decided)
            if found is not None and not (decided == USED_TO and found in (CANNOT, WILL_NOT)):
                decided = found
        return decided

    def _clause(self, left: int, right: int, *, first: bool, before: str | None) -> str | None:
        """What one clause says; `first`: the one that the word itself stands in, `before`: what was said already."""
        found: str | None = None
        for sign in self._note.signs_in(self._start if first else left, right):
            if sign.start >= self._start and sign.end <= self._word_end:
                continue
            if not first and sign.end in self._note.grammar.nouns and sign.meaning in NEGATIVE:
                continue  # 話さない日がある
            if WANT in (found, before) and self._note.folded[sign.start : sign.end] in _words(
                "note", "doubt"
            ):
                continue  # 行ってみたいが自信がない
            if sign.meaning == FLIP:
                found = self._turned(found, sign)
            elif sign.meaning != PREFER:
                found = sign.meaning
            elif first:
                found = WANT
        if first and found == WILL_NOT and _ONLY.search(self._note.folded[self._end : right]):
            found = WANT  # 囲碁しかしない
        if self._offered and not (first and found is None):
            return found  # 頼んだら二つ返事だった: the answer, not a habit of before
        if found in (None, WANT) and self._is_past(left, right, found, first=first):
            return USED_TO
        return found

    def _is_telling(self, left: int, right: int) -> bool:
        """…、と懐かしそうに話す: how it is told says nothing of the word."""
        if not _TOLD.match(self._note.folded[left:right]):
            return False
        verbs = self._note.predicates_in(left, right)
        return any(verb.lemma in _words("verb", "report") for verb in verbs)

    def _said_before(self) -> str | None:
        """What was said before the word was named: 「いやや」と体操を…, もう行かん、体操は。"""
        note = self._note
        first = note.sentence_start(self._start)
        if not note.signs_in(first, self._start):
            return None
        tail = note.folded[self._word_end : self._stop]
        if tail and _LAST.fullmatch(tail):
            *_, (left, right) = [(first, first), *note.segments(first, self._start)]
            if note.folded[left:right].endswith("、"):
                return self._last_of(left, right)
        for match in reversed(list(_QUOTED.finditer(note.folded, first, self._start))):
            group = 1 if match[1] else 2
            left, right = match.span(group)
            if note.predicates_in(match.end(), self._start) or self._has_own(left, right, "はがを"):
                return None
            return self._last_of(left, right)
        return None

    def _last_of(self, left: int, right: int) -> str | None:
        """The last word of [left, right) on what is wished, turned where it is turned."""
        found: str | None = None
        for sign in self._note.signs_in(left, right):
            if sign.meaning == FLIP:
                found = WANT if found in NEGATIVE else DISLIKE if found == WANT else None
            elif sign.meaning != PREFER:
                found = sign.meaning
        return found

    def _turned(self, found: str | None, flip: Sign) -> str | None:
        if found is None:
            inside = [
                sign.meaning
                for sign in self._note.signs_in(self._start, self._word_end)
                if sign.start >= self._start and sign.meaning != FLIP
            ]
            found = inside[-1] if inside else None
            if found is None:
                return WILL_NOT if flip.start <= self._word_end + 1 else None
            return WANT if found in NEGATIVE else WILL_NOT
        return WANT if found in NEGATIVE else DISLIKE

    def _is_past(self, left: int, right: int, found: str | None, *, first: bool) -> bool:
        note = self._note
        verbs = [
            verb
            for verb in note.predicates_in(self._start if first else left, right)
            if verb.start >= self._start and verb.lemma not in _words("verb", "report")
        ]
        text = note.folded[left:right]
        if any(sign.meaning == NOT_PAST and left <= sign.start < right for sign in note.times):
            return any(verb.stopped for verb in verbs) and "もう" in text
        if any(verb.was for verb in verbs):
            return True
        if any(verb.stopped for verb in verbs) and ("もう" in text or "から" in text or _YEARS.search(text)):
            return True
        if any(verb.past for verb in verbs) and self._is_long_ago(right):
            return True
        years = None if self._lasting else _YEARS.search(text)
        return bool(found is None and years and all(verb.past for verb in verbs))

    def _is_long_ago(self, until: int | None = None) -> bool:
        """Whether a word of time puts the sentence into the past."""
        note = self._note
        first, last = note.sentence_start(self._start), self._end if until is None else until
        said = [sign.meaning for sign in note.times if first <= sign.start < last]
        return bool(said) and said[-1] == PAST_TIME

    def _has_own(self, left: int, right: int, particles: str) -> bool:
        """Whether the clause names something of its own that it speaks of."""
        note = self._note
        for place, particle in note.arguments_in(left, right):
            if particle not in particles or note.is_inside_sign(place):
                continue
            before = note.folded[left:place].rstrip("にでとへも")
            aside = next((word for word in _words_tuple("note", "aside") if before.endswith(word)), None)
            if aside is None or _SORT_OF.search(before[: -len(aside)]):
                return True
        if "は" not in particles:
            return False
        return any(end < right and note.folded.startswith(_IF, end) for end in note.noun_ends_in(left, right))

    def _cleft(self) -> str | None:
        """苦手なのは電話だけで、…"""
        if _IS_IT.match(self._note.folded[self._word_end :]):
            before = self._note.folded[: self._start]
            return self._before() if _CLEFT.search(before) else None
        return None

    def _before(self) -> str | None:
        """What a word or clause directly before says: 怖い犬, やめたたばこ, 苦手なのは電話."""
        note = self._note
        if _INSTEAD.match(note.folded[self._word_end :]):
            return WILL_NOT
        first = note.sentence_start(self._start)
        if any(verb.was and verb.end == self._start for verb in note.predicates_in(first, self._start)):
            return USED_TO
        for sign in reversed(note.signs_in(first, self._start)):
            if sign.meaning in (FLIP, PREFER):
                return None
            between = note.folded[sign.end : self._start]
            if note.folded[sign.start : sign.end].endswith(_ADVERBIAL):
                return None
            return sign.meaning if _ADNOMINAL.match(between) else None
        return None


@cache
def _words(side: str, meaning: str) -> frozenset[str]:
    return frozenset(markers(side, meaning))


@cache
def _words_tuple(side: str, meaning: str) -> tuple[str, ...]:
    return markers(side, meaning)
