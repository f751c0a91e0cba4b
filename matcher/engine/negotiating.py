"""Which places a worker could go and ask to bend one condition, best fit first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matcher.engine.bending import are_children_for_adult, bent_fits
from matcher.engine.constraints import Exclusions, negotiable_codes
from matcher.engine.explaining.pairing import pair
from matcher.engine.explaining.refusals import ask
from resources.snapshot import Snapshot

if TYPE_CHECKING:
    from matcher.engine.match import Judged

IntArray = npt.NDArray[np.int64]

# Of a large catalogue nobody asks more places than these; of a city's all are named.
_ASKED_WHOLE, _MOST_TO_ASK = 1_000, 50


@dataclass(frozen=True, slots=True)
class Negotiable:
    """A place that excludes the person by one condition which a worker can go and talk about.

    `fit` is the score reduced by the size of the gap (matcher.engine.bending).
    """

    resource: str
    condition: str
    ask: str
    score: float
    fit: float


def to_ask(excluded: Exclusions, snapshot: Snapshot, codes: Collection[str], rows: IntArray) -> IntArray:
    """Those of `rows` that one of the negotiable reasons `codes` excludes and nothing else, in their order."""
    alone = rows[excluded.only(codes, rows)]
    if "travel" not in codes:
        return alone
    drives = snapshot.transport_codes.take(alone).equals("negotiable")
    return alone[drives | ~excluded.at(alone).has("travel")]


def negotiable_places(judged: Judged) -> tuple[Negotiable, ...]:
    """Best fit first; the fit falls with the size of the gap that would have to be bridged."""
    context, snapshot = judged.context, judged.context.snapshot
    found: list[tuple[float, str, int, str, bool]] = []
    for code in sorted(negotiable_codes()):
        rows = to_ask(judged.excluded, snapshot, [code], context.rows)
        if not len(rows):
            continue
        index = np.searchsorted(context.rows, rows)
        fits = bent_fits(context, code, judged.scores.total)[index]
        for_children = are_children_for_adult(context, code)[index]
        columns = (fits.tolist(), snapshot.keys[rows].tolist(), rows.tolist(), for_children.tolist())
        found.extend((-fit, key, place, code, child) for fit, key, place, child in zip(*columns, strict=True))
    found.sort()
    first = next((row for row in found if not row[-1]), None)  # an adult is not sent to children first
    if first:
        found.remove(first)
        found.insert(0, first)
    most = len(found) if len(snapshot) <= _ASKED_WHOLE else _MOST_TO_ASK
    return tuple(
        Negotiable(key, code, ask(pair(place, context), code), judged.scores.at(place), -fit)
        for fit, key, place, code, _ in found[:most]
    )
