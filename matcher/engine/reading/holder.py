"""Of whom a word of a note speaks: the person, or a relative or friend.

A relative with は is the subject of the sentence until another person is named (母は認知症で、父も弱い); with が or の
only of its own clause. What a relative says in quotation marks is the relative's own when it is a feeling or a word
of danger (母「もう疲れた」), else it is said of the person (母「部屋から出てきません」).
"""

from __future__ import annotations

import re
from functools import cache

from matcher.engine.data_tables import read_table
from matcher.engine.reading.clauses import Clause, clauses
from matcher.engine.reading.note_text import NoteText
from matcher.engine.reading.signs import DISLIKE, GONE, WANT, markers
from matcher.engine.vocabulary import Concept, Hit
from resources.folding import fold_text

OWN = "本人"
_OWN = re.compile("本人|自分|私|わたし|俺|おれ|僕|ぼく|うち(?:は|が|も)|わし")
_SEEMS = re.compile("みたい|らしい|よう(?:だ|で|な)|そう(?:だ|です)")


class Holders:
    """Asked about the words of one note one by one."""

    def __init__(self, note: NoteText, found: list[Clause] | None = None) -> None:
        self._note = note
        self._clauses = clauses(note.folded) if found is None else found

    def of(self, hit: Hit, concept: Concept, polarity: str) -> str:
        """本人, or the relative or friend as the note calls them."""
        if concept.about_others:
            return OWN
        quoted = self._speaker(hit)
        if quoted:
            return self._of_quoted(hit, quoted, polarity)
        clause = self._clause(hit)
        head = self._note.folded[clause.start : hit.start]
        if _OWN.search(head):
            return OWN
        # 母の認知症 is the mother's; 祖父の畑 is where the person works.
        named = (_owner() if concept.facet == "situation" else _subject()).findall(head)
        if named:
            return str(named[-1])
        return self._in_brackets(clause) or self._topic(clause) or OWN

    def is_said_by_others(self, hit: Hit) -> bool:
        """Whether a relative or friend plainly says the words: 母が「…」, 妻は…と言う."""
        if self._quote_start(hit) >= 0:
            return bool(self._speaker(hit))
        head = self._note.folded[self._clause(hit).start : hit.start]
        return bool(_subject().search(head)) and not _OWN.search(head)

    def _of_quoted(self, hit: Hit, speaker: str, polarity: str) -> str:
        head = self._note.folded[self._quote_start(hit) : hit.start]
        if _subject().search(head):
            return OWN  # a mother says うちの子は…, a wife says 主人は…
        if _OWN.search(head) and "本人" not in head:
            return speaker
        tail = self._note.folded[hit.end : self._note.sentence_end(hit.end)]
        feels = polarity in (WANT, DISLIKE) and not _SEEMS.search(tail)
        return speaker if feels else OWN

    def _speaker(self, hit: Hit) -> str:
        """The relative who says the quotation that the word stands in, "" without one."""
        quote = self._quote_start(hit)
        if quote < 0:
            return ""
        before = _before_quote().search(self._note.folded[:quote])
        if before:
            return before.group(1)
        close = self._note.folded.find("」", hit.end)
        after = _after_quote().match(self._note.folded, close) if close >= 0 else None
        return after.group(1) if after else ""

    def _quote_start(self, hit: Hit) -> int:
        quote = self._note.folded.rfind("「", 0, hit.start)
        return -1 if quote < 0 or "」" in self._note.folded[quote : hit.start] else quote

    def _in_brackets(self, clause: Clause) -> str:
        before = self._note.folded[: clause.start]
        named = _at_end().search(before[:-1]) if before.endswith("(") else None
        return named.group(1) if named else ""

    def _topic(self, clause: Clause) -> str:
        """The relative that the sentence has spoken of since it was named with は, "" for nobody."""
        first = self._note.sentence_start(clause.start)
        before = self._note.folded[first : clause.start]
        topics = list(_topics().finditer(before))
        if not topics:
            return ""
        named = topics[-1]
        since = before[named.end() :]
        if (
            _OWN.search(since)
            or _anybody().search(since)
            or any(word in since for word in markers("note", GONE))
        ):
            return ""
        return named.group(1)

    def _clause(self, hit: Hit) -> Clause:
        return next(
            (clause for clause in self._clauses if clause.holds(hit)),
            Clause(hit.start, len(self._note.folded)),
        )


@cache
def _people() -> str:
    surfaces = (fold_text(row["surface"]) for row in read_table("other_people.csv"))
    return "(" + "|".join(sorted(surfaces, key=len, reverse=True)) + ")"


@cache
def _owner() -> re.Pattern[str]:
    return re.compile(f"(?<![一-龥ァ-ヶ]){_people()}(?:たち|さん)?(?:は|が|も|の)")


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(f"(?<![一-龥ァ-ヶ]){_people()}(?:たち|さん)?(?:は|が|も)")


@cache
def _topics() -> re.Pattern[str]:
    return re.compile(f"(?<![一-龥ァ-ヶ]){_people()}(?:たち|さん)?は")


@cache
def _anybody() -> re.Pattern[str]:
    """Somebody else becomes the subject."""
    return re.compile(
        f"(?<![一-龥ァ-ヶ]){_people()}(?:たち|さん)?(?:は|が|も)|人暮らし|ひとり暮らし|独居|二人で|2人で"
    )


@cache
def _at_end() -> re.Pattern[str]:
    return re.compile(f"(?<![一-龥ァ-ヶ]){_people()}(?:たち|さん)?$")


@cache
def _before_quote() -> re.Pattern[str]:
    return re.compile(
        f"(?<![一-龥ァ-ヶ]){_people()}(?:たち|さん)?(?:が|は|も|から|の話では|によると|いわく|曰く)?、?[:：]?$"
    )


@cache
def _after_quote() -> re.Pattern[str]:
    return re.compile(f"」と、?{_people()}(?:たち|さん)?(?!に|の|を)")
