"""What matching needs of a catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue.concept_index import BoolArray, ConceptIndex, ConceptView
from matcher.engine.catalogue.place_words import AUDIENCE, MISSING, OPPOSED, STATED, WELCOME
from matcher.engine.catalogue.said_words import PlaceWords, said_words
from matcher.engine.reading import PlaceReading
from matcher.engine.text_index import TextIndex
from matcher.engine.vocabulary import specific_situations
from resources.snapshot import Snapshot

_WORDS_KEPT = 5_000


@dataclass(frozen=True)
class Catalogue:
    """Columns, text index and concepts; `digests` (n,) of the texts that a reading depends on."""

    snapshot: Snapshot
    text: TextIndex
    concepts: ConceptIndex
    digests: npt.NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.snapshot)

    @property
    def stated(self) -> ConceptView:
        """Everything that a place says of itself. What the views mean: catalogue.place_words."""
        return ConceptView(self.concepts, STATED)

    @property
    def audience(self) -> ConceptView:
        return ConceptView(self.concepts, AUDIENCE)

    @property
    def welcome(self) -> ConceptView:
        return ConceptView(self.concepts, WELCOME)

    @property
    def opposed(self) -> ConceptView:
        return ConceptView(self.concepts, OPPOSED)

    @property
    def missing(self) -> ConceptView:
        return ConceptView(self.concepts, MISSING)

    @cached_property
    def for_particular_people(self) -> BoolArray:
        """Shape (n,): places that name people in a situation which places are made for."""
        return self.audience.any_of(specific_situations())

    def rarity(self, code: str) -> float:
        """How much it says that a place speaks of a concept: its idf as a share of the largest possible, in [0, 1]."""
        return self._rarities[code]

    @cached_property
    def _rarities(self) -> dict[str, float]:
        size, among = len(self), self.concepts.counts(STATED)
        rarities = np.log1p((size - among + 0.5) / (among + 0.5)) / np.log1p((size + 0.5) / 0.5)
        return dict(zip(self.concepts.codes, rarities.tolist(), strict=True))

    def reading(self, place: int) -> PlaceReading:
        """What was read of one place: nothing is read anew."""
        return self.concepts.readings.of(place)

    def said(self, place: int) -> PlaceWords:
        """The words of one place by concept; kept for a while, as the same places come up for many people."""
        return self._said(place)

    @cached_property
    def _said(self) -> Callable[[int], PlaceWords]:
        # Without the catalogue itself, which would then hold itself in memory.
        readings, records = self.concepts.readings, self.snapshot.records
        return lru_cache(maxsize=_WORDS_KEPT)(lambda place: said_words(readings.of(place), records[place]))
