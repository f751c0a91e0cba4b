"""What would do nearly as well: choices within a few per cent often lie elsewhere, so there is never "the" site.

Two sources, both exact in what they state. Every swap of one site for one candidate is evaluated. And for each
site the whole choice is made again without the site and all that lies next to it: no choice that stays clear of
that surrounding does better, when the proof closed. Candidates next to each other are one line of the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from geo.siting.model import Alternative, BoolArray, Candidates, FloatArray, IntArray
from geo.siting.proof import prove
from geo.siting.savings import Savings, swap_totals, total
from geo.siting.search import ROUNDING, greedy, swapped
from geo.travel.direct import haversine_km

MOST_LISTED = 20


@dataclass(frozen=True)
class Wanted:
    """Alternatives within `tolerance` (a share of the gain); what lies within `apart_km` is one place.

    400 m fold the eight neighbours of a 250 m cell. `seconds` for proofs without one of the sites.
    """

    tolerance: float = 0.02
    apart_km: float = 0.4
    seconds: float = 5.0


@dataclass(frozen=True)
class Found:
    """Alternatives, best first; how many more there were; and for each chosen site the codes next to it."""

    listed: tuple[Alternative, ...]
    left_out: int
    near: dict[int, tuple[str, ...]]


@dataclass(frozen=True)
class Choice:
    """A whole other choice: sorted columns out and in, and f."""

    out: tuple[int, ...]
    sites: tuple[int, ...]
    value: float


def alternatives(
    problem: Savings, chosen: Sequence[int], add: int, candidates: Candidates, wanted: Wanted
) -> Found:
    """Other choices; `candidates` are in the order of the problem's columns.

    At least one is listed if any other place would help at all, however far below the tolerance.
    """
    if not chosen:
        return Found((), 0, {})
    value = total(problem, chosen)
    needed = (1.0 - wanted.tolerance) * value * (1.0 - ROUNDING)
    around = {site: next_to(candidates.positions, site, wanted.apart_km) for site in chosen}
    swaps = swap_totals(problem, chosen)
    near = {
        site: codes_of(candidates, _best_first(np.where(around[site], swaps[index], -np.inf), needed))
        for index, site in enumerate(chosen)
    }
    elsewhere = list(_without_each(problem, chosen, around, add, wanted))
    far_swaps = list(_swaps(chosen, swaps, around, needed))
    folded = _folded(by_value([*far_swaps, *elsewhere]), candidates, value, wanted)
    good = [one for one in folded if one.gain >= needed] or folded[:1]
    return Found(tuple(good[:MOST_LISTED]), max(len(good) - MOST_LISTED, 0), near)


def next_to(positions: FloatArray, site: int, apart_km: float) -> BoolArray:
    """Candidates next to the site, itself too, shape (k,)."""
    km = haversine_km((positions[site, 0], positions[site, 1]), positions[:, 0], positions[:, 1])
    around = np.asarray(km <= apart_km)  # an unknown position is next to nothing
    around[site] = True
    return around


def _best_first(totals: FloatArray, needed: float) -> list[int]:
    order = np.argsort(-totals, kind="stable")
    return [int(column) for column in order if totals[column] >= needed]


def codes_of(candidates: Candidates, columns: Sequence[int]) -> tuple[str, ...]:
    return tuple(str(candidates.codes[column]) for column in columns)


def _without_each(
    problem: Savings, chosen: Sequence[int], around: dict[int, BoolArray], add: int, wanted: Wanted
) -> Iterator[Choice]:
    """For each site the best whole choice that has nothing of its surrounding."""
    for site in chosen:
        rest = problem.only(~around[site])
        best, _ = prove(rest, swapped(rest, greedy(rest, add)), add, wanted.seconds / len(chosen))
        if best:
            out = tuple(sorted(set(chosen) - set(best)))
            yield Choice(out, tuple(sorted(set(best) - set(chosen))), total(rest, best))


def _swaps(
    chosen: Sequence[int], swaps: FloatArray, around: dict[int, BoolArray], needed: float
) -> Iterator[Choice]:
    """Each candidate in place of the site for which it does best, if that is good enough and somewhere else."""
    table = np.array([np.where(around[site], -np.inf, swaps[i]) for i, site in enumerate(chosen)])
    for column in np.flatnonzero(table.max(axis=0) >= needed):
        index = int(np.argmax(table[:, column]))
        yield Choice((chosen[index],), (int(column),), float(table[index, column]))


def by_value(choices: Sequence[Choice]) -> list[Choice]:
    # Sums differ in the last digits by the way they were made: equal ones stand in order of their codes.
    return sorted(set(choices), key=lambda one: (-float(f"{one.value:.9g}"), one.sites, one.out))


def _folded(
    choices: Sequence[Choice], candidates: Candidates, value: float, wanted: Wanted
) -> list[Alternative]:
    """One line for choices whose new sites are next to each other, whatever they replace; best first."""
    lines: list[tuple[Choice, list[int]]] = []
    by_size: dict[int, list[int]] = {}
    for choice in choices:
        numbers = by_size.setdefault(len(choice.sites), [])
        others = [lines[number][0].sites for number in numbers]
        same = _same_place(choice.sites, others, candidates.positions, wanted.apart_km)
        if len(same):
            first, near = lines[numbers[same[0]]]
            near += [column for column in choice.sites[:1] if column not in (*first.sites, *near)]
        else:
            numbers.append(len(lines))
            lines.append((choice, []))
    return [
        Alternative(
            codes_of(candidates, first.out),
            codes_of(candidates, first.sites),
            first.value,
            first.value / value,
            codes_of(candidates, near),
        )
        for first, near in lines
    ]


def _same_place(
    sites: Sequence[int], others: Sequence[Sequence[int]], positions: FloatArray, apart_km: float
) -> IntArray:
    """Which of the others (as many sites each) are this place: every site of either has one of the other next to it."""
    if not others or not sites:
        return np.arange(len(others))
    there = positions[np.array(others)]  # (lines, sites, 2)
    km = [haversine_km((lat, lon), there[..., 0], there[..., 1]) for lat, lon in positions[list(sites)]]
    close: BoolArray = np.stack(km) <= apart_km  # (sites, lines, their sites)
    back, forth = np.any(close, axis=2), np.any(close, axis=0)
    return np.flatnonzero(np.all(back, axis=0) & np.all(forth, axis=1))
