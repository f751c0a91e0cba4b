"""Read a place: which concepts its own words name, in which field, and whether they are offered, absent or feared.

Compact and picklable: a reading is numbers only, so that half a million of them can be made in other processes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from matcher.engine.reading.clauses import Clause, absent_clauses, clauses, unwanted_clauses
from matcher.engine.reading.folded import FoldedNote, fold_note
from matcher.engine.reading.note_text import NoteText
from matcher.engine.reading.terms import NO_TERMS, Terms, read_terms
from matcher.engine.vocabulary import Hit, vocabulary
from matcher.engine.vocabulary.morphemes import Pieces, cut
from resources.records import ResourceRecord

FIELDS = ("name", "summary", "audience", "roles", "considerations", "remarks")
"""名称, 概要, 対象者, 役割の機会, 受入の配慮 (its entries one per line), 備考."""
NAME, SUMMARY, AUDIENCE_FIELD, ROLES, CONSIDERATIONS, REMARKS = range(len(FIELDS))

OFFERED, ABSENT, OPPOSITE, AUDIENCE = range(4)
"""What a place says of a concept: it is there; it is not (カラオケはありません); its opposite is (にぎやかです);
people who live with it may come (対象者)."""

_EVERYBODY = re.compile("どなた(で|も)|だれでも|誰でも|問わず|問いません")

PlaceWord = tuple[int, int, int, int, int]
"""Position in `concept_codes()`, position in FIELDS, [start, end) in the field's text, flag."""


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """`words` in the order of the text. `everybody`: 対象者 says that everybody may come. `terms`: what else it says."""

    words: tuple[PlaceWord, ...]
    everybody: bool
    terms: Terms = NO_TERMS

    def stated(self) -> tuple[str, ...]:
        """Everything that the place says of itself."""
        return self._codes(range(len(FIELDS)))

    def audience(self) -> tuple[str, ...]:
        """What 名称 and 対象者 name; nothing when everybody may come."""
        return () if self.everybody else self._codes((NAME, AUDIENCE_FIELD))

    def welcome(self) -> tuple[str, ...]:
        """What 名称, 対象者 and 受入の配慮 name."""
        return self._codes((NAME, AUDIENCE_FIELD, CONSIDERATIONS))

    def opposed(self) -> tuple[str, ...]:
        """The cares whose opposite the place says."""
        codes = concept_codes()
        return tuple(dict.fromkeys(codes[word[0]] for word in self.words if word[4] == OPPOSITE))

    def absent(self) -> tuple[str, ...]:
        """What the place says is not there."""
        codes = concept_codes()
        return tuple(dict.fromkeys(codes[word[0]] for word in self.words if word[4] == ABSENT))

    def _codes(self, fields: range | tuple[int, ...]) -> tuple[str, ...]:
        codes = concept_codes()
        return tuple(
            dict.fromkeys(
                codes[concept]
                for concept, field, _start, _end, flag in self.words
                if field in fields and flag in (OFFERED, AUDIENCE)
            )
        )


@cache
def concept_codes() -> tuple[str, ...]:
    """The codes of all concepts in the order of the vocabulary."""
    return tuple(vocabulary().concepts)


def read_place(record: ResourceRecord) -> PlaceReading:
    """The reading of one place."""
    texts = [field_text(record, field) for field in range(len(FIELDS))]
    folded = fold_note("\n".join(texts))
    starts = [0, *accumulate(len(text) + 1 for text in texts[:-1])]
    text = cut(folded.text)
    hits = vocabulary().places.find(folded.text, text)
    everybody = bool(_EVERYBODY.search(record.audience))
    words = tuple(_words(hits, folded, text, starts)) if hits else ()
    return PlaceReading(words, everybody, read_terms(record.audience))


def field_text(record: ResourceRecord, field: int) -> str:
    """The words of one field; a word's span is a span of this text."""
    value = getattr(record, FIELDS[field])
    return value if isinstance(value, str) else "\n".join(value)


def first_words(reading: PlaceReading, record: ResourceRecord) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """(concept → its first words in the place's text, the same for concepts whose opposite is named)."""
    codes = concept_codes()
    named: dict[str, str] = {}
    opposed: dict[str, str] = {}
    for concept, field, start, end, flag in reading.words:
        if flag != ABSENT:
            found = opposed if flag == OPPOSITE else named
            if codes[concept] not in found:
                found[codes[concept]] = field_text(record, field)[start:end]
    return named, opposed


def _words(hits: list[Hit], folded: FoldedNote, text: Pieces, starts: list[int]) -> Iterator[PlaceWord]:
    absent = absent_clauses(folded.text)
    unwanted = _unwanted(hits, folded.text, text)
    numbers = _numbers()
    situations = _situations()
    for hit in hits:
        start, end = folded.original_span(hit.start, hit.end)
        field = bisect_right(starts, start) - 1
        left = starts[field]
        is_absent = bool(absent) and any(clause.holds(hit) for clause in absent)
        for code in hit.concepts:
            number = numbers[code]
            flag = AUDIENCE if field == AUDIENCE_FIELD and number in situations else OFFERED
            yield number, field, start - left, end - left, ABSENT if is_absent else flag
        if hit.opposed and not is_absent and not any(clause.holds(hit) for clause in unwanted):
            for code in hit.opposed:
                yield numbers[code], field, start - left, end - left, OPPOSITE


def _unwanted(hits: list[Hit], folded: str, text: Pieces) -> list[Clause]:
    """大勢が苦手な方も says nothing of a crowd."""
    if not any(hit.opposed for hit in hits):
        return []
    return unwanted_clauses(NoteText(folded, text), clauses(folded))


@cache
def _numbers() -> Mapping[str, int]:
    return {code: number for number, code in enumerate(concept_codes())}


@cache
def _situations() -> frozenset[int]:
    concepts = vocabulary().concepts
    return frozenset(number for code, number in _numbers().items() if concepts[code].facet == "situation")
