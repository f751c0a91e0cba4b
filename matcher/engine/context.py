"""Everything that the parts of the engine may look at for one need, at the rows under consideration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matcher.engine.asking import Asking
from matcher.engine.catalogue import Catalogue
from matcher.engine.catalogue.place_words import AUDIENCE, OPPOSED, STATED, WELCOME
from matcher.engine.constraints import shared_minutes
from matcher.engine.learned.place_facets import Spoken, column_facets_at
from matcher.engine.need import Need
from matcher.engine.profile import NeedProfile
from matcher.engine.travelling import Journeys
from resources.snapshot import Snapshot

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Context:
    """One need and the places that are looked at for it.

    `rows` are rows of the snapshot, ascending; every array here has the shape (len(rows),). `parameters` are those
    of weights.json, `on` the day asked for. What is said of a place never depends on which other rows there are.
    """

    need: Need
    profile: NeedProfile
    catalogue: Catalogue
    journeys: Journeys
    on: date
    parameters: Mapping[str, float]
    rows: IntArray
    given_places: Snapshot | None = None
    """The columns of `rows` where somebody has them already."""
    given_asking: Asking | None = None
    """What depends on no rows, where it has been worked out already."""

    def at(self, rows: IntArray, places: Snapshot | None = None) -> Context:
        """The same need at other rows, `places` their columns where somebody has them already."""
        return replace(self, rows=rows, given_places=places, given_asking=self.asking)

    @property
    def snapshot(self) -> Snapshot:
        """The whole catalogue's columns."""
        return self.catalogue.snapshot

    def __len__(self) -> int:
        """Number of rows under consideration."""
        return len(self.rows)

    @cached_property
    def places(self) -> Snapshot:
        """The columns of the rows under consideration."""
        if self.given_places is not None:
            return self.given_places
        return self.snapshot if len(self.rows) == len(self.snapshot) else self.snapshot.take(self.rows)

    @cached_property
    def minutes(self) -> FloatArray:
        """Travel minutes by the form's mode, NaN unknown."""
        return self.journeys.minutes(self.rows)

    @cached_property
    def kilometres(self) -> FloatArray:
        """As the crow flies, NaN unknown."""
        return self.journeys.kilometres(self.rows)

    @cached_property
    def shared_minutes(self) -> FloatArray:
        """Longest overlap of an opening with a free stretch of the person (constraints.shared_minutes)."""
        return shared_minutes(self.need, self.places)

    def stated(self, code: str) -> BoolArray:
        """Places that speak of a concept (what the four mean: catalogue.place_words)."""
        return self.reads(code, STATED)

    def welcome(self, code: str) -> BoolArray:
        return self.reads(code, WELCOME)

    def audience(self, code: str) -> BoolArray:
        return self.reads(code, AUDIENCE)

    def opposed(self, code: str) -> BoolArray:
        return self.reads(code, OPPOSED)

    def reads(self, code: str, flag: int) -> BoolArray:
        """Places that speak of the concept as `flag`. Raises KeyError for an unknown concept."""
        return self.reads_any([code], flag)

    def reads_any(self, codes: Iterable[str], flag: int) -> BoolArray:
        """Places that speak of at least one of `codes` as `flag`."""
        numbers = [self.catalogue.concepts.number(code) for code in codes]
        return np.asarray((self.concept_flags.T[numbers] & flag).any(axis=0), dtype=np.bool_)

    @property
    def for_particular_people(self) -> BoolArray:
        """Places that name people in a situation which places are made for."""
        return self.catalogue.for_particular_people[self.rows]

    def text_shares(self, query: str) -> FloatArray:
        """BM25 as a share of what `query` could reach at most, in [0, 1)."""
        return self.catalogue.text.shares_of(self.asking.known(query), self.rows)

    def minutes_to(self, place: int) -> float | None:
        """Travel minutes to any row of the snapshot, None unknown."""
        index = int(np.searchsorted(self.rows, place))
        if index < len(self.rows) and self.rows[index] == place:
            minutes = float(self.minutes[index])
        else:
            minutes = float(self.journeys.minutes(np.array([place]))[0])
        return None if np.isnan(minutes) else minutes

    @cached_property
    def concept_flags(self) -> npt.NDArray[np.uint8]:
        """Shape (len(rows), number of concepts): what each place says, as flags of catalogue.place_words."""
        return self.catalogue.concepts.flags_at(self.rows)

    @cached_property
    def asking(self) -> Asking:
        """What depends on no rows."""
        return self.given_asking or Asking(self.need, self.profile, self.catalogue)

    @property
    def need_facets(self) -> dict[str, float]:
        """The person as the learned part sees her."""
        return self.asking.facets

    @cached_property
    def column_facets(self) -> FloatArray:
        """The columns of the places as the learned part sees them."""
        return column_facets_at(self.snapshot, self.rows)

    @cached_property
    def spoken(self) -> Spoken:
        """What the places say as the learned part sees it."""
        return Spoken(*self.catalogue.concepts.entries_at(self.rows), size=len(self))
