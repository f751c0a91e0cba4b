"""Where 1 … p more places help most: people covered (MCLP), or minutes for everybody (p-median)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.errors import GeoError
from geo.siting.alternatives import Found, Wanted, alternatives
from geo.siting.model import BoolArray, FloatArray, Goal, Siting
from geo.siting.proof import prove
from geo.siting.question import Demand, check_add, covering_savings, median_savings
from geo.siting.savings import Savings, weighted
from geo.siting.search import by_contribution, greedy, swapped
from geo.siting.telling import told_sites

SECONDS = 20.0
NEARLY_AS_GOOD = Wanted()


def cover_most(
    demand: Demand,
    covered: BoolArray,
    add: int,
    *,
    seconds: float = SECONDS,
    wanted: Wanted | None = NEARLY_AS_GOOD,
) -> Siting:
    """The `add` candidates that bring most further people within reach of a place.

    `covered` (n,): cells that an existing place covers; they do not count again. `seconds` limits the proof: when
    it is not enough, the best choice found stands with its open gap. `wanted` None: no alternatives, for a
    comparison of numbers. Raises GeoError.
    """
    check_add(add)
    _check_cells(demand, covered)
    before = float(demand.people[covered].sum())
    return _sited("covering", demand, covering_savings(demand, covered), before, add, seconds, wanted)


def cover_most_for_each(
    demand: Demand, covered: BoolArray, up_to: int, *, seconds: float = SECONDS
) -> tuple[Siting, ...]:
    """The best 1, 2, … `up_to` more places, each chosen anew: the best two need not be among the best three.

    Without alternatives for them (`cover_most` gives those). Raises GeoError.
    """
    check_add(up_to)
    _check_cells(demand, covered)
    before = float(demand.people[covered].sum())
    problem = covering_savings(demand, covered)
    return tuple(
        _sited("covering", demand, problem, before, add, seconds, None) for add in range(1, up_to + 1)
    )


def shorten_most(
    demand: Demand,
    nearest: FloatArray,
    add: int,
    cap: float,
    *,
    seconds: float = SECONDS,
    wanted: Wanted | None = NEARLY_AS_GOOD,
) -> Siting:
    """The `add` candidates that lower Σ people × minutes to the nearest place most (p-median, places that exist fixed).

    `nearest` (n,): minutes to the nearest existing place (geo.accessibility.coverage.nearest_minutes). Nobody counts with more than `cap`
    minutes, also who reaches nothing: without a cap one remote cell would decide. The cap is at least the limit of
    the demand's reach, for a candidate beyond that limit saves nothing. Raises GeoError.
    """
    check_add(add)
    _check_cells(demand, nearest)
    if not cap >= demand.assumptions.minutes or (np.isnan(nearest) | (nearest < 0)).any():
        raise GeoError(
            "移動時間の上限(頭打ち)は、候補地を探す移動時間以上の値で指定し、既存の場所までの時間は0以上にしてください。"
        )
    capped = np.minimum(nearest, cap)
    before = weighted(demand.people, capped)
    problem = median_savings(demand, capped)
    note = f"最寄りの場所まで{cap:g}分を超える人は{cap:g}分として数える"
    siting = _sited("median", demand, problem, before, add, seconds, wanted)
    noted = replace(siting.assumptions, notes=(*siting.assumptions.notes, note))
    return replace(siting, assumptions=noted)


def _check_cells(demand: Demand, of_cells: BoolArray | FloatArray) -> None:
    if of_cells.shape != demand.people.shape:
        raise GeoError("既存の場所の計算と人口のセルの数が違います。同じ人口データで計算し直してください。")


def _sited(
    goal: Goal,
    demand: Demand,
    problem: Savings,
    before: float,
    add: int,
    seconds: float,
    wanted: Wanted | None,
) -> Siting:
    chosen, proof = prove(problem, swapped(problem, greedy(problem, add)), add, seconds)
    ordered = [(column, gain) for column, gain in by_contribution(problem, chosen) if gain > 0]
    columns = sorted(column for column, _ in ordered)
    found = alternatives(problem, columns, add, demand.in_order, wanted) if wanted else Found((), 0, {})
    sign = -1.0 if goal == "median" else 1.0
    sites = told_sites(demand, ordered, before, sign, found.near)
    after = sites[-1].objective_after if sites else before
    asked = wanted or NEARLY_AS_GOOD
    return Siting(
        goal,
        add,
        sites,
        before,
        after,
        proof,
        found.listed,
        found.left_out,
        asked.tolerance,
        asked.apart_km,
        demand.assumptions,
    )
