"""Entries that may be one place, with a probability and what speaks for it. A person decides.

Probabilities come from a model trained on made misspellings (`python -m bench.duplicates`); how two entries are
compared stands in `resources.quality.pairs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resources.quality.pairs.candidates import candidate_pairs
from resources.quality.pairs.evidence import evidence
from resources.quality.pairs.facts import Facts, facts_of
from resources.quality.pairs.features import Index, features, metres_between
from resources.quality.pairs.model import duplicates_model
from resources.records import ResourceRecord

LIKELY = 0.5
"""From this probability a pair is shown. On towns that trained nothing, see docs/figures.md: recall and precision."""

_CHUNK = 100_000  # pairs at a time, so that memory does not grow with the catalogue
_VOLUNTEER = "volunteer_person"


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two keys (a < b), a probability in [0, 1], and the evidence in words, strongest first."""

    a: str
    b: str
    probability: float
    evidence: tuple[str, ...]


def find_duplicates(records: Sequence[ResourceRecord], *, at_least: float = LIKELY) -> list[DuplicatePair]:
    """Pairs of at least this probability, most probable first, then by key."""
    ordered = sorted(records, key=lambda record: record.key)
    facts = facts_of(ordered)
    first, second = candidate_pairs(facts)
    found: list[DuplicatePair] = []
    for begin in range(0, len(first), _CHUNK):
        chunk = slice(begin, begin + _CHUNK)
        found += _likely(ordered, facts, first[chunk], second[chunk], at_least)
    return sorted(found, key=lambda pair: (-pair.probability, pair.a, pair.b))


def same_place(a: ResourceRecord, b: ResourceRecord, *, same_phone: bool | None = None) -> DuplicatePair:
    """How probable it is that two entries are one place.

    `same_phone` is for whoever holds records without their telephone numbers (a snapshot): True they share a number,
    False nothing is known of it.
    """
    ordered = sorted((a, b), key=lambda record: record.key)
    known = None if same_phone is None else np.array([same_phone])
    one, other = np.array([0]), np.array([1])
    (pair,) = _likely(ordered, facts_of(ordered), one, other, 0.0, same_phone=known)
    return pair


def probabilities_of_one_place(
    records: Sequence[ResourceRecord], first: Index, second: Index, *, same_phone: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """Shape (pairs,): `same_place` of many pairs (rows of `records`) at once, without the words."""
    values = features(facts_of(records), first, second, same_phone=same_phone)
    return duplicates_model().probabilities(values)


def _likely(
    records: Sequence[ResourceRecord],
    facts: Facts,
    first: Index,
    second: Index,
    at_least: float,
    *,
    same_phone: npt.NDArray[np.bool_] | None = None,
) -> list[DuplicatePair]:
    """The pairs of at least this probability, with their evidence."""
    model = duplicates_model()
    values = features(facts, first, second, same_phone=same_phone)
    probabilities = np.round(model.probabilities(values), 3)
    rows = np.flatnonzero(probabilities >= at_least)
    added = model.contributions(values[rows])
    metres = metres_between(facts, first[rows], second[rows])
    return [
        DuplicatePair(
            a=records[first[row]].key,
            b=records[second[row]].key,
            probability=float(probabilities[row]),
            evidence=evidence(
                values[row],
                added[number],
                metres=float(metres[number]),
                volunteers=_VOLUNTEER in (records[first[row]].kind, records[second[row]].kind),
            ),
        )
        for number, row in enumerate(rows.tolist())
    ]
