"""One person and one place, as the sentences look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from matcher.engine.catalogue import own_words
from matcher.engine.context import Context
from matcher.engine.need import Need, StructuredNeed
from matcher.engine.profile import FORM, NOTE, PERSON, Evidence, NeedProfile
from matcher.engine.reading.clauses import negative_clauses
from matcher.engine.reading.folded import fold_note
from matcher.engine.vocabulary import vocabulary
from resources.records import ResourceRecord

_NOT_STATED = StructuredNeed()
_SOURCES = {FORM: "希望欄", NOTE: "記録", PERSON: "本人"}


@dataclass(frozen=True)
class Pairing:
    """`place` is the position in the snapshot."""

    place: int
    record: ResourceRecord
    context: Context

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The place's own words by concept."""
        return _words_by_concept(self.record)

    @property
    def need(self) -> Need:
        return self.context.need

    @property
    def profile(self) -> NeedProfile:
        return self.context.profile

    @property
    def form(self) -> StructuredNeed:
        """What the form says; for a need without one, a form that says nothing."""
        return self.need.structured or _NOT_STATED

    @property
    def minutes(self) -> float | None:
        """Travel minutes, None when unknown."""
        minutes = float(self.context.minutes[self.place])
        return None if minutes != minutes else minutes


def pair(place: int, context: Context) -> Pairing:
    """The pairing of the context's person with the place at this position."""
    return Pairing(place, context.snapshot.records[place], context)


def person_words(evidence: Evidence) -> str:
    """希望欄の「…」, 記録の「…」 or 本人の「…」, verbatim."""
    return f"{_SOURCES[evidence.source]}の「{evidence.surface}」"


def _words_by_concept(record: ResourceRecord) -> dict[str, str]:
    """The first words of the place's text for every concept in it, as the place wrote them."""
    found: dict[str, str] = {}
    for line in own_words(record).split("\n"):
        folded = fold_note(line)
        absent = negative_clauses(folded.text, side="place")
        for hit in vocabulary().places.find(folded.text):
            if any(clause.start <= hit.start < clause.end for clause in absent):
                continue
            start, end = folded.original_span(hit.start, hit.end)
            for concept in hit.concepts:
                found.setdefault(concept, line[start:end])
    return found
