"""One person and one place, as the sentences look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geo.travel import haversine_km
from matcher.engine.catalogue import PlaceWords
from matcher.engine.context import Context
from matcher.engine.explaining.person import PersonWords, person_side
from matcher.engine.need import Need, StructuredNeed
from matcher.engine.profile import NeedProfile
from resources.records import ResourceRecord

_NOT_STATED = StructuredNeed()


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
        return self.context.catalogue.said(self.place)

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
        return self.said.everybody

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
    def confirmation_span(self) -> float:
        """How many times longer than by the code list a confirmation of this place is good."""
        return float(self.context.snapshot.confirmation_span[self.place])

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
