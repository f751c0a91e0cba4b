"""One person and one place, as the sentences look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from matcher.engine.catalogue import PlaceWords, own_words, place_words
from matcher.engine.context import Context
from matcher.engine.need import Need, StructuredNeed
from matcher.engine.profile import FORM, NOTE, PERSON, Evidence, NeedProfile
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
    def _words(self) -> PlaceWords:
        return place_words(own_words(self.record))

    @property
    def words(self) -> Mapping[str, str]:
        """The place's own words by concept."""
        return self._words.named

    @property
    def opposed(self) -> Mapping[str, str]:
        """The place's own words for the opposite of a care, by concept."""
        return self._words.opposed

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
