"""All doubts at once: which a place raises, and what they leave of its score."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue.place_words import STATED
from matcher.engine.context import Context
from matcher.engine.data_tables import read_table
from matcher.engine.doubts import what, who

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]

_DOUBTS: Mapping[str, Callable[[Context], BoolArray]] = MappingProxyType(
    {
        "other_age": who.other_age,
        "other_area": who.other_area,
        "other_people": who.other_people,
        "not_held": who.not_held,
        "other_days": what.other_days,
        "visits": what.visits,
        "hardship": what.hardship,
    }
)
_OF_WORDS = ("other_people", "hardship")
"""Doubts that look at the words of every place."""
_KEPT = "_doubts"


def raised(context: Context) -> Mapping[str, BoolArray]:
    """Doubt → shape (len(context),), the places that raise it; worked out once and kept with the context."""
    kept: Mapping[str, BoolArray] | None = vars(context).get(_KEPT)
    if kept is None:
        kept = vars(context)[_KEPT] = {name: doubt(context) for name, doubt in _DOUBTS.items()}
    return kept


def raised_by(place: int, context: Context) -> frozenset[str]:
    """The doubts that one of the places under consideration raises."""
    index = int(np.searchsorted(context.rows, place))
    return frozenset(name for name, places in raised(context).items() if places[index])


def without_doubt(context: Context) -> FloatArray:
    """Π(1 − strength) over the doubts that a place raises, shape (len(context),): 1 where there is none."""
    value = np.ones(len(context))
    for name, places in raised(context).items():
        value *= np.where(places, 1.0 - _strengths()[name], 1.0)
    return value


def set_aside(context: Context) -> BoolArray:
    """Shape (len(context),): places that are not offered of themselves, for one of the doubts that set aside."""
    found = np.zeros(len(context), dtype=np.bool_)
    for row in read_table("doubts.csv"):
        if row["sets_aside"] == "true":
            found |= raised(context)[row["doubt"]]
    return found


def without_plain_doubt(whole: Context) -> FloatArray:
    """As `without_doubt`, quickly and for all rows: without `other_people`, which reads every word of 対象者.

    Never below `without_doubt`, and the same where a place does not raise that doubt.
    """
    value = np.ones(len(whole))
    for name, doubt in _DOUBTS.items():
        if name not in _OF_WORDS:
            value *= np.where(doubt(whole), 1.0 - _strengths()[name], 1.0)
    hard = np.zeros(len(whole), dtype=np.bool_)
    for concept in what.hardships(whole):
        hard[whole.catalogue.concepts.places(concept, STATED)] = True
    return np.asarray(value * np.where(hard, 1.0 - _strengths()["hardship"], 1.0))


@cache
def _strengths() -> Mapping[str, float]:
    return {row["doubt"]: float(row["strength"]) for row in read_table("doubts.csv")}
