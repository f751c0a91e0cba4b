"""The bound and the solver by themselves: the best choice is found and proven whatever was known before."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.siting.proof import proof_of, prove
from geo.siting.relaxation import narrowed
from geo.siting.savings import Savings, condensed, total
from geo.siting.search import lowest_of_equals


def made(seed: int, *, whole: bool, levels: bool) -> tuple[Savings, np.ndarray, np.ndarray]:
    """A random problem, and its full table and weights."""
    random = np.random.default_rng(seed)
    n, k = int(random.integers(2, 40)), int(random.integers(2, 12))
    weights = random.integers(0, 5, n).astype(np.float64) if whole else random.random(n) * 10.0
    units = random.integers(1, 5, (n, k)) if levels else np.ones((n, k))
    table = np.where(random.random((n, k)) < random.random(), units, 0.0).astype(np.float64)
    rows, columns = np.nonzero(table)
    return condensed(rows, columns, table[rows, columns], weights, k), table, weights


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), add=st.integers(1, 4), whole=st.booleans(), levels=st.booleans())
def test_the_best_choice_is_proven_even_from_the_worst_one_known(
    seed: int, add: int, whole: bool, levels: bool
) -> None:
    problem, table, weights = made(seed, whole=whole, levels=levels)
    k = table.shape[1]
    best = max(
        float((weights * table[:, list(sites)].max(axis=1)).sum())
        for sites in combinations(range(k), min(add, k))
    )
    chosen, proof = prove(problem, (), add, 20.0)
    assert total(problem, chosen) == pytest.approx(best, rel=1e-9, abs=1e-9)
    assert (proof.optimal, proof.gap) == (True, 0.0)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), add=st.integers(1, 4), known=st.floats(0.0, 1.0))
def test_no_choice_better_than_the_known_one_is_ruled_out(seed: int, add: int, known: float) -> None:
    problem, table, weights = made(seed, whole=False, levels=True)
    k = table.shape[1]
    values = {
        sites: float((weights * table[:, list(sites)].max(axis=1)).sum())
        for sites in combinations(range(k), min(add, k))
    }
    best = max(values.values())
    narrow = narrowed(problem, add, known * best)
    assert narrow.bound >= best * (1 - 1e-9)
    for sites, value in values.items():
        needed = [site for site in sites if table[:, site].any()]
        if value > known * best * (1 + 1e-5) + 1e-5 and _every_site_counts(table, weights, needed, value):
            assert narrow.open[needed].all()


def _every_site_counts(table: np.ndarray, weights: np.ndarray, sites: list[int], value: float) -> bool:
    """A site that adds nothing may be ruled out: the choice without it is as good."""
    return all(
        float((weights * table[:, [s for s in sites if s != out]].max(axis=1, initial=0.0)).sum())
        < value - 1e-9
        for out in sites
    )


def test_of_equal_choices_the_one_with_the_lowest_numbers_is_told() -> None:
    rows, columns = np.array([0, 0, 1, 1, 2]), np.array([0, 3, 1, 3, 2])
    problem = condensed(rows, columns, np.ones(5), np.array([5.0, 5.0, 4.0]), 4)
    # 3 alone is worth 10, as 0 and 1 are together; what 2 adds no other one can.
    assert lowest_of_equals(problem, (2, 3)) == (2, 3)
    twins = condensed(np.array([0, 0, 1, 1]), np.array([0, 2, 1, 3]), np.ones(4), np.array([5.0, 4.0]), 4)
    assert lowest_of_equals(twins, (2, 3)) == (0, 1)


def test_an_open_gap_is_the_share_of_the_bound_that_may_be_missed() -> None:
    proof = proof_of(90.0, 100.0, "MILP")
    assert (proof.optimal, proof.gap, proof.bound, proof.method) == (False, 0.1, 100.0, "limit")
    assert proof_of(100.0, 100.00001, "MILP").gap == 0.0
