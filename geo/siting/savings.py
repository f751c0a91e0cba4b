"""One mathematical form for covering and p-median: every demand row counts its best chosen candidate.

    f(S) = Σ_i weight_i · max(0, max_{j ∈ S} unit_ij)

Covering (Church & ReVelle 1974, "The maximal covering location problem"): unit 1 where the candidate covers the
row, weight = people. p-median with existing places: unit = minutes saved against the nearest existing place
(Cornuéjols, Fisher & Nemhauser 1977 maximise these savings). f is submodular and never falls with another site.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geo.siting.model import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Savings:
    """Entries (row, column, unit > 0) in order of row and column; `weights` of the rows; columns are 0 … k − 1."""

    rows: IntArray
    columns: IntArray
    units: FloatArray
    weights: FloatArray
    number_of_candidates: int

    @cached_property
    def ceiling(self) -> float:
        """f of all candidates together."""
        return weighted(self.weights, best_units(self, range(self.number_of_candidates)))

    @cached_property
    def values(self) -> FloatArray:
        """weight · unit of every entry."""
        return self.weights[self.rows] * self.units

    @cached_property
    def whole(self) -> bool:
        """Whether f takes whole numbers only."""
        return bool((self.values == np.rint(self.values)).all())

    def only(self, columns: BoolArray) -> Savings:
        """The problem with the candidates of the mask alone, of the same numbers; equal rows become one."""
        kept = columns[self.columns]
        return condensed(
            self.rows[kept], self.columns[kept], self.units[kept], self.weights, self.number_of_candidates
        )


def condensed(rows: IntArray, columns: IntArray, units: FloatArray, weights: FloatArray, k: int) -> Savings:
    """Savings without rows that nothing can serve or nobody lives in, and with equal rows added together.

    The result does not depend on the order of rows or entries, not even in the last digit: the rows are sorted
    by what they hold and weights are added in ascending order.
    """
    kept = np.flatnonzero((units > 0) & (weights[rows] > 0))
    order = kept[np.lexsort((columns[kept], rows[kept]))]
    rows, columns, units = rows[order], columns[order], units[order]
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    ends = np.append(starts, len(rows))[1:]
    contents = [
        columns[start:end].tobytes() + units[start:end].tobytes()
        for start, end in zip(starts, ends, strict=True)
    ]
    sorted_contents = {content: number for number, content in enumerate(sorted(set(contents)))}
    groups = np.array([sorted_contents[content] for content in contents], dtype=np.int64)
    demand = weights[rows[starts]]
    ascending = np.lexsort((demand, groups))
    sums = sums_by(groups[ascending], demand[ascending], len(sorted_contents))
    first = ascending[np.flatnonzero(np.diff(groups[ascending], prepend=-1))]  # one row of each group
    lengths = ends[first] - starts[first]
    offsets = np.repeat(starts[first] - np.cumsum(lengths) + lengths, lengths)
    entries = np.arange(lengths.sum()) + offsets
    return Savings(np.repeat(np.arange(len(first)), lengths), columns[entries], units[entries], sums, k)


def sums_by(keys: IntArray, values: FloatArray, size: int) -> FloatArray:
    """Shape (size,): the values added up by key 0 … size − 1, in the order given."""
    return np.bincount(keys, values, minlength=size).astype(np.float64, copy=False)


def weighted(weights: FloatArray, values: FloatArray) -> float:
    """Σ weight · value. Not by BLAS: its sums depend on the number of threads, and its threads wait busily."""
    return float((weights * values).sum())


def units_of(problem: Savings, chosen: Sequence[int]) -> FloatArray:
    """Shape (rows, len(chosen)): what each chosen candidate gives each row, 0 where nothing."""
    place = np.full(problem.number_of_candidates, -1, dtype=np.int64)
    place[list(chosen)] = np.arange(len(chosen))
    held = np.flatnonzero(place[problem.columns] >= 0)
    table = np.zeros((len(problem.weights), len(chosen)))
    table[problem.rows[held], place[problem.columns[held]]] = problem.units[held]
    return table


def best_units(problem: Savings, chosen: Sequence[int]) -> FloatArray:
    """Shape (rows,): what the best of the chosen gives each row."""
    held = np.zeros(problem.number_of_candidates, dtype=np.bool_)
    held[list(chosen)] = True
    entries = np.flatnonzero(held[problem.columns])
    best = np.zeros(len(problem.weights))
    np.maximum.at(best, problem.rows[entries], problem.units[entries])
    return best


def total(problem: Savings, chosen: Sequence[int]) -> float:
    """f of the chosen candidates."""
    return weighted(problem.weights, best_units(problem, chosen))


def gains(problem: Savings, best: FloatArray) -> FloatArray:
    """Shape (k,): what each candidate adds where the rows already have `best`; exact, one pass over the entries."""
    more = np.maximum(problem.units - best[problem.rows], 0.0) * problem.weights[problem.rows]
    return sums_by(problem.columns, more, problem.number_of_candidates)


def swap_totals(problem: Savings, chosen: Sequence[int]) -> FloatArray:
    """Shape (p, k): f after chosen[a] is replaced by candidate b; −inf where b is chosen already."""
    table = units_of(problem, chosen)
    totals = np.empty((len(chosen), problem.number_of_candidates))
    for index in range(len(chosen)):
        without = np.delete(table, index, axis=1).max(axis=1, initial=0.0)
        totals[index] = weighted(problem.weights, without) + gains(problem, without)
    totals[:, list(chosen)] = -np.inf
    return totals
