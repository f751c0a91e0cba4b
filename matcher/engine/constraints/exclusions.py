"""All reasons against all places, one bit per reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from matcher.engine.constraints.rules import ADMISSION, OFFER, Rule, elsewhere, reached_anywhere
from matcher.engine.constraints.schedule import never_meets
from matcher.engine.need import Need
from matcher.engine.travelling import Journeys
from resources.code_lists import code_list
from resources.columns import BoolArray, IntArray
from resources.snapshot import Classes, Snapshot

Bits = npt.NDArray[np.uint16]


@dataclass(frozen=True)
class Exclusions:
    """Bit j of `bits[i]`: place i is excluded by reason `codes[j]`; codes are in the order of the code list."""

    codes: tuple[str, ...]
    bits: Bits

    @cached_property
    def eligible(self) -> BoolArray:
        """Shape (n,): places that no reason excludes."""
        return np.asarray(self.bits == 0, dtype=np.bool_)

    @property
    def matrix(self) -> BoolArray:
        """`matrix[i, j]`: place i is excluded by reason j."""
        return np.asarray((self.bits[:, None] >> np.arange(len(self.codes), dtype=np.uint16)) & 1, dtype=bool)

    def has(self, code: str) -> BoolArray:
        """Shape (n,): places excluded by `code`, whatever else excludes them."""
        return np.asarray(self.bits & np.uint16(1 << self.codes.index(code)) != 0, dtype=np.bool_)

    def without(self, code: str) -> BoolArray:
        """Shape (n,): places that nothing excludes but, perhaps, `code`."""
        return np.asarray(self.bits & np.uint16(~(1 << self.codes.index(code)) & 0xFFFF) == 0, dtype=np.bool_)

    def of(self, place: int) -> tuple[str, ...]:
        """All reasons for one place, in order."""
        return tuple(code for j, code in enumerate(self.codes) if int(self.bits[place]) >> j & 1)

    def alone(self, code: str) -> BoolArray:
        """Shape (n,): places that `code` excludes and nothing else."""
        return np.asarray(self.bits == 1 << self.codes.index(code), dtype=np.bool_)

    def at(self, rows: IntArray) -> Exclusions:
        """The reasons against these places alone."""
        return Exclusions(self.codes, self.bits[rows])

    def only(self, codes: Collection[str], rows: IntArray | None = None) -> IntArray:
        """The places (positions in `rows`) that exactly one reason excludes, and that one of `codes`, ascending."""
        bits = self.bits if rows is None or len(rows) == len(self.bits) else self.bits[rows]
        wanted = np.zeros(1 << len(self.codes), dtype=np.bool_)
        wanted[[1 << j for j, code in enumerate(self.codes) if code in codes]] = True
        return np.flatnonzero(wanted.take(bits))

    def single(self, rows: IntArray | None = None) -> dict[int, str]:
        """Place → its reason, for the places (of `rows`) that exactly one reason excludes, in the order of places."""
        rows = np.arange(len(self.bits)) if rows is None else rows
        bits = self.bits[rows]
        one = np.bitwise_count(bits) == 1
        reasons = np.bitwise_count(bits[one] - np.uint16(1))
        return {place: self.codes[j] for place, j in zip(rows[one].tolist(), reasons.tolist(), strict=True)}

    def first_counts(self) -> dict[str, int]:
        """Number of places by their first reason; with the eligible ones they add up to the catalogue."""
        of_pattern = np.bincount(self.bits, minlength=1 << len(self.codes))
        patterns = np.arange(len(of_pattern))
        lowest = patterns & -patterns
        return {code: int(of_pattern[lowest == 1 << j].sum()) for j, code in enumerate(self.codes)}


def exclusions(need: Need, snapshot: Snapshot, journeys: Journeys) -> Exclusions:
    """All hard constraints of `need` against the catalogue."""
    bits = _by_class(ADMISSION, need, snapshot.admission)
    bits |= _by_class(OFFER, need, snapshot.offer)
    bits |= _bits("schedule", never_meets(need, snapshot.timetables)).take(snapshot.timetables.numbers)
    bits |= _bits("eligibility", elsewhere(need, snapshot))
    limit = need.structured.max_minutes if need.structured else None
    if limit is not None:
        in_reach = reached_anywhere(snapshot.offer.places).take(snapshot.offer.numbers)
        bits |= _bits("travel", journeys.longer_than(limit) & ~in_reach)
    return Exclusions(reason_codes(), bits)


@cache
def reason_codes() -> tuple[str, ...]:
    """The reason codes in the order in which they are counted."""
    return tuple(
        code.code for code in sorted(code_list("exclusion_reason"), key=lambda code: int(code.extra["order"]))
    )


@cache
def negotiable_codes() -> frozenset[str]:
    """Reasons that a worker could go and talk about; travel only where 送迎 is 要相談."""
    codes = code_list("exclusion_reason")
    return frozenset(code.code for code in codes if code.extra["negotiable"] == "true")


def _by_class(rules: Mapping[str, Rule], need: Need, classes: Classes) -> Bits:
    bits = np.zeros(len(classes), dtype=np.uint16)
    for code, rule in rules.items():
        bits |= _bits(code, rule(need, classes.places))
    return bits.take(classes.numbers)


def _bits(code: str, excluded: BoolArray) -> Bits:
    return excluded.astype(np.uint16) << np.uint16(reason_codes().index(code))
