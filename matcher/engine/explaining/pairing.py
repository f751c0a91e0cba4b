"""One person and one place, as the sentences look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geo.travel import haversine_km
from matcher.engine.context import Context
from matcher.engine.explaining.person import PersonWords, person_side
from matcher.engine.need import Need, StructuredNeed
from matcher.engine.profile import NeedProfile
from matcher.engine.reading import PlaceReading
from matcher.engine.reading.place import (
    ABSENT,
    AUDIENCE_FIELD,
    CONSIDERATIONS,
    FIELDS,
    NAME,
    OPPOSITE,
    ROLES,
    concept_codes,
    field_text,
)
from resources.records import ResourceRecord

_NOT_STATED = StructuredNeed()
_OF_PEOPLE = (NAME, AUDIENCE_FIELD)


@dataclass(frozen=True)
class PlaceWords:
    """The place's own words, verbatim, by concept; of several the first.

    `named` are all, `audience` those of 名称 and 対象者 (none when everybody may come), `roles` whole entries of
    役割の機会, `considerations` whole entries of 受入の配慮, `opposed` the words for the opposite of a care.
    """

    named: Mapping[str, str]
    audience: Mapping[str, str]
    roles: Mapping[str, str]
    considerations: Mapping[str, str]
    opposed: Mapping[str, str]


@dataclass(frozen=True)
class Pairing:
    """`place` is the position in the snapshot."""

    place: int
    record: ResourceRecord
    context: Context
    person: PersonWords

    @cached_property
    def said(self) -> PlaceWords:
        """What the place says."""
        return _place_words(self._reading, self.record)

    @property
    def _reading(self) -> PlaceReading:
        return self.context.catalogue.reading(self.place)

    @property
    def words(self) -> Mapping[str, str]:
        """The place's own words by concept."""
        return self.said.named

    @property
    def opposed(self) -> Mapping[str, str]:
        """The place's own words for the opposite of a care, by concept."""
        return self.said.opposed

    @property
    def is_for_everybody(self) -> bool:
        """Whether 対象者 says that everybody may come."""
        return self._reading.everybody

    @property
    def need(self) -> Need:
        return self.context.need

    @property
    def profile(self) -> NeedProfile:
        return self.context.profile

    @cached_property
    def form(self) -> StructuredNeed:
        """What the form says; for a need without one, a form that says nothing."""
        return self.need.structured or _NOT_STATED

    @cached_property
    def minutes(self) -> float | None:
        """Travel minutes, None when unknown."""
        return self.context.minutes_to(self.place)

    @cached_property
    def kilometres(self) -> float | None:
        """As the crow flies; None when one of the positions is unknown or a volunteer's."""
        need, record = self.need, self.record
        if need.lat is None or need.lon is None or record.lat is None or record.lon is None:
            return None
        return float(haversine_km((need.lat, need.lon), np.array([record.lat]), np.array([record.lon]))[0])

    @property
    def mode(self) -> str | None:
        """How the person travels: as the form says, else as the note does."""
        return self.form.travel_mode or self.profile.reach.mode

    @cached_property
    def comes_or_calls(self) -> bool:
        """訪問 or オンライン: in reach at any distance."""
        return "home_visit" in self.record.delivery or "online" in self.record.delivery


def pair(place: int, context: Context) -> Pairing:
    """The pairing of the context's person with the place at this position."""
    return Pairing(place, context.snapshot.records[place], context, person_side(context))


def _place_words(reading: PlaceReading, record: ResourceRecord) -> PlaceWords:
    codes = concept_codes()
    texts = [field_text(record, field) for field in range(len(FIELDS))]
    named, opposed = dict[str, str](), dict[str, str]()
    audience, roles, considerations = dict[str, str](), dict[str, str](), dict[str, str]()
    for concept, field, start, end, flag in reading.words:
        if flag == ABSENT:
            continue
        code = codes[concept]
        if flag == OPPOSITE:
            opposed.setdefault(code, texts[field][start:end])
            continue
        if code not in named:
            named[code] = texts[field][start:end]
        if field == ROLES:
            roles.setdefault(code, _entry(texts[field], start, end, "、；;\n"))
        elif field == CONSIDERATIONS:
            considerations.setdefault(code, _entry(texts[field], start, end, "\n"))
        elif field in _OF_PEOPLE and not reading.everybody:
            audience.setdefault(code, texts[field][start:end])
    return PlaceWords(named, audience, roles, considerations, opposed)


def _entry(text: str, start: int, end: int, between: str) -> str:
    """The entry of a list that [start, end) stands in."""
    left = max(text.rfind(mark, 0, start) for mark in between) + 1
    rights = [place for mark in between if (place := text.find(mark, end)) >= 0]
    return text[left : min(rights, default=len(text))].strip()
