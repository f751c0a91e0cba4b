"""A place as named numbers: what the learned part looks at on the place's side.

Two sorts: what the columns say (kind, size, ages …), a few dozen facets that every place has or has not, and what
the place says of itself, one facet per concept and way of saying it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue.place_words import OPPOSED, STATED, WELCOME
from resources.code_lists import code_list
from resources.snapshot import Snapshot

FloatArray = npt.NDArray[np.float64]

# Fixed scales: how much the fit may lean on a facet before it has seen it often.
_COLUMN = 0.5
SPOKEN = {"says": (STATED, 0.5), "for": (WELCOME, 0.7), "against": (OPPOSED, 0.5)}
"""Prefix of a concept's facet → (flag of catalogue.place_words, scale)."""
_CHILD, _YOUNG, _OLD = 18.0, 45.0, 55.0


def column_names() -> tuple[str, ...]:
    """The facets of the columns, in the order of `column_facets`."""
    return (
        *(f"kind:{code}" for code in code_list("resource_kind").codes),
        *(f"size:{code}" for code in code_list("group_size").codes),
        *(f"transport:{code}" for code in code_list("transport").codes),
        *(f"stage:{code}" for code in code_list("participation_stage").codes),
        *(f"delivery:{code}" for code in code_list("delivery_method").codes),
        *(f"condition:{code}" for code in code_list("resource_condition").codes),
        "ages:children",
        "ages:young",
        "ages:old",
        "ages:any",
        "only:female",
        "only:male",
        "roles",
    )


def column_facets(places: Snapshot) -> FloatArray:
    """Shape (n, number of `column_names`): the facets of the columns."""
    children = places.age_max <= _CHILD
    no_limit = np.isinf(places.age_min) & np.isinf(places.age_max)
    columns = [
        *(places.kind_codes.equals(code) for code in code_list("resource_kind").codes),
        *(_COLUMN * places.group_size_codes.equals(code) for code in code_list("group_size").codes),
        *(_COLUMN * places.transport_codes.equals(code) for code in code_list("transport").codes),
        *(_COLUMN * places.stages.has(code) for code in code_list("participation_stage").codes),
        *(_COLUMN * places.delivery.has(code) for code in code_list("delivery_method").codes),
        *(_COLUMN * places.conditions.has(code) for code in code_list("resource_condition").codes),
        children,
        (places.age_max <= _YOUNG) & ~children,
        places.age_min >= _OLD,
        no_limit,
        places.gender_codes.equals("female"),
        places.gender_codes.equals("male"),
        _COLUMN * places.names_roles,
    ]
    return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)


@dataclass(frozen=True)
class Spoken:
    """What the rows under consideration say: row `rows[k]` reads concept `concepts[k]` with `flags[k]`."""

    rows: npt.NDArray[np.int64]
    concepts: npt.NDArray[np.int64]
    flags: npt.NDArray[np.uint8]
    size: int

    def dot(self, by_prefix: dict[str, FloatArray]) -> FloatArray:
        """Σ over what a row says of scale · leaning[concept], shape (size,); leanings by prefix of `SPOKEN`."""
        added = np.zeros(len(self.rows))
        for prefix, leaning in by_prefix.items():
            flag, scale = SPOKEN[prefix]
            added += np.where(self.flags & flag, scale * leaning[self.concepts], 0.0)
        return np.bincount(self.rows, weights=added, minlength=self.size).astype(np.float64)

    def most(self, values: FloatArray, flag: int) -> FloatArray:
        """The largest of `values[concept]` over what a row says as `flag`, shape (size,); at least 0."""
        found = np.zeros(self.size)
        counts = np.flatnonzero((self.flags & flag != 0) & (values[self.concepts] > 0))
        np.maximum.at(found, self.rows[counts], values[self.concepts[counts]])
        return found
