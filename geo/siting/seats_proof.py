"""Which options together lift most people to a level: exact, by HiGHS, from the greedy choice on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csc_array, csr_array, hstack, vstack

from geo.siting.model import FloatArray, IntArray, Proof
from geo.siting.proof import proof_of


def most_lifted(
    people: FloatArray,
    missing: FloatArray,
    adds: csc_array,
    at_most: IntArray,
    add: int,
    known: Sequence[int],
    seconds: float,
) -> tuple[list[int], Proof]:
    """The better of `known` (options, repeated as often as taken) and the solver's choice, with the proof.

    `missing` (n,): access that a cell lacks to the level (≤ 0: it has it); `adds` (n, q): access by option. A cell
    that even its `add` best options cannot lift is left out before.
    """
    by_cell = csr_array(adds)
    best = _largest_sums(by_cell, at_most, add)
    cells = np.flatnonzero((missing > 0) & (best >= missing) & (people > 0))
    value = _lifted(people, missing, adds, known)
    if not len(cells):
        return list(known), proof_of(value, value, "bound")
    scale = (
        1.0 / missing[cells]
    )  # each row in shares of what is missing: the solver's tolerance means the same
    given = by_cell[cells].multiply(scale[:, None])
    q = len(at_most)
    matrix = vstack(
        [
            hstack([csr_array(given), -csr_array(_identity(len(cells)))]),
            csr_array(np.append(-np.ones(q), np.zeros(len(cells)))[None, :]),
        ]
    )
    result = milp(
        np.append(np.zeros(q), -people[cells]),
        integrality=np.ones(q + len(cells)),
        bounds=(0.0, np.append(at_most.astype(np.float64), np.ones(len(cells)))),
        constraints=LinearConstraint(matrix, lb=np.append(np.zeros(len(cells)), -float(add))),
        options={"mip_rel_gap": 0.0, "time_limit": seconds},
    )
    chosen = list(known)
    if result.x is not None:
        times = np.rint(result.x[:q]).astype(np.int64)
        found = [int(option) for option in np.repeat(np.arange(q), times)]
        if _lifted(people, missing, adds, found) > value:
            chosen, value = found, _lifted(people, missing, adds, found)
    limit = float(people[cells].sum())
    if result.mip_dual_bound is not None:
        limit = min(limit, -float(result.mip_dual_bound))
    return chosen, proof_of(value, max(limit, value), "MILP")


def _identity(size: int) -> csr_array:
    return csr_array((np.ones(size), (np.arange(size), np.arange(size))), shape=(size, size))


def _largest_sums(by_cell: csr_array, at_most: IntArray, add: int) -> FloatArray:
    """Shape (n,): what the `add` options that give a cell most give it together."""
    sums = np.zeros(by_cell.shape[0])
    for cell in range(len(sums)):
        start, end = by_cell.indptr[cell], by_cell.indptr[cell + 1]
        times = np.minimum(at_most[by_cell.indices[start:end]], add)
        sums[cell] = np.sort(np.repeat(by_cell.data[start:end], times))[::-1][:add].sum()
    return sums


def _lifted(people: FloatArray, missing: FloatArray, adds: csc_array, options: Sequence[int]) -> float:
    times = np.bincount(np.asarray(options, dtype=np.int64), minlength=adds.shape[1])
    more = np.asarray(adds @ times.astype(np.float64))
    return float(people[(missing > 0) & (more >= missing)].sum())
