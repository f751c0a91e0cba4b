"""How many people sites of limited room can serve, and which sites serve most: linear and mixed-integer programs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array, hstack

from geo.siting.model import BoolArray, FloatArray, IntArray
from geo.siting.savings import Savings, sums_by

SAME = 1e-6  # the solver's tolerance, as a share


@dataclass(frozen=True)
class World:
    """Candidates are columns 0 … k − 1 in order of their codes, places that exist follow; `room` of each, in people.

    `flows` has an entry for each row of people and each column that it reaches; its units are all 1.
    """

    flows: Savings
    room: FloatArray
    k: int

    def usable(self, candidates: BoolArray) -> IntArray:
        """Numbers of the flows to the candidates of the mask (k,) and to the places that exist."""
        columns = np.concatenate([candidates, np.ones(len(self.room) - self.k, dtype=np.bool_)])
        return np.flatnonzero(columns[self.flows.columns])


@dataclass(frozen=True)
class Shared:
    """People served in all, and those of each row without room (one way of sharing it out)."""

    served: float
    left: FloatArray


def shared_out(world: World, chosen: Collection[int]) -> Shared:
    """Most people served by these candidates and the places that exist."""
    mask = np.zeros(world.k, dtype=np.bool_)
    mask[list(chosen)] = True
    entries = world.usable(mask)
    people = world.flows.weights
    if not len(entries):
        return Shared(0.0, people)
    most = np.concatenate([people, world.room])
    result = linprog(
        -np.ones(len(entries)),
        A_ub=_sums(world, entries),
        b_ub=most,
        bounds=(0.0, None),
        method="highs-ds",
    )
    theirs = sums_by(world.flows.rows[entries], np.asarray(result.x), len(people))
    return Shared(float(-result.fun), np.maximum(people - theirs, 0.0))


def greedy(world: World, allowed: BoolArray, add: int) -> list[int]:
    """Each step the candidate that could take most of the people not served yet; ties by the lowest number."""
    chosen: list[int] = []
    while len(chosen) < add:
        left = shared_out(world, chosen).left
        reachable = sums_by(world.flows.columns, left[world.flows.rows], len(world.room))[: world.k]
        could = np.where(allowed, np.minimum(reachable, world.room[: world.k]), 0.0)
        could[chosen] = 0.0
        best = int(np.argmax(could))
        if could[best] <= SAME:
            break
        chosen.append(best)
    return chosen


def solved(world: World, allowed: BoolArray, add: int, seconds: float) -> tuple[list[int] | None, float]:
    """The solver's choice, None if it found none in time, and the number of people that no choice exceeds."""
    entries = world.usable(allowed)
    if not len(entries):
        return [], 0.0
    size, k, n = len(entries), world.k, len(world.flows.weights)
    result = milp(
        np.concatenate([-np.ones(size), np.zeros(k)]),
        integrality=np.concatenate([np.zeros(size), np.ones(k)]),
        bounds=(0.0, np.concatenate([np.full(size, np.inf), allowed.astype(np.float64)])),
        constraints=[
            # A candidate has its room where it is open only.
            LinearConstraint(
                hstack([_sums(world, entries), _opened(world, n)]),
                ub=np.concatenate([world.flows.weights, np.zeros(k), world.room[k:]]),
            ),
            LinearConstraint(_tied(world, entries), ub=0.0),
            LinearConstraint(np.concatenate([np.zeros(size), np.ones(k)]), ub=float(add)),
        ],
        options={"mip_rel_gap": 0.0, "time_limit": seconds},
    )
    bound = float(world.flows.weights.sum())
    if result.mip_dual_bound is not None:
        bound = min(bound, -float(result.mip_dual_bound))
    chosen = None if result.x is None else [int(c) for c in np.flatnonzero(result.x[size:] > 0.5)]
    return chosen, bound


def _sums(world: World, entries: IntArray) -> csr_array:
    """The flows added up by row of people and by column: shape (rows + columns, flows)."""
    n, numbers = len(world.flows.weights), np.arange(len(entries))
    at = np.concatenate([world.flows.rows[entries], n + world.flows.columns[entries]])
    places = (at, np.concatenate([numbers, numbers]))
    return csr_array((np.ones(len(at)), places), shape=(n + len(world.room), len(entries)))


def _opened(world: World, n: int) -> coo_array:
    candidates = np.arange(world.k)
    shape = (n + len(world.room), world.k)
    return coo_array((-world.room[: world.k], (n + candidates, candidates)), shape=shape)


def _tied(world: World, entries: IntArray) -> csr_array:
    """flow ≤ what it can be at most · open, for each flow to a candidate: keeps the relaxation tight."""
    rows, columns = world.flows.rows[entries], world.flows.columns[entries]
    new = np.flatnonzero(columns < world.k)
    most = np.minimum(world.flows.weights[rows[new]], world.room[columns[new]])
    lines = np.arange(len(new))
    at = (np.concatenate([lines, lines]), np.concatenate([new, len(entries) + columns[new]]))
    return csr_array(
        (np.concatenate([np.ones(len(new)), -most]), at), shape=(len(new), len(entries) + world.k)
    )
