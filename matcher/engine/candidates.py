"""Which places are scored: all of them in a small catalogue, the most promising ones in a large one.

Above `SCORED_WHOLE` places a rough score (matcher.engine.rough_scores) picks candidates. The real components then
look at the candidates only, so a score never depends on how candidates were picked.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.engine.constraints import Exclusions
from matcher.engine.context import Context
from matcher.engine.rough_scores import learned_of_words, rough_scores
from matcher.engine.weights import Weights

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]
RoughArray = npt.NDArray[np.float32]

SCORED_WHOLE = 3_000
CANDIDATES = 600
TO_ASK = 200
SHORTLIST = 20
"""So many times the candidates are looked at for what takes longest."""


def candidate_rows(whole: Context, excluded: Exclusions, to_ask: IntArray, weights: Weights) -> IntArray:
    """Rows to score, ascending: every row of a small catalogue, else the best open ones and the best of `to_ask`.

    `whole` is the context of all rows; `to_ask` the rows that a worker could go and ask.
    """
    if len(whole) <= SCORED_WHOLE:
        return whole.rows
    looked_at = excluded.eligible.copy()
    looked_at[to_ask] = True
    rows = np.flatnonzero(looked_at)
    rough = rough_scores(whole, weights, rows)
    if len(rows) > SHORTLIST * (CANDIDATES + TO_ASK):
        kept = np.sort(_best(rough, excluded.eligible.take(rows), SHORTLIST))
        rows, rough = rows[kept], rough[kept]
    rough += learned_of_words(whole, weights, rows)
    return rows[np.sort(_best(rough, excluded.eligible.take(rows), 1))]


def _best(rough: RoughArray, is_open: BoolArray, times: int) -> IntArray:
    """The best open places and the best of the others, so many `times` as are candidates."""
    best = _first(rough, np.flatnonzero(is_open), times * CANDIDATES)
    return np.concatenate([best, _first(rough, np.flatnonzero(~is_open), times * TO_ASK)])


def _first(rough: RoughArray, among: IntArray, most: int) -> IntArray:
    """The `most` of `among` (places in `rough`) with the highest rough score; of equals the first."""
    if len(among) <= most:
        return among
    values = rough.take(among)
    least = np.partition(values, len(values) - most)[len(values) - most]
    above, equal = among[values > least], among[values == least]
    return np.concatenate([above, equal[: most - len(above)]])
