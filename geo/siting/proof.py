"""Is there a better choice? A bound by relaxation, then HiGHS on what the bound leaves open.

The model is that of Elloumi (2010, "A tighter formulation of the p-median problem"): for a row and each of its
levels of saving, u = 1 when no chosen candidate gives that level or more. With one level it is the covering model
of Church & ReVelle (1974). Before HiGHS: rows of equal content are one (condensed), dominated candidates are
dropped, and so are candidates of which the relaxations show that no choice with them beats the known one.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import LinearConstraint, OptimizeResult, linprog, milp
from scipy.sparse import coo_array, csr_array

from geo.siting.model import BoolArray, FloatArray, IntArray, Proof
from geo.siting.relaxation import Narrowed, closed, narrowed, whole_part
from geo.siting.savings import Savings, total
from geo.siting.search import lowest_of_equals, swapped

_MOST_OVERLAPS = 2e7  # looking for dominated candidates beyond this costs more than it spares


@dataclass(frozen=True)
class _Model:
    """Minimise costs @ [x, u] with matrix @ [x, u] ≥ lower; x are the candidates `columns`, u ≥ 0 the levels."""

    columns: IntArray
    costs: FloatArray
    matrix: csr_array
    lower: FloatArray


def prove(problem: Savings, known: Sequence[int], add: int, seconds: float) -> tuple[tuple[int, ...], Proof]:
    """The best choice of at most `add` candidates and how sure that is; never worse than `known`.

    `seconds` limits the solver; where it does not run out the result is the same on every machine.
    """
    end = time.monotonic() + seconds
    best = tuple(known)
    if not len(problem.weights):
        return best, Proof(True, 0.0, 0.0, "bound")
    narrow = narrowed(problem, add, total(problem, best))
    if closed(narrow.bound, total(problem, best)):
        return lowest_of_equals(problem, best), proof_of(total(problem, best), narrow.bound, "bound")
    best, bound = _by_solver(problem, narrow, best, add, end)
    return lowest_of_equals(problem, best), proof_of(total(problem, best), bound, "MILP")


def proof_of(value: float, bound: float, method: Literal["bound", "MILP"]) -> Proof:
    """What a bound says about a choice of this value (to be large)."""
    if closed(bound, value):
        return Proof(True, 0.0, max(bound, value), method)
    return Proof(False, (bound - value) / bound, bound, "limit")


def _by_solver(
    problem: Savings, narrow: Narrowed, known: tuple[int, ...], add: int, end: float
) -> tuple[tuple[int, ...], float]:
    """A choice at least as good as the known one, and a bound, from the candidates that are open.

    A choice with any other candidate does no better than the known one.
    """
    left = problem.only(narrow.open)
    if not len(left.weights):
        return known, total(problem, known)
    left = left.only(~_dominated(left))
    model = _model(left, add)
    best, bound = known, narrow.bound
    relaxed = _relaxation(model, end)
    if relaxed is not None:
        rounded = np.argsort(-relaxed.x[: len(model.columns)], kind="stable")[:add]
        best = _better(problem, best, model.columns[rounded])
        value = total(problem, best)
        bound = max(min(bound, float(whole_part(problem, left.ceiling - relaxed.fun))), value)
        if closed(bound, value):
            return best, bound
        left = left.only(_worth_keeping(left, model, relaxed, value))
    chosen, limit = _solved(left, add, end)
    if chosen is not None:
        best = _better(problem, best, chosen)
    return best, max(min(bound, float(whole_part(problem, limit))), total(problem, best))


def _better(problem: Savings, known: tuple[int, ...], other: Sequence[int] | IntArray) -> tuple[int, ...]:
    improved = swapped(problem, [int(column) for column in other])
    return improved if total(problem, improved) > total(problem, known) else known


def _dominated(problem: Savings) -> BoolArray:
    """Candidates that cover nothing which one other does not cover too; of equals the lowest number stays.

    Only for covering (all units equal) and where few candidates overlap: else nobody is called dominated.
    """
    none = np.zeros(problem.number_of_candidates, dtype=np.bool_)
    per_row = np.bincount(problem.rows).astype(np.float64)
    if not len(problem.units) or np.ptp(problem.units) > 0 or (per_row**2).sum() > _MOST_OVERLAPS:
        return none
    covers = csr_array(
        (np.ones(len(problem.rows)), (problem.rows, problem.columns)),
        shape=(len(problem.weights), problem.number_of_candidates),
    )
    both = coo_array(covers.T @ covers)
    size = np.bincount(problem.columns, minlength=problem.number_of_candidates)
    inner, outer = both.coords
    within = (both.data == size[inner]) & (inner != outer)
    larger = (size[outer] > size[inner]) | (outer < inner)
    none[inner[within & larger]] = True
    return none


def _model(problem: Savings, add: int) -> _Model:
    columns, x = np.unique(problem.columns, return_inverse=True)
    order = np.lexsort((problem.columns, -problem.units, problem.rows))
    rows, units, x = problem.rows[order], problem.units[order], x[order]
    new_row = np.diff(rows, prepend=-1) != 0
    starts = np.flatnonzero(new_row | (np.diff(units, prepend=np.inf) != 0))
    level_of = np.cumsum(np.bincount(starts, minlength=len(rows))) - 1
    values, first = units[starts], new_row[starts]
    following = np.append(np.where(first[1:], 0.0, values[1:]), 0.0)
    costs = problem.weights[rows[starts]] * (values - following)
    levels, chained = np.arange(len(starts)), np.flatnonzero(~first)
    total_row, size = len(starts), len(columns)
    matrix = csr_array(
        (
            np.concatenate([np.ones(len(x) + len(levels)), -np.ones(len(chained)), -np.ones(size)]),
            (
                np.concatenate([level_of, levels, chained, np.full(size, total_row)]),
                np.concatenate([x, size + levels, size + chained - 1, np.arange(size)]),
            ),
        ),
        shape=(total_row + 1, size + total_row),
    )
    lower = np.append(np.where(first, 1.0, 0.0), -float(add))
    return _Model(columns, np.concatenate([np.zeros(size), costs]), matrix, lower)


def _relaxation(model: _Model, end: float) -> OptimizeResult | None:
    result = linprog(
        model.costs,
        A_ub=-model.matrix,
        b_ub=-model.lower,
        bounds=(0.0, 1.0),
        method="highs-ds",
        options={"time_limit": max(end - time.monotonic(), 0.1)},
    )
    return result if result.status == 0 else None


def _worth_keeping(problem: Savings, model: _Model, relaxed: OptimizeResult, known: float) -> BoolArray:
    """Candidates that a better choice than the known one could hold, by their reduced costs."""
    reduced = relaxed.lower.marginals[: len(model.columns)]
    with_it = whole_part(problem, problem.ceiling - relaxed.fun - reduced)
    kept = np.zeros(problem.number_of_candidates, dtype=np.bool_)
    kept[model.columns[with_it > known]] = True
    return kept


def _solved(problem: Savings, add: int, end: float) -> tuple[list[int] | None, float]:
    """The solver's choice, None if it found none in time, and the total that no choice exceeds."""
    model = _model(problem, add)
    result = milp(
        model.costs,
        integrality=np.concatenate(
            [np.ones(len(model.columns)), np.zeros(len(model.costs) - len(model.columns))]
        ),
        bounds=(0.0, 1.0),
        constraints=LinearConstraint(model.matrix, lb=model.lower),
        options={"mip_rel_gap": 0.0, "time_limit": max(end - time.monotonic(), 0.1)},
    )
    least = result.mip_dual_bound if result.mip_dual_bound is not None else 0.0
    chosen = (
        None if result.x is None else [int(c) for c in model.columns[result.x[: len(model.columns)] > 0.5]]
    )
    return chosen, problem.ceiling - max(float(least), 0.0)
