"""What a form asks to avoid, as a hard reason: only where the place states the very thing in a code.

Everything less plain (a word in a description) lowers the score instead, see components. The rules are data:
`data/avoid_rules.csv`, one exact value of the form's list per row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from matcher.engine.data_tables import read_table
from resources.folding import fold_text
from resources.snapshot import Snapshot

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class AvoidRule:
    """`column` "group_size": the place has that size. "only_delivery": it offers that way and no other."""

    column: str
    value: str


@cache
def avoid_rules() -> dict[str, AvoidRule]:
    """Folded value of the form → rule."""
    return {
        fold_text(row["surface"]): AvoidRule(row["column"], row["value"])
        for row in read_table("avoid_rules.csv")
    }


def avoided(values: Sequence[str], snapshot: Snapshot) -> BoolArray:
    """Shape (n,): places that state something which `values` ask to avoid."""
    excluded = np.zeros(len(snapshot), dtype=np.bool_)
    for value in values:
        rule = avoid_rules().get(fold_text(value))
        if rule is not None:
            excluded |= states(rule, snapshot)
    return excluded


def states(rule: AvoidRule, snapshot: Snapshot) -> BoolArray:
    """Shape (n,): places that state what the rule is about."""
    if rule.column == "group_size":
        return snapshot.group_size_codes.equals(rule.value)
    only_one: BoolArray = snapshot.delivery.number_of_codes() == 1
    return snapshot.delivery.has(rule.value) & only_one
