"""Where more seats or a further weekday lift most people to a level of seats per person.

Access by the two-step floating catchment is shared out, never made: a seat more raises Σ people × access by one seat
wherever it is put (while somebody is in reach). Mean access therefore tells no place from another. What differs is
who gets it: the number of people at or above a stated level, and the seats still missing to that level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_array

from geo.accessibility.decay import Decay, within
from geo.accessibility.model import Catchments
from geo.errors import GeoError
from geo.siting.catchment import access_per_seat
from geo.siting.model import Assumptions, BoolArray, FloatArray, IntArray, Proof, TextArray
from geo.siting.question import Demand, check_add
from geo.siting.seats_proof import most_lifted

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Options:
    """q ways of giving more: `places` (q,) index the demand's candidates, `seats` (q,) a week more, > 0.

    A place that exists, a candidate without seats so far, and the same place on two weekdays are all options.
    `codes` are unique and break ties; `labels` say in words what is done; `at_most` (q,): how often each.
    """

    codes: TextArray
    labels: TextArray
    places: IntArray
    seats: FloatArray
    at_most: IntArray

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class Step:
    """One option taken, after those before it. `lifted`: further people at the level; `closed`: seats less missing.

    `others`: options that at this step would do as well within the tolerance, best first, at least one if any helps.
    """

    option: int
    code: str
    label: str
    lifted: float
    closed: float
    others: tuple[str, ...]


@dataclass(frozen=True)
class MoreSeats:
    """`access_before`, `access_after` (n,): seats a week per person; `proof` is about people at the level.

    `unknown_seats`: places left out because their seats are not stated.
    """

    level: float
    steps: tuple[Step, ...]
    access_before: FloatArray
    access_after: FloatArray
    people_before: float
    people_after: float
    proof: Proof
    unknown_seats: int
    assumptions: Assumptions

    def at_level(self, access: FloatArray) -> BoolArray:
        """Cells at or above the level, shape (n,)."""
        return np.asarray(access >= self.level * (1.0 - _ROUNDING))


@dataclass(frozen=True)
class _World:
    """What is constant while options are tried: people, level, and the access that each option gives (n, q)."""

    people: FloatArray
    level: float
    adds: csc_array


def lift_most(
    demand: Demand,
    seats: FloatArray,
    options: Options,
    add: int,
    level: float,
    *,
    decay: Decay | None = None,
    counted: BoolArray | None = None,
    seconds: float = 10.0,
    tolerance: float = 0.02,
) -> MoreSeats:
    """The `add` options after which most people have at least `level` seats a week per person.

    `seats` (k,): a week at each of the demand's candidates now; 0 for a place yet to open, NaN where not stated
    (left out, counted in the answer); `decay` None: whoever is in reach counts fully (2SFCA).
    `counted` (n,): cells whose people shall be lifted, None: all; the others only share the seats (another
    municipality's people). Greedy: each step takes the option that lifts most further people to the level; if none lifts anybody, the one that closes most of the missing seats; then the lowest code. Every gain is
    computed exactly. HiGHS then looks for a better set, and the gap is stated. Raises GeoError.
    """
    check_add(add)
    _check(demand, seats, options, level)
    catchments = Catchments(demand.reach, decay or within(demand.assumptions.minutes))
    shares = access_per_seat(demand.people, catchments)
    before = np.asarray(shares @ np.nan_to_num(seats, nan=0.0))
    by_code = np.argsort(options.codes, kind="stable")
    adds = csc_array(shares[:, options.places[by_code]] * options.seats[by_code])
    people = demand.people if counted is None else np.where(counted, demand.people, 0.0)
    world = _World(people, level, adds)
    at_most = options.at_most[by_code]
    chosen = _greedy(world, before, at_most, add)
    better, proof = most_lifted(
        people, level * (1.0 - _ROUNDING) - before, adds, at_most, add, chosen, seconds
    )
    steps, after = _told(world, before, better, at_most, options, by_code, tolerance)
    note = f"水準: 1人あたり週{level:g}席以上"
    assumptions = replace(demand.assumptions, notes=(*demand.assumptions.notes, note))
    return MoreSeats(
        level,
        steps,
        before,
        after,
        _people_at(world, before),
        _people_at(world, after),
        proof,
        int(np.isnan(seats).sum()),
        assumptions,
    )


def _check(demand: Demand, seats: FloatArray, options: Options, level: float) -> None:
    if seats.shape != (len(demand.candidates),) or (seats < 0).any():
        raise GeoError("場所ごとの席数の個数が場所の数と違うか、負の席数があります。")
    if not level > 0:
        raise GeoError("1人あたりの席数の水準は0より大きい値で指定してください。")
    if not len(options) or len(np.unique(options.codes)) < len(options):
        raise GeoError(
            "増やし方の選択肢がないか、同じコードの選択肢があります。選択肢ごとに別のコードを付けてください。"
        )
    if not (options.seats > 0).all() or (options.at_most < 1).any():
        raise GeoError("増やし方の選択肢は、増える席数を0より大きく、回数の上限を1以上にしてください。")


def _people_at(world: _World, access: FloatArray) -> float:
    return float(world.people[access >= world.level * (1.0 - _ROUNDING)].sum())


def _gains(world: _World, access: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Shape (q,) each: people that each option would lift to the level now, and missing seats it would close."""
    adds = world.adds
    cells, options = adds.indices, np.repeat(np.arange(adds.shape[1]), np.diff(adds.indptr))
    now, then = access[cells], access[cells] + adds.data
    least = world.level * (1.0 - _ROUNDING)
    people = world.people[cells]
    lifted = people * ((now < least) & (then >= least))
    closed = people * (np.minimum(then, world.level) - np.minimum(now, world.level))
    return (
        np.bincount(options, lifted, minlength=adds.shape[1]).astype(np.float64),
        np.bincount(options, closed, minlength=adds.shape[1]).astype(np.float64),
    )


def _order(lifted: FloatArray, closed: FloatArray, free: BoolArray) -> IntArray:
    """Options that help and are free, best first: people lifted, seats closed, code."""
    # Sums of the same people in another order differ in the last digits only.
    rounded = [np.array([float(f"{value:.9g}") for value in values]) for values in (lifted, closed)]
    order = np.lexsort((np.arange(len(free)), -rounded[1], -rounded[0]))
    helps = free & ((rounded[0] > 0) | (rounded[1] > 0))
    return np.asarray(order[helps[order]])


def _greedy(world: _World, before: FloatArray, at_most: IntArray, add: int) -> list[int]:
    access, left, chosen = before.copy(), at_most.copy(), list[int]()
    while len(chosen) < add:
        order = _order(*_gains(world, access), left > 0)
        if not len(order):
            break
        _take(world, access, int(order[0]))
        left[order[0]] -= 1
        chosen.append(int(order[0]))
    return chosen


def _take(world: _World, access: FloatArray, option: int) -> None:
    start, end = world.adds.indptr[option], world.adds.indptr[option + 1]
    access[world.adds.indices[start:end]] += world.adds.data[start:end]


def _told(
    world: _World,
    before: FloatArray,
    chosen: Sequence[int],
    at_most: IntArray,
    options: Options,
    by_code: IntArray,
    tolerance: float,
) -> tuple[tuple[Step, ...], FloatArray]:
    """The chosen options in the order in which they help most, and the access after all of them."""
    access, free, steps = before.copy(), at_most.copy(), list[Step]()
    planned = np.bincount(np.asarray(chosen, dtype=np.int64), minlength=len(options))
    for _ in chosen:
        lifted, closed = _gains(world, access)
        # An option of the best set may help only together with a later one: then the lowest number.
        order = _order(lifted, closed, planned > 0)
        option = int(order[0]) if len(order) else int(np.flatnonzero(planned)[0])
        others = [int(o) for o in _order(lifted, closed, free > 0) if o != option]
        good = [o for o in others if _as_good(lifted, closed, o, option, tolerance)] or others[:1]
        original = int(by_code[option])
        steps.append(
            Step(
                original,
                str(options.codes[original]),
                str(options.labels[original]),
                float(lifted[option]),
                float(closed[option]),
                tuple(str(options.codes[by_code[o]]) for o in good),
            )
        )
        _take(world, access, option)
        planned[option] -= 1
        free[option] -= 1
    return tuple(steps), access


def _as_good(lifted: FloatArray, closed: FloatArray, other: int, option: int, tolerance: float) -> bool:
    by = lifted if lifted[option] > 0 else closed
    return bool(by[other] >= (1.0 - tolerance) * by[option])
