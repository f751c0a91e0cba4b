"""Who may go where: one boolean column per reason, every reason for every place.

The meaning is the collection's (architecture.md, "Meaning, the same in every collection"). What is not known
never excludes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from matcher.engine.avoidance import avoided
from matcher.engine.need import Need
from resources.code_lists import code_list
from resources.snapshot import Snapshot

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]

_OPPOSITE = {"female": "male", "male": "female"}


@dataclass(frozen=True)
class Exclusions:
    """`matrix[i, j]`: place i is excluded by reason `codes[j]`; codes are in the order of the code list."""

    codes: tuple[str, ...]
    matrix: BoolArray

    @property
    def eligible(self) -> BoolArray:
        """Shape (n,): places that no reason excludes."""
        return np.asarray(np.logical_not(np.logical_or.reduce(self.matrix, axis=1)), dtype=np.bool_)

    def has(self, code: str) -> BoolArray:
        """Shape (n,): places excluded by `code`, whatever else excludes them."""
        return self.matrix[:, self.codes.index(code)]

    def of(self, place: int) -> tuple[str, ...]:
        """All reasons for one place, in order."""
        return tuple(code for code, hit in zip(self.codes, self.matrix[place], strict=True) if hit)

    def single(self) -> dict[int, str]:
        """Place → its reason, for the places that exactly one reason excludes, in the order of places."""
        places = np.flatnonzero(self.matrix.sum(axis=1) == 1)
        columns = np.argmax(self.matrix[places], axis=1)
        return {
            place: self.codes[column] for place, column in zip(places.tolist(), columns.tolist(), strict=True)
        }

    def first_counts(self) -> dict[str, int]:
        """Number of places by their first reason; with the eligible ones they add up to the catalogue."""
        first = np.argmax(self.matrix, axis=1)[self.matrix.any(axis=1)]
        counts = np.bincount(first, minlength=len(self.codes))
        return {code: int(count) for code, count in zip(self.codes, counts, strict=True)}


@dataclass(frozen=True)
class Question:
    """What a rule may look at. `minutes` are NaN where unknown."""

    need: Need
    snapshot: Snapshot
    minutes: FloatArray


def exclusions(need: Need, snapshot: Snapshot, minutes: FloatArray) -> Exclusions:
    """All hard constraints of `need` against the catalogue."""
    question = Question(need, snapshot, minutes)
    codes = reason_codes()
    columns = [_RULES[code](question) for code in codes]
    return Exclusions(codes, np.array(columns, dtype=np.bool_).T)


@cache
def reason_codes() -> tuple[str, ...]:
    """The reason codes in the order in which they are counted."""
    return tuple(
        code.code for code in sorted(code_list("exclusion_reason"), key=lambda code: int(code.extra["order"]))
    )


def _nothing(question: Question) -> BoolArray:
    return np.zeros(len(question.snapshot), dtype=np.bool_)


def _closed(question: Question) -> BoolArray:
    return np.asarray(question.snapshot.status != "open", dtype=np.bool_)


def _full(question: Question) -> BoolArray:
    return np.asarray(question.snapshot.openings == 0, dtype=np.bool_)


def _gender(question: Question) -> BoolArray:
    opposite = _OPPOSITE.get(question.need.gender or "")
    if opposite is None:
        return _nothing(question)
    return np.asarray(question.snapshot.gender == opposite, dtype=np.bool_)


def _age(question: Question) -> BoolArray:
    age = question.need.age
    if age is None:
        return _nothing(question)
    return np.asarray((age < question.snapshot.age_min) | (age > question.snapshot.age_max), dtype=np.bool_)


def _eligibility(question: Question) -> BoolArray:
    need, snapshot = question.need, question.snapshot
    excluded = _nothing(question)
    if need.district:
        bound = np.flatnonzero(snapshot.conditions.has("resident_district"))
        districts = snapshot.district[bound]
        excluded[bound] = (districts != need.district) & (districts != "")
    holds = need.structured.holds if need.structured else None
    if holds is not None:
        for condition in code_list("resource_condition"):
            wanted = condition.extra["holding"]
            if wanted and wanted not in holds:
                excluded |= snapshot.conditions.has(condition.code)
    return excluded


def _accessibility(question: Question) -> BoolArray:
    structured, snapshot = question.need.structured, question.snapshot
    if structured is None or "wheelchair" not in structured.accessibility:
        return _nothing(question)
    steps_only = snapshot.accessibility.has("steps") & ~snapshot.accessibility.has("wheelchair")
    return steps_only & snapshot.delivery.has("on_site") & ~comes_or_calls(snapshot)


def _avoid(question: Question) -> BoolArray:
    structured = question.need.structured
    return avoided(structured.avoid if structured else (), question.snapshot)


def _travel(question: Question) -> BoolArray:
    structured, snapshot = question.need.structured, question.snapshot
    if structured is None or structured.max_minutes is None:
        return _nothing(question)
    too_far = question.minutes > structured.max_minutes  # NaN compares false: unknown is in reach
    return np.asarray(too_far & ~comes_or_calls(snapshot) & (snapshot.transport != "yes"), dtype=np.bool_)


def _schedule(question: Question) -> BoolArray:
    structured = question.need.structured
    if structured is None or not structured.available:
        return _nothing(question)
    states_days = _nothing(question)
    states_days[question.snapshot.slots.entry] = True
    return states_days & ~(shared_minutes(question.need, question.snapshot) > 0)


def _fee(question: Question) -> BoolArray:
    structured = question.need.structured
    if structured is None or structured.max_fee is None:
        return _nothing(question)
    return np.asarray(question.snapshot.fee_yen > structured.max_fee, dtype=np.bool_)


def comes_or_calls(snapshot: Snapshot) -> BoolArray:
    """Shape (n,): 訪問 or オンライン, in reach at any distance."""
    return snapshot.delivery.has("home_visit") | snapshot.delivery.has("online")


def shared_minutes(need: Need, snapshot: Snapshot) -> FloatArray:
    """Longest overlap of one opening with one free stretch, in minutes, shape (n,).

    +inf where the weekday is shared and the hours of the place are unknown; 0 where nothing is shared.
    """
    longest = np.zeros(len(snapshot), dtype=np.float64)
    slots = snapshot.slots
    weekdays = list(code_list("weekday").codes)
    for free in need.structured.available if need.structured else ():
        if free.weekday not in weekdays:
            continue
        rows = np.flatnonzero(slots.weekday == weekdays.index(free.weekday))
        overlap = np.minimum(slots.end[rows], free.end) - np.maximum(slots.start[rows], free.start)
        overlap = np.where(np.isnan(overlap), np.inf, np.maximum(overlap, 0.0))
        np.maximum.at(longest, slots.entry[rows], overlap)
    return longest


_RULES: Mapping[str, Callable[[Question], BoolArray]] = {
    "closed": _closed,
    "full": _full,
    "gender": _gender,
    "age": _age,
    "eligibility": _eligibility,
    "accessibility": _accessibility,
    "avoid": _avoid,
    "travel": _travel,
    "schedule": _schedule,
    "fee": _fee,
}
