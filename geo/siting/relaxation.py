"""A bound without a solver, by Lagrangian relaxation, and the candidates that it rules out.

Cornuéjols, Fisher & Nemhauser (1977, "Location of bank accounts to optimize float"): that a row counts one site
only is given a price λ_i ≥ 0. For every λ no choice of `add` candidates does better than

    L(λ) = Σ_i λ_i + the sum of the `add` largest ρ_j,   ρ_j = Σ_i max(0, weight_i · unit_ij − λ_i)

and no choice with candidate j better than L(λ) with ρ_j in place of the smallest of these. λ moves along the
subgradient with Polyak's step towards the best known choice (Held, Wolfe & Crowder 1974). L is as low as the linear
relaxation in the limit; each step is one pass over the entries.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from geo.siting.model import BoolArray, FloatArray, IntArray
from geo.siting.savings import Savings, sums_by, weighted

# What differs by less than this share is the same: HiGHS holds its constraints to 1e-7.
TOLERANCE = 1e-6
_STEPS = 150
_FIRST_STEP = 2.0  # Polyak's step converges below twice the distance to the target
_PATIENCE = 10  # steps without a lower bound before the step is halved
_FEW = 10  # so few candidates are decided faster by the solver


@dataclass(frozen=True)
class Narrowed:
    """`bound`: no choice does better; `open`: candidates (k,) that a choice better than the known one may hold."""

    bound: float
    open: BoolArray


def whole_part(problem: Savings, bound: FloatArray | float) -> FloatArray:
    """What a total can be at most under a bound: whole people where f takes whole numbers only."""
    if not problem.whole:
        return np.asarray(bound, dtype=np.float64)
    room = min(0.5, TOLERANCE * max(1.0, problem.ceiling))  # for rounding in the bound
    return np.asarray(np.floor(np.asarray(bound) + room), dtype=np.float64)


def closed(bound: float, value: float) -> bool:
    """Whether a choice of this value is the best under this bound, to the tolerance."""
    return bound - value <= TOLERANCE * max(1.0, abs(value))


def narrowed(problem: Savings, add: int, known: float) -> Narrowed:
    """The bound and the candidates that remain, given a choice worth `known`."""
    remaining = np.ones(problem.number_of_candidates, dtype=np.bool_)
    entries = _Entries(problem.rows, problem.columns, problem.values)
    prices = np.zeros(len(problem.weights))
    bound, step, waited = math.inf, _FIRST_STEP, 0
    for _ in range(_STEPS):
        value, scores, direction = _relaxed(entries, prices, len(remaining), add)
        waited += 1
        if value < bound:
            bound, waited = value, 0
            remaining &= _may_improve(problem, value, scores, add, known)
            entries = entries.of(remaining)
            if remaining.sum() <= _FEW or closed(float(whole_part(problem, bound)), known):
                break
        if waited == _PATIENCE:
            step, waited = step / 2.0, 0
        norm = weighted(direction, direction)
        if norm == 0.0:
            break
        prices = np.maximum(prices - step * (value - known) / norm * direction, 0.0)
    # What was ruled out does no better than the known choice.
    return Narrowed(max(float(whole_part(problem, bound)), known), remaining)


@dataclass(frozen=True)
class _Entries:
    rows: IntArray
    columns: IntArray
    values: FloatArray

    def of(self, columns: BoolArray) -> _Entries:
        """Those of the candidates of the mask; unchanged as long as most are."""
        kept = columns[self.columns]
        if kept.sum() > 0.8 * len(kept):
            return self
        return _Entries(self.rows[kept], self.columns[kept], self.values[kept])


def _relaxed(entries: _Entries, prices: FloatArray, k: int, add: int) -> tuple[float, FloatArray, FloatArray]:
    """L, ρ (k,) and the subgradient of L (rows,) at these prices."""
    over = entries.values - prices[entries.rows]
    scores = sums_by(entries.columns, np.maximum(over, 0.0), k)
    chosen = np.argsort(-scores, kind="stable")[:add]
    taken = np.zeros(k, dtype=np.bool_)
    taken[chosen] = True
    served = np.flatnonzero(taken[entries.columns] & (over > 0))
    slope = 1.0 - sums_by(entries.rows[served], np.ones(len(served)), len(prices))
    return float(prices.sum() + scores[chosen].sum()), scores, slope


def _may_improve(problem: Savings, value: float, scores: FloatArray, add: int, known: float) -> BoolArray:
    smallest = np.sort(scores)[::-1][:add][-1]
    with_it = whole_part(problem, value - np.maximum(smallest - scores, 0.0))
    return np.asarray(with_it > known + TOLERANCE * max(1.0, abs(known)))
