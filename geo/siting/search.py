"""Good choices fast: greedy, then swaps (Teitz & Bart 1968), and the order in which sites are told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.siting.savings import Savings, best_units, gains, swap_totals, total, units_of, weighted

# Two totals are the same when they differ by no more than rounding.
ROUNDING = 1e-9


def greedy(problem: Savings, add: int) -> tuple[int, ...]:
    """Up to `add` candidates, each the one that adds most to those before; ties by the lowest number.

    At least 1 − 1/e of the best total (Nemhauser, Wolsey & Fisher 1978). Stops where nothing is added.
    """
    chosen: list[int] = []
    best = best_units(problem, chosen)
    while len(chosen) < add and problem.number_of_candidates:
        adds = gains(problem, best)
        candidate = int(np.argmax(adds))
        if adds[candidate] <= ROUNDING * max(1.0, problem.ceiling):
            break
        chosen.append(candidate)
        best = np.maximum(best, units_of(problem, [candidate])[:, 0])
    return tuple(chosen)


def swapped(problem: Savings, chosen: Sequence[int]) -> tuple[int, ...]:
    """The choice after the best swap has been made as long as one improves it."""
    current, value = list(chosen), total(problem, chosen)
    while current:
        totals = swap_totals(problem, current)
        out, candidate = np.unravel_index(int(np.argmax(totals)), totals.shape)
        if totals[out, candidate] <= value + ROUNDING * max(1.0, value):
            break
        current[int(out)] = int(candidate)
        value = float(totals[out, candidate])
    return tuple(sorted(current))


def lowest_of_equals(problem: Savings, chosen: Sequence[int]) -> tuple[int, ...]:
    """Equally good swaps to lower numbers, until there is none: the tie-break of whole choices."""
    current = sorted(chosen)
    needed = total(problem, current) * (1.0 - ROUNDING)
    while current:
        lower = np.arange(problem.number_of_candidates) < np.array(current)[:, None]
        equal = (swap_totals(problem, current) >= needed) & lower
        if not equal.any():
            break
        out = int(np.flatnonzero(equal.any(axis=1))[-1])
        current[out] = int(np.flatnonzero(equal[out])[0])
        current.sort()
    return tuple(current)


def by_contribution(problem: Savings, chosen: Sequence[int]) -> list[tuple[int, float]]:
    """The chosen candidates, each with what it adds to those before it: the largest first, ties by number."""
    left = sorted(chosen)
    table = dict(zip(left, units_of(problem, left).T, strict=True))
    best = np.zeros(len(problem.weights))
    ordered: list[tuple[int, float]] = []
    while left:
        adds = [weighted(problem.weights, np.maximum(table[column] - best, 0.0)) for column in left]
        place = int(np.argmax(adds))
        column = left.pop(place)
        ordered.append((column, adds[place]))
        best = np.maximum(best, table[column])
    return ordered
