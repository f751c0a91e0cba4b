"""Overlapping age bands (0-14, 15+, 15-64, 65+, 75+ …) turned into disjoint ones by differences."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from geo.population.model import AgeBand

FloatArray = npt.NDArray[np.float64]
_Edge = float  # the age at which a band begins or ends; inf for an open end
_ROUNDING = 1e-3  # people: projections come with four decimals, so a difference may miss 0 by that much


class Impossible(ValueError):
    """A difference came out below 0: `row` (from 0) contradicts itself in `band`."""

    def __init__(self, row: int, band: AgeBand) -> None:
        super().__init__(row, band)
        self.row = row
        self.band = band


def disjoint(bands: Mapping[AgeBand, FloatArray]) -> tuple[tuple[AgeBand, ...], FloatArray]:
    """Disjoint bands in ascending order and their counts, shape (n, number of bands).

    A band from a to b is a step between the ages a and b: what lies between two neighbouring ages can be had
    when steps lead from one to the other, added forwards and taken off backwards. Bands that no steps join to
    the ones kept, and that overlap them, are left out (their people are in the kept ones). NaN in any step is
    NaN in the difference. Raises Impossible.
    """
    kept: list[tuple[AgeBand, FloatArray]] = []
    for edges in _components(bands):
        parts = [(_band(low, high), _between(low, high, bands)) for low, high in pairwise(edges)]
        if all(not _overlap(band, other) for band, _ in parts for other, _ in kept):
            kept.extend(parts)
    kept.sort(key=lambda part: part[0].low)
    for band, people in kept:
        if (people < -_ROUNDING).any():
            raise Impossible(int(np.argmax(people < -_ROUNDING)), band)
    size = len(next(iter(bands.values()))) if bands else 0
    counts = np.column_stack([people for _, people in kept]) if kept else np.zeros((size, 0))
    return tuple(band for band, _ in kept), np.maximum(counts, 0.0)  # maximum keeps NaN


def _components(bands: Mapping[AgeBand, FloatArray]) -> list[list[_Edge]]:
    """Ages joined by bands, sorted; the component that spans most ages first, the lower one of equals."""
    components: list[set[_Edge]] = []
    for band in sorted(bands, key=_order):
        joined = {float(band.low), _end(band)}
        apart = [component for component in components if not component & joined]
        for component in components:
            if component & joined:
                joined |= component
        components = [*apart, joined]
    return sorted((sorted(component) for component in components), key=lambda c: (c[0] - c[-1], c[0]))


def _between(low: _Edge, high: _Edge, bands: Mapping[AgeBand, FloatArray]) -> FloatArray:
    """People from `low` to `high` along the fewest steps: the fewest differences, the least rounding."""
    steps: dict[_Edge, list[tuple[_Edge, FloatArray]]] = {}
    for band in sorted(bands, key=_order):
        steps.setdefault(float(band.low), []).append((_end(band), bands[band]))
        steps.setdefault(_end(band), []).append((float(band.low), -bands[band]))
    reached: dict[_Edge, FloatArray | None] = {low: None}
    queue = deque([low])
    while high not in reached:
        age = queue.popleft()
        so_far = reached[age]
        for other, people in steps[age]:
            if other not in reached:
                reached[other] = people if so_far is None else so_far + people
                queue.append(other)
    found = reached[high]
    assert found is not None  # low and high are different ages
    return found


def _order(band: AgeBand) -> tuple[float, float]:
    return float(band.low), _end(band)


def _end(band: AgeBand) -> _Edge:
    return np.inf if band.high is None else float(band.high + 1)


def _band(low: _Edge, high: _Edge) -> AgeBand:
    return AgeBand(int(low), None if np.isinf(high) else int(high) - 1)


def _overlap(one: AgeBand, other: AgeBand) -> bool:
    return one.low < _end(other) and other.low < _end(one)
