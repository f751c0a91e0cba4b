"""Does a figure cluster on the map? Moran's I for the whole and for each area, with permutation tests.

Only from 100 areas on: with fewer, the test has next to no power and a city's planner sees the map anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse

from geo.errors import GeoError

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]
TextArray = npt.NDArray[np.str_]

Kind = TypeVar("Kind", bound=np.generic)

FEWEST_AREAS = 100
_PERMUTATIONS_AT_ONCE = 100
_TIE = 1e-12  # the same neighbours summed in another order are a tie, not more and not less


@dataclass(frozen=True)
class NotComputed:
    """Why there is no figure, as a sentence for the planner."""

    why: str


@dataclass(frozen=True)
class GlobalMoran:
    """Moran's I. `expected` without any clustering; `p` two-sided; `islands`: rows without a neighbour."""

    index: float
    expected: float
    p: float
    areas: int
    islands: IntArray


@dataclass(frozen=True)
class LocalMoran:
    """Local Moran I of n areas; NaN (and "" and False) for islands and for areas without a value.

    `p` two-sided; `clusters`: "HH", "LL" (alike), "HL", "LH" (unlike its neighbours), own value first;
    `significant`: after the false discovery rate is held. `islands`: rows without a neighbour.
    """

    index: FloatArray
    p: FloatArray
    clusters: TextArray
    significant: BoolArray
    islands: IntArray


def moran(
    values: FloatArray,
    neighbours: sparse.csr_array,
    random: np.random.Generator,
    *,
    permutations: int = 999,
) -> GlobalMoran | NotComputed:
    """I = n/S0 · Σ_i Σ_j w_ij z_i z_j / Σ_i z_i², w row-standardised, z the deviations from the mean.

    P. A. P. Moran, "Notes on continuous stochastic phenomena", Biometrika 37 (1950), 17–23. Areas whose value is
    NaN are left out with their links. `neighbours` (n, n): 1 where two areas touch (geo.statistics.neighbours).
    """
    known, z, weights = _prepared(values, neighbours)
    if why := _why_not(z):
        return NotComputed(why)
    links = np.diff(weights.indptr) > 0
    scale = len(z) / links.sum() / (z @ z) if links.any() else 0.0
    index = scale * (z @ (weights @ z))
    simulated = []
    for start in range(0, permutations, _PERMUTATIONS_AT_ONCE):
        count = min(_PERMUTATIONS_AT_ONCE, permutations - start)
        shuffled = random.permuted(np.broadcast_to(z, (count, len(z))), axis=1).T
        simulated.append(scale * (shuffled * (weights @ shuffled)).sum(axis=0))
    p = _two_sided(np.concatenate(simulated), index)
    return GlobalMoran(float(index), -1.0 / (len(z) - 1), p, len(z), known[~links])


def local_moran(
    values: FloatArray,
    neighbours: sparse.csr_array,
    random: np.random.Generator,
    *,
    permutations: int = 9999,
    discovery_rate: float = 0.05,
) -> LocalMoran | NotComputed:
    """I_i = (n − 1)·z_i·Σ_j w_ij z_j / Σ_k z_k², tested by conditional permutation: the others move, i stays.

    L. Anselin, "Local indicators of spatial association – LISA", Geographical Analysis 27 (1995), 93–115. Among
    that many tests some are low by chance: Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate",
    Journal of the Royal Statistical Society B 57 (1995), 289–300. No p is below 2 / (permutations + 1).
    """
    known, z, weights = _prepared(values, neighbours)
    if why := _why_not(z):
        return NotComputed(why)
    lag = weights @ z
    links = np.diff(weights.indptr)
    p = np.full(len(z), np.nan)
    draws = _draws(len(z) - 1, int(links.max()), permutations, random)
    for row in np.flatnonzero(links):
        others = draws[:, : links[row]]
        p[row] = _two_sided(z[row] * z[others + (others >= row)].mean(axis=1), z[row] * lag[row])
    local = np.where(links > 0, (len(z) - 1) * z * lag / (z @ z), np.nan)
    clusters = np.char.add(np.where(z > 0.0, "H", "L"), np.where(lag > 0.0, "H", "L"))
    return LocalMoran(
        _spread(local, known, len(values), np.nan),
        _spread(p, known, len(values), np.nan),
        _spread(np.where(links > 0, clusters, ""), known, len(values), ""),
        _spread(discoveries(p, discovery_rate), known, len(values), False),
        known[links == 0],
    )


def discoveries(p: FloatArray, rate: float) -> BoolArray:
    """Tests that stand when a share `rate` of those that stand may be chance (Benjamini & Hochberg 1995).

    With p ascending: all up to the last k with p_k ≤ rate·k/m; m tests, NaN is no test.
    """
    tested = np.sort(p[~np.isnan(p)])
    passing = np.flatnonzero(tested <= rate * np.arange(1, len(tested) + 1) / max(len(tested), 1))
    limit = tested[passing[-1]] if len(passing) else -1.0
    return np.asarray(p <= limit)


def _prepared(
    values: FloatArray, neighbours: sparse.csr_array
) -> tuple[IntArray, FloatArray, sparse.csr_array]:
    """Rows with a value, their deviations from the mean, and row-standardised weights among them."""
    values = np.asarray(values, dtype=np.float64)
    if neighbours.shape != (len(values), len(values)):
        raise GeoError("隣接の表の大きさが、値の数と違います。")
    known = np.flatnonzero(np.isfinite(values))
    among = sparse.csr_array(neighbours[known][:, known])
    among.eliminate_zeros()
    each = np.diff(among.indptr)
    weights = sparse.csr_array((1.0 / np.repeat(each, each), among.indices, among.indptr), shape=among.shape)
    deviations = values[known] - values[known].mean() if len(known) else np.empty(0)
    return known, deviations, weights


def _why_not(z: FloatArray) -> str | None:
    if len(z) < FEWEST_AREAS:
        return f"値の分かる区域が{len(z)}しかないため、地域的な偏りの検定は行いません({FEWEST_AREAS}区域から行います)。"
    if np.ptp(z) == 0.0:
        return "すべての区域の値が同じため、地域的な偏りの検定は行いません。"
    return None


def _draws(others: int, most: int, permutations: int, random: np.random.Generator) -> IntArray:
    """For each permutation `most` different numbers below `others`, in random order."""

    draws = [random.choice(others, most, replace=False) for _ in range(permutations)]
    return np.array(draws, dtype=np.intp).reshape(permutations, most)


def _two_sided(simulated: FloatArray, observed: float) -> float:
    """2·(the smaller tail + 1) / (permutations + 1), at most 1; ties lie in both tails."""
    room = _TIE * max(abs(observed), float(np.abs(simulated).max(initial=0.0)))
    tail = min((simulated >= observed - room).sum(), (simulated <= observed + room).sum())
    return float(min(2.0 * (tail + 1.0) / (len(simulated) + 1.0), 1.0))


def _spread(found: npt.NDArray[Kind], known: IntArray, areas: int, missing: Any) -> npt.NDArray[Kind]:
    """The figures of the rows with a value at their places among all areas."""
    everywhere = np.full(areas, missing, dtype=found.dtype)
    everywhere[known] = found
    return everywhere
