"""How well the first places that could be offered fit: a need is met by a few good places, not by many poor ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.engine.components import LEARNED
from matcher.engine.scoring import Scores

_FIRST = 5
_TENTHS = 10.0
"""The mean differs by a few hundredths between people; in tenths it can be weighed beside facts of 0 and 1."""


def first_five(scores: Scores, is_open: npt.NDArray[np.bool_]) -> float:
    """Mean score of the five best open places by the components that come from tables alone, in tenths: [0, 10].

    `is_open` is of the rows of `scores`, at least one is. Without such components 0.
    """
    from_tables = np.array([name not in LEARNED for name in scores.names])
    shares = np.where(from_tables, scores.shares, 0.0)
    if not shares.any():
        return 0.0
    # einsum without optimisation: the same sum on every machine.
    values = np.einsum("ij,j->i", scores.values[is_open], shares / shares.sum())
    return float(_TENTHS * np.sort(values)[-_FIRST:].mean())
