"""Which place speaks of which concept, as what, and with which words: sparse, by place and by concept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue.place_words import STATED, word_flags
from matcher.engine.reading import PlaceReading
from matcher.engine.reading.terms import Terms
from resources.columns import smallest_uint
from resources.splicing import Splice, ragged_ranges, spliced_ragged

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

WORD_COLUMNS = ("concepts", "fields", "starts", "ends", "said")
TERM_COLUMNS = Terms._fields
FLAG_BITS = 5
"""How many bits the flags of catalogue.place_words take."""
_FLAGS = (1 << FLAG_BITS) - 1
_CODES = (1 << 11 + FLAG_BITS) - 1
"""The largest code of `spoken`: up to 2,048 concepts."""


@dataclass(frozen=True)
class Readings:
    """Readings of places (reading.place.PlaceReading): the words of place i are [indptr[i], indptr[i + 1]) of
    `concepts`, `fields`, `starts`, `ends` and `said`; `everybody` and the columns of reading.terms.Terms (TERM_COLUMNS)
    have one value a place.

    What they come to: [spoken_indptr[i], spoken_indptr[i + 1]) of `spoken`, each concept once (ascending) with all
    its flags (catalogue.place_words) as concept << FLAG_BITS | flags.
    """

    indptr: IntArray
    concepts: npt.NDArray[np.uint16]
    fields: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    said: npt.NDArray[np.uint8]
    everybody: BoolArray
    age_from: npt.NDArray[np.uint8]
    age_to: npt.NDArray[np.uint8]
    own_area: BoolArray
    spoken_indptr: IntArray
    spoken: npt.NDArray[np.unsignedinteger]

    def __len__(self) -> int:
        return len(self.everybody)

    def of(self, place: int) -> PlaceReading:
        """The reading of one place, as it was read."""
        part = slice(int(self.indptr[place]), int(self.indptr[place + 1]))
        words = zip(*(getattr(self, name)[part].tolist() for name in WORD_COLUMNS), strict=True)
        terms = Terms(*(getattr(self, name)[place].item() for name in TERM_COLUMNS))
        return PlaceReading(tuple(words), bool(self.everybody[place]), terms)

    def spliced(self, splice: Splice, new: Readings) -> Readings:
        """The readings after `splice`, `new` being those of the new rows in their order."""
        columns = {
            name: spliced_ragged(self.indptr, getattr(self, name), splice, new.indptr, getattr(new, name))
            for name in WORD_COLUMNS
        }
        words = {name: column for name, (_, column) in columns.items()}
        single = {
            name: splice.column(getattr(self, name), getattr(new, name))
            for name in ("everybody", *TERM_COLUMNS)
        }
        spoken = spliced_ragged(self.spoken_indptr, self.spoken, splice, new.spoken_indptr, new.spoken)
        return Readings(columns["said"][0], **words, **single, spoken_indptr=spoken[0], spoken=spoken[1])


def readings_of(places: Sequence[PlaceReading]) -> Readings:
    """Readings as columns."""
    table = np.array([word for place in places for word in place.words], dtype=np.int32)
    table = table.reshape(-1, len(WORD_COLUMNS))
    words = Readings(
        indptr=np.concatenate([[0], np.cumsum([len(place.words) for place in places])]).astype(np.int64),
        concepts=table[:, 0].astype(np.uint16),
        fields=table[:, 1].astype(np.uint8),
        starts=table[:, 2].copy(),
        ends=table[:, 3].copy(),
        said=table[:, 4].astype(np.uint8),
        everybody=np.array([place.everybody for place in places], dtype=np.bool_),
        age_from=np.array([place.terms.age_from for place in places], dtype=np.uint8),
        age_to=np.array([place.terms.age_to for place in places], dtype=np.uint8),
        own_area=np.array([place.terms.own_area for place in places], dtype=np.bool_),
        spoken_indptr=np.zeros(len(places) + 1, dtype=np.int64),
        spoken=np.zeros(0, dtype=np.uint16),
    )
    return _with_spoken(words)


def _with_spoken(words: Readings) -> Readings:
    """A place that says the same thing twice says it once, in all its senses."""
    sizes = np.diff(words.indptr)
    flags = word_flags(words.fields, words.said, np.repeat(words.everybody, sizes))
    place = np.repeat(np.arange(len(words)), sizes)
    order = np.lexsort((words.concepts, place))
    concept, place = words.concepts[order].astype(np.int64), place[order]
    is_first = np.ones(len(order), dtype=np.bool_)
    is_first[1:] = (concept[1:] != concept[:-1]) | (place[1:] != place[:-1])
    first = np.flatnonzero(is_first)
    together = np.bitwise_or.reduceat(flags[order], first) if len(first) else flags[:0]
    spoken = concept[first] << FLAG_BITS | together
    indptr = np.searchsorted(place[first], np.arange(len(words) + 1)).astype(np.int64)
    return replace(words, spoken_indptr=indptr, spoken=spoken.astype(smallest_uint(_CODES)))


def joined(parts: list[Readings]) -> Readings:
    """The readings of all parts, one after the other. Empties `parts`, which saves their memory."""
    names = (*WORD_COLUMNS, "everybody", *TERM_COLUMNS, "spoken")
    indptr = _one_after_the_other([part.indptr for part in parts])
    spoken_indptr = _one_after_the_other([part.spoken_indptr for part in parts])
    columns = {name: [getattr(part, name) for part in parts] for name in names}
    parts.clear()
    return Readings(
        indptr=indptr,
        spoken_indptr=spoken_indptr,
        **{name: np.concatenate(columns.pop(name)) for name in names},
    )


def _one_after_the_other(indptrs: list[IntArray]) -> IntArray:
    sizes = np.concatenate([np.diff(indptr) for indptr in indptrs])
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


@dataclass(frozen=True)
class ConceptIndex:
    """`codes` names the concepts.

    By concept: the places of concept c are [postings[c], postings[c + 1]) of `entries` (ascending) with their flags
    in `entry_flags`.
    """

    codes: tuple[str, ...]
    readings: Readings
    postings: IntArray
    entries: npt.NDArray[np.int32]
    entry_flags: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.readings)

    def places(self, code: str, flag: int) -> npt.NDArray[np.int32]:
        """The places that speak of a concept as `flag`, ascending. Raises KeyError for an unknown concept."""
        number = self.number(code)
        part = slice(self.postings[number], self.postings[number + 1])
        shown: BoolArray = (self.entry_flags[part] & flag) != 0
        return self.entries[part][shown]

    def stating(self, numbers: Iterable[int]) -> list[npt.NDArray[np.int32]]:
        """For each of these concepts the places that state it, ascending: `places` where that is all that is asked."""
        postings, entries = self._stating
        return [entries[postings[number] : postings[number + 1]] for number in numbers]

    @cached_property
    def _stating(self) -> tuple[list[int], npt.NDArray[np.int32]]:
        states = (self.entry_flags & STATED) != 0
        before = np.concatenate([[0], np.cumsum(states)])
        return before[self.postings].tolist(), self.entries[states]

    def counts(self, flag: int) -> IntArray:
        """Shape (number of concepts,): how many places speak of each as `flag`."""
        before = np.concatenate([[0], np.cumsum((self.entry_flags & flag) != 0)])
        return np.asarray(before[self.postings[1:]] - before[self.postings[:-1]])

    def entries_at(self, rows: IntArray) -> tuple[IntArray, IntArray]:
        """What these places say, place by place: (index into `rows`, concept << FLAG_BITS | flags) of every entry."""
        starts = self.readings.spoken_indptr[rows]
        lengths = self.readings.spoken_indptr[rows + 1] - starts
        spoken = self.readings.spoken[ragged_ranges(starts, lengths)].astype(np.int64)
        return np.repeat(np.arange(len(rows), dtype=np.int64), lengths), spoken

    def spoken_at(self, rows: IntArray) -> tuple[IntArray, IntArray, npt.NDArray[np.uint8]]:
        """`entries_at` taken apart: (index into `rows`, concept, flags) of every entry."""
        index, entries = self.entries_at(rows)
        return index, entries >> FLAG_BITS, (entries & _FLAGS).astype(np.uint8)

    def flags_at(self, rows: IntArray) -> npt.NDArray[np.uint8]:
        """Shape (len(rows), number of concepts): the flags of these places."""
        index, concepts, flags = self.spoken_at(rows)
        table = np.zeros((len(self.codes), len(rows)), dtype=np.uint8)  # asked for concept by concept
        table[concepts, index] = flags
        return table.T

    def sums(self, values: npt.NDArray[np.float32], rows: IntArray) -> npt.NDArray[np.float32]:
        """Shape (len(rows),): Σ of `values[concept, flags]` over what these places say.

        `values` has the shape (concepts, 2 ** FLAG_BITS).
        """
        starts = self.readings.spoken_indptr[rows]
        lengths = self.readings.spoken_indptr[rows + 1] - starts
        is_whole = len(rows) == len(self)
        spoken = self.readings.spoken if is_whole else self.readings.spoken[ragged_ranges(starts, lengths)]
        total = np.zeros(len(rows), dtype=np.float32)
        # A place that says nothing has no sum: reduceat would give it its neighbour's first value.
        speaking = np.flatnonzero(lengths)
        if len(speaking):
            begins = np.cumsum(lengths) - lengths
            total[speaking] = np.add.reduceat(values.ravel().take(spoken), begins[speaking])
        return total

    def of(self, place: int, flag: int) -> tuple[str, ...]:
        """The concepts of one place that are read as `flag`, in the order of the vocabulary."""
        indptr = self.readings.spoken_indptr
        spoken = self.readings.spoken[indptr[place] : indptr[place + 1]].tolist()
        return tuple(self.codes[code >> FLAG_BITS] for code in spoken if code & _FLAGS & flag)

    def number(self, code: str) -> int:
        """The number of a concept. Raises KeyError."""
        return self._number_of[code]

    @cached_property
    def _number_of(self) -> dict[str, int]:
        return {code: number for number, code in enumerate(self.codes)}


def concept_index(codes: tuple[str, ...], readings: Readings) -> ConceptIndex:
    """The index of these readings."""
    concept = (readings.spoken >> FLAG_BITS).astype(np.uint16)
    order = np.argsort(concept, kind="stable")
    place = np.repeat(np.arange(len(readings), dtype=np.int32), np.diff(readings.spoken_indptr))
    counts = np.bincount(concept, minlength=len(codes))
    return ConceptIndex(
        codes=codes,
        readings=readings,
        postings=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        entries=place[order],
        entry_flags=(readings.spoken & _FLAGS).astype(np.uint8)[order],
    )


@dataclass(frozen=True)
class ConceptView:
    """The index seen as one kind of reading: stated, audience, welcome, opposed or missing."""

    index: ConceptIndex
    flag: int

    def has(self, code: str) -> BoolArray:
        """Shape (n,): places that speak of the concept. Raises KeyError for an unknown one."""
        return self.any_of([code])

    def any_of(self, codes: Iterable[str]) -> BoolArray:
        """Shape (n,): places that speak of at least one of `codes`."""
        found = np.zeros(len(self.index), dtype=np.bool_)
        for code in codes:
            found[self.index.places(code, self.flag)] = True
        return found

    def of(self, place: int) -> tuple[str, ...]:
        """The concepts of one place, in the order of the vocabulary."""
        return self.index.of(place, self.flag)
