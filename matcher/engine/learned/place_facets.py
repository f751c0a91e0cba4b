"""A place as named numbers: what the learned part looks at on the place's side.

Two sorts: what the columns say (kind, size, ages …), a few dozen facets that every place has or has not, and what
the place says of itself, one facet per concept and way of saying it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue.concept_index import FLAG_BITS
from matcher.engine.catalogue.place_words import OPPOSED, STATED, WELCOME
from resources.code_lists import code_list
from resources.snapshot import Classes, Snapshot

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

# Fixed scales: how much the fit may lean on a facet before it has seen it often.
_COLUMN = 0.5
SPOKEN = {"says": (STATED, 0.5), "for": (WELCOME, 0.7), "against": (OPPOSED, 0.5)}
"""Prefix of a concept's facet → (flag of catalogue.place_words, scale)."""
_CHILD, _YOUNG, _OLD = 18.0, 45.0, 55.0


@cache
def column_names() -> tuple[str, ...]:
    """The facets of the columns, in the order of `column_facets`."""
    return (
        *(f"kind:{code}" for code in code_list("resource_kind").codes),
        *(f"size:{code}" for code in code_list("group_size").codes),
        *(f"stage:{code}" for code in code_list("participation_stage").codes),
        "ages:children",
        "ages:young",
        "ages:old",
        "ages:any",
        "roles",
        *(f"transport:{code}" for code in code_list("transport").codes),
        *(f"delivery:{code}" for code in code_list("delivery_method").codes),
        *(f"condition:{code}" for code in code_list("resource_condition").codes),
        "only:female",
        "only:male",
    )


def column_facets(places: Snapshot) -> FloatArray:
    """Shape (n, number of `column_names`): the facets of the columns."""
    children = places.age_max <= _CHILD
    no_limit = np.isinf(places.age_min) & np.isinf(places.age_max)
    columns = [
        *(places.kind_codes.equals(code) for code in code_list("resource_kind").codes),
        *(_COLUMN * places.group_size_codes.equals(code) for code in code_list("group_size").codes),
        *(_COLUMN * places.stages.has(code) for code in code_list("participation_stage").codes),
        children,
        (places.age_max <= _YOUNG) & ~children,
        places.age_min >= _OLD,
        no_limit,
        _COLUMN * places.names_roles,
        *(_COLUMN * places.transport_codes.equals(code) for code in code_list("transport").codes),
        *(_COLUMN * places.delivery.has(code) for code in code_list("delivery_method").codes),
        *(_COLUMN * places.conditions.has(code) for code in code_list("resource_condition").codes),
        places.gender_codes.equals("female"),
        places.gender_codes.equals("male"),
    ]
    return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


class SharedFacets(NamedTuple):
    """Facets in which the places of a class agree: `facets` (number of classes, number of `columns`)."""

    columns: slice
    classes: Classes
    facets: FloatArray


_AGREEING: tuple[tuple[str, Callable[[Snapshot], Classes]], ...] = (
    ("kind:", lambda places: places.reception),
    ("transport:", lambda places: places.offer),
    ("condition:", lambda places: places.admission),
)
"""Classes whose places agree in the facets from the first of this sort up to the next one's."""


def shared_facets(snapshot: Snapshot) -> Iterator[SharedFacets]:
    """The facets of `column_names` in their order, worked out for one place of each class."""
    for (_, classes_of), columns in zip(_AGREEING, _stretches(), strict=True):
        classes = classes_of(snapshot)
        if classes not in _KEPT:
            # Asked for row by row.
            facets = np.ascontiguousarray(column_facets(classes.places)[:, columns])
            _KEPT[classes] = SharedFacets(columns, classes, facets)
        yield _KEPT[classes]


@cache
def _stretches() -> tuple[slice, ...]:
    sorts = [name[: name.find(":") + 1] for name in column_names()]
    begins = [sorts.index(first) for first, _ in _AGREEING]
    return tuple(slice(*pair) for pair in pairwise([*begins, len(sorts)]))


# They depend on no person.
_KEPT: WeakKeyDictionary[Classes, SharedFacets] = WeakKeyDictionary()


def column_facets_at(snapshot: Snapshot, rows: IntArray) -> FloatArray:
    """`column_facets` of some rows of a snapshot."""
    shared = shared_facets(snapshot)
    return np.concatenate([one.facets.take(one.classes.numbers[rows], axis=0) for one in shared], axis=1)


def spoken_table(by_prefix: Mapping[str, FloatArray]) -> FloatArray:
    """Shape (concepts, 2 ** FLAG_BITS): what a concept said with these flags comes to, Σ of scale · leaning[concept]
    over the prefixes of `SPOKEN` that the flags show."""
    values = np.stack([SPOKEN[prefix][1] * leaning for prefix, leaning in by_prefix.items()], axis=1)
    shown = np.arange(1 << FLAG_BITS) & np.array([SPOKEN[prefix][0] for prefix in by_prefix])[:, None]
    return np.asarray(np.einsum("cp,pf->cf", values, (shown != 0).astype(np.float64)))


@dataclass(frozen=True)
class Spoken:
    """What the rows under consideration say, row by row: row `rows[k]` says `entries[k]` (concept << FLAG_BITS |
    flags)."""

    rows: IntArray
    entries: IntArray
    size: int

    def dot(self, table: FloatArray) -> FloatArray:
        """Σ over what a row says of `table` (see spoken_table), shape (size,)."""
        return np.bincount(self.rows, weights=table.ravel().take(self.entries), minlength=self.size).astype(
            np.float64
        )

    def most(self, values: FloatArray, flag: int) -> FloatArray:
        """The largest of `values[concept]` over what a row says as `flag`, shape (size,); at least 0."""
        found = np.zeros(self.size)
        rows, begins, concepts = self._stated if flag == STATED else self._said_as(flag)
        if len(rows):
            found[rows] = np.maximum(np.maximum.reduceat(values.take(concepts), begins), 0.0)
        return found

    def sum(self, values: FloatArray, flag: int) -> FloatArray:
        """The sum of `values[concept]` over what a row says as `flag`, shape (size,)."""
        counts = np.flatnonzero(self.entries & flag)
        added = values.take(self.entries[counts] >> FLAG_BITS)
        return np.bincount(self.rows[counts], weights=added, minlength=self.size).astype(np.float64)

    @cached_property
    def _stated(self) -> tuple[IntArray, IntArray, IntArray]:
        return self._said_as(STATED)

    def _said_as(self, flag: int) -> tuple[IntArray, IntArray, IntArray]:
        """The rows that say anything as `flag`, where each begins among the concepts, and these concepts."""
        counts = np.flatnonzero(self.entries & flag)
        rows = self.rows[counts]
        begins = np.flatnonzero(np.diff(rows, prepend=-1))
        return rows[begins], begins, self.entries[counts] >> FLAG_BITS
