"""Which places are scored: all of them in a small catalogue, the most promising ones in a large one.

Above `SCORED_WHOLE` places a rough score (matcher.engine.rough_scores) picks candidates. The real components then
look at the candidates only, so a score never depends on how candidates were picked.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.engine.constraints import Exclusions
from matcher.engine.context import Context
from matcher.engine.rough_scores import rough_scores
from matcher.engine.weights import Weights

IntArray = npt.NDArray[np.int64]
RoughArray = npt.NDArray[np.float32]

SCORED_WHOLE = 3_000
CANDIDATES = 1_000
TO_ASK = 200


def candidate_rows(whole: Context, excluded: Exclusions, to_ask: IntArray, weights: Weights) -> IntArray:
    """Rows to score, ascending: every row of a small catalogue, else the best open ones and the best of `to_ask`.

    `whole` is the context of all rows; `to_ask` the rows that a worker could go and ask.
    """
    if len(whole) <= SCORED_WHOLE:
        return whole.rows
    is_open = np.flatnonzero(excluded.eligible)
    rows = np.union1d(is_open, to_ask)
    rough = rough_scores(whole, weights, rows)
    best = _first(rough, rows, is_open, CANDIDATES)
    return np.union1d(best, _first(rough, rows, to_ask, TO_ASK))


def _first(rough: RoughArray, rows: IntArray, among: IntArray, most: int) -> IntArray:
    """The `most` of `among` with the highest rough score (`rough` is of `rows`); of equals the first."""
    if len(among) <= most:
        return among
    values = rough[np.searchsorted(rows, among)]
    least = np.partition(values, len(values) - most)[len(values) - most]
    above, equal = among[values > least], among[values == least]
    return np.concatenate([above, equal[: most - len(above)]])
