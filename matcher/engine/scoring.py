"""The score: score(i) = Σ_c w_c · value_c(i) / Σ_c w_c, in [0, 1], the components c by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matcher.engine.components import COMPONENTS
from matcher.engine.context import Context
from matcher.engine.weights import Weights

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Scores:
    """`values[i, j]`: component `names[j]` of row `rows[i]` in [0, 1]; `shares[j]` its part of the score."""

    rows: IntArray
    names: tuple[str, ...]
    shares: FloatArray
    values: FloatArray
    total: FloatArray

    def added(self, name: str, place: int) -> float:
        """What one component adds to the score of one place; 0.0 for a component without weight."""
        return self.adds(place).get(name, 0.0)

    def adds(self, place: int) -> dict[str, float]:
        """What every component adds to the score of one place."""
        return dict(zip(self.names, (self.shares * self.values[self._index(place)]).tolist(), strict=True))

    def at(self, place: int) -> float:
        """The score of one place."""
        return float(self.total[self._index(place)])

    def of(self, place: int) -> dict[str, float]:
        """The components of one place by name."""
        return dict(zip(self.names, self.values[self._index(place)].tolist(), strict=True))

    def _index(self, place: int) -> int:
        return self._index_of[place]

    @cached_property
    def _index_of(self) -> dict[int, int]:
        return {place: index for index, place in enumerate(self.rows.tolist())}


def score(context: Context, weights: Weights) -> Scores:
    """Every component with a weight, and their weighted mean. Raises KeyError for a weight without component."""
    names = tuple(weights.weights)
    values = np.column_stack([COMPONENTS[name](context) for name in names])
    given = np.array([weights.weights[name] for name in names])
    shares = given / given.sum()
    # A plain sum over columns: a matrix product may depend on the number of threads.
    total = np.zeros(len(context))
    for column, share in enumerate(shares):
        total += share * values[:, column]
    return Scores(context.rows, names, shares, values, total)


def ranking(
    total: FloatArray, keys: npt.NDArray[np.str_], among: npt.NDArray[np.bool_], *, first: int | None = None
) -> list[int]:
    """Places of `among`, best first: by score rounded to 1e-9, then by key. With `first` only that many."""
    places = np.flatnonzero(among)
    rounded = np.round(total[places], 9)
    if first is not None and first < len(places):
        # Everything that ties with the last one stays in: keys decide among them.
        kept = rounded >= np.partition(rounded, len(rounded) - first)[len(rounded) - first]
        places, rounded = places[kept], rounded[kept]
    order = np.lexsort((keys[places], -rounded))[:first]
    return [int(place) for place in places[order]]
