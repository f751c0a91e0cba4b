"""A large run cut into municipalities, each with the surroundings that its figures depend on.

A cell's score needs the places within reach (place halo), and what each of those has left needs everybody within
reach of it (demand halo): twice the radius around the municipality. With both, a tile gives its own cells exactly
the scores of the whole run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.accessibility.decay import LUO_QI, Decay
from geo.accessibility.model import checked_capacity, checked_people
from geo.accessibility.two_step import enhanced_two_step
from geo.scale.executor import Executor, InProcess
from geo.travel.model import TravelTime
from geo.travel.sphere import EARTH_RADIUS_KM

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
TextArray = npt.NDArray[np.str_]


@dataclass(frozen=True)
class Question:
    """What is asked of every tile. `farthest_km`: no way within the limit leads farther, as the crow flies.

    `travel` goes to other processes with each tile; one that keeps a network should load it where it is used.
    """

    travel: TravelTime
    mode: str
    limit_minutes: float
    farthest_km: float
    decay: Decay = LUO_QI


@dataclass(frozen=True)
class Tile:
    """One municipality's cells and their surroundings, in the order of the whole run.

    `own`: rows of the whole run whose scores this tile gives, `own_here`: the same cells among `cells`.
    """

    area: str
    own: IntArray
    own_here: IntArray
    cells: FloatArray
    people: FloatArray
    places: FloatArray
    capacity: FloatArray
    question: Question


def enhanced_two_step_in_tiles(
    cells: FloatArray,
    people: FloatArray,
    places: FloatArray,
    capacity: FloatArray,
    areas: TextArray,
    question: Question,
    executor: Executor | None = None,
) -> FloatArray:
    """E2SFCA scores (n,) as of one run over everything, worked area by area.

    `areas` (n,): the municipality of each cell; the rest as in geo.accessibility.two_step. In process when
    `executor` is None. Raises GeoError.
    """
    people, capacity = checked_people(people, len(cells)), checked_capacity(capacity, len(places))
    scores = np.zeros(len(cells))
    tasks = tiles(cells, people, places, capacity, areas, question)
    for own, found in (executor or InProcess()).map(scores_of, tasks):
        scores[own] = found
    return scores


def scores_of(tile: Tile) -> tuple[IntArray, FloatArray]:
    """The tile's own rows and their scores."""
    asked = tile.question
    reach = asked.travel.reach(tile.cells, tile.places, asked.mode, asked.limit_minutes)
    found = enhanced_two_step(reach, tile.people, tile.capacity, asked.decay)
    return tile.own, found.scores[tile.own_here]


def tiles(
    cells: FloatArray,
    people: FloatArray,
    places: FloatArray,
    capacity: FloatArray,
    areas: TextArray,
    question: Question,
) -> Iterator[Tile]:
    """One tile per area, areas ascending, made when it is asked for."""
    names, area = np.unique(areas, return_inverse=True)
    grouped = np.argsort(area, kind="stable")
    ends = np.cumsum(np.bincount(area, minlength=len(names)))
    for name, own in zip(names, np.split(grouped, ends[:-1]), strict=True):
        near = _around(cells[own], cells, 2.0 * question.farthest_km)
        near[own] = True
        rows = np.flatnonzero(near)
        offering = _around(cells[own], places, question.farthest_km)
        yield Tile(
            str(name), own, np.searchsorted(rows, own), cells[rows], people[rows],
            places[offering], capacity[offering], question,
        )  # fmt: skip


def _around(own: FloatArray, positions: FloatArray, radius_km: float) -> npt.NDArray[np.bool_]:
    """Positions in the box that holds everything within the radius of `own`, shape (len(positions),).

    Between latitudes up to φ, hav(Δλ) ≤ hav(d) / cos² φ. The date line is not crossed: Japan lies west of it.
    """
    known = own[np.isfinite(own).all(axis=1)]
    if not len(known):
        return np.zeros(len(positions), dtype=bool)
    angle = min(radius_km / EARTH_RADIUS_KM, np.pi / 2.0) + 1e-9  # some millimetres more than rounding
    north_south = np.degrees(angle)
    (south, west), (north, east) = known.min(axis=0), known.max(axis=0)
    highest = min(max(abs(south - north_south), abs(north + north_south)), 90.0)
    narrowing = max(np.cos(np.radians(highest)), 1e-9)
    east_west = np.degrees(2.0 * np.arcsin(min(np.sin(angle / 2.0) / narrowing, 1.0)))
    latitude, longitude = positions[:, 0], positions[:, 1]
    inside: npt.NDArray[np.bool_] = (
        (latitude >= south - north_south)
        & (latitude <= north + north_south)
        & (longitude >= west - east_west)
        & (longitude <= east + east_west)
    )
    return inside
