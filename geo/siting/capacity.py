"""Covering with room for so many people: who is in reach of a full place is not served by it.

Maximal covering with capacities (Current & Storbeck 1988, "Capacitated covering models"): one more row per site. The
people of one cell may go to several places. Places that exist take part with their own room.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geo.errors import GeoError
from geo.siting.alternatives import Choice, Wanted, by_value, codes_of, next_to
from geo.siting.model import Alternative, BoolArray, FloatArray, Proof, Siting
from geo.siting.proof import proof_of
from geo.siting.question import Demand, check_add
from geo.siting.room import SAME, World, greedy, shared_out, solved
from geo.siting.savings import condensed
from geo.siting.telling import told_sites
from geo.travel.model import Reach


def cover_within_capacity(
    demand: Demand,
    room: FloatArray,
    existing: Reach,
    existing_room: FloatArray,
    add: int,
    *,
    seconds: float = 20.0,
    wanted: Wanted | None = None,
) -> Siting:
    """The `add` candidates with which most people have a place in reach that has room for them.

    `room` (k,): people a candidate can serve; `existing`: the same cells' reach of m places that exist, with
    `existing_room` (m,), NaN where not stated: such a place is left out, for its room is neither none nor endless,
    and a note says how many. Of equal choices the greedy one stands, its ties by code. `seconds` limit the proof,
    those of `wanted` the alternatives: the best without each site and what lies next to it. Raises GeoError.
    """
    check_add(add)
    _check(demand, room, existing, existing_room)
    world = _world(demand, room, existing, existing_room)
    asked = wanted or Wanted()
    before = shared_out(world, ()).served
    chosen, proof = _best(world, np.ones(world.k, dtype=np.bool_), before, add, seconds)
    ordered = _by_contribution(world, chosen, before)
    sites = told_sites(demand, ordered, before, 1.0, {})
    after = sites[-1].objective_after if sites else before
    listed = _without_each(world, demand, [column for column, _ in ordered], before, add, asked)
    unknown = int(np.isnan(existing_room).sum())
    notes = (f"定員が分からない既存の{unknown}か所は計算に入れていない",) if unknown else ()
    assumptions = replace(demand.assumptions, notes=(*demand.assumptions.notes, *notes))
    return Siting(
        "capacity", add, sites, before, after, proof, listed, 0, asked.tolerance, asked.apart_km, assumptions
    )


def _check(demand: Demand, room: FloatArray, existing: Reach, existing_room: FloatArray) -> None:
    if room.shape != (len(demand.candidates),) or not (np.isfinite(room) & (room > 0)).all():
        raise GeoError("候補地ごとの受け入れ人数を、候補地と同じ数だけ、0より大きい値で指定してください。")
    if len(existing) != len(demand.people) or existing_room.shape != (existing.number_of_places,):
        raise GeoError("既存の場所の計算とセルまたは場所の数が違います。同じデータで計算し直してください。")
    if (existing_room < 0).any():
        raise GeoError("既存の場所の受け入れ人数に負の値があります。")


def _world(demand: Demand, room: FloatArray, existing: Reach, existing_room: FloatArray) -> World:
    k = len(demand.candidates)
    cells, columns = demand.pairs
    known = np.isfinite(existing_room)[existing.places]
    their_cells = existing.cells[known]
    rows = np.concatenate([cells, their_cells])
    all_columns = np.concatenate([columns, k + existing.places[known].astype(np.int64)])
    flows = condensed(rows, all_columns, np.ones(len(rows)), demand.people, k + existing.number_of_places)
    return World(flows, np.concatenate([room[demand.by_code], np.nan_to_num(existing_room, nan=0.0)]), k)


def _best(
    world: World, allowed: BoolArray, before: float, add: int, seconds: float
) -> tuple[tuple[int, ...], Proof]:
    """The best choice among the allowed candidates; the proof is about what it adds to `before`."""
    end = time.monotonic() + seconds
    best = greedy(world, allowed, add)
    value = shared_out(world, best).served
    found, bound = solved(world, allowed, add, max(end - time.monotonic(), 0.1))
    if found is not None:
        theirs = shared_out(world, found).served
        if theirs > value + SAME * max(1.0, value):
            best, value = found, theirs
    return tuple(sorted(best)), proof_of(value - before, max(bound, value) - before, "MILP")


def _by_contribution(world: World, chosen: Sequence[int], before: float) -> list[tuple[int, float]]:
    """The chosen candidates that add something, each with what it adds to those before it; the largest first."""
    left, taken, reached = sorted(chosen), list[int](), before
    ordered: list[tuple[int, float]] = []
    while left:
        served = [shared_out(world, [*taken, column]).served for column in left]
        # Ties by code, not by the last digits of a solution.
        place = int(np.argmax(np.round(served, 6)))
        gain = served[place] - reached
        if gain <= SAME * max(1.0, reached):
            break
        taken.append(left.pop(place))
        reached = served[place]
        ordered.append((taken[-1], gain))
    return ordered


def _without_each(
    world: World, demand: Demand, chosen: Sequence[int], before: float, add: int, wanted: Wanted
) -> tuple[Alternative, ...]:
    if not chosen:
        return ()
    candidates = demand.in_order
    gain = shared_out(world, chosen).served - before
    found: list[Choice] = []
    for site in chosen:
        allowed = ~next_to(candidates.positions, site, wanted.apart_km)
        best, _ = _best(world, allowed, before, add, wanted.seconds / len(chosen))
        if best:
            out, sites = sorted(set(chosen) - set(best)), sorted(set(best) - set(chosen))
            found.append(Choice(tuple(out), tuple(sites), shared_out(world, best).served - before))
    return tuple(
        Alternative(
            codes_of(candidates, one.out), codes_of(candidates, one.sites), one.value, one.value / gain
        )
        for one in by_value(found)
    )
