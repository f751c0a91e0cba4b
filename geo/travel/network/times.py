"""Travel times along streets: bounded Dijkstra searches (Dijkstra 1959) on a sparse graph.

From a position one goes straight to the nearest usable junction at the mode's speed, and from the last junction
straight to the place. A position farther than `SNAP_METRES` from any junction has no way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from geo.errors import UnknownTravelMode
from geo.travel.model import Reach, TravelMode
from geo.travel.network.model import MODES, StreetNetwork
from geo.travel.sphere import EARTH_RADIUS_KM, on_sphere

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

SNAP_METRES = 500.0
_AT_A_TIME = 8
"""Searches whose distances are held at once: 8 × 100,000 junctions are 6 MB, which the processor keeps near."""


@dataclass(frozen=True)
class _Snapped:
    """The nearest junction of each position and the minutes to it (inf: none near)."""

    junctions: IntArray
    minutes: FloatArray


@dataclass(frozen=True)
class NetworkTravel:
    """minutes = wait + to the nearest junction + along the streets + from the last junction."""

    network: StreetNetwork
    modes: Mapping[str, TravelMode]

    def knows(self, mode: str) -> bool:
        return mode in self.modes and mode in MODES

    def minutes(
        self, origin: tuple[float, float], lats: FloatArray, lons: FloatArray, mode: str
    ) -> FloatArray:
        figures = self._figures(mode)
        start = self._snapped(np.array([origin]), mode)
        ends = self._snapped(np.column_stack([lats, lons]), mode)
        if not np.isfinite(start.minutes[0]):
            ways = np.full(len(lats), np.inf)
        else:
            along = dijkstra(self._graph(mode), indices=start.junctions[0])
            ways = start.minutes[0] + along[ends.junctions] + ends.minutes
        unknown = ~(np.isfinite(lats) & np.isfinite(lons))
        return np.asarray(np.where(unknown, np.nan, figures.wait_minutes + ways))

    def reach(self, cells: FloatArray, places: FloatArray, mode: str, limit_minutes: float) -> Reach:
        figures = self._figures(mode)
        moving = limit_minutes - figures.wait_minutes
        starts, ends = self._snapped(cells, mode), self._snapped(places, mode)
        from_ends = self._graph(mode).T.tocsr()  # searches start at the places: they are fewer
        found: list[tuple[IntArray, IntArray, FloatArray]] = []
        for chunk in _chunks(np.flatnonzero(ends.minutes <= moving)):
            along = dijkstra(from_ends, indices=ends.junctions[chunk], limit=max(moving, 0.0))
            along = along[:, starts.junctions]
            place, cell = np.nonzero(along <= moving)  # few of them: nothing is added up for the others
            ways = starts.minutes[cell] + along[place, cell] + ends.minutes[chunk[place]]
            near = ways <= moving
            found.append((cell[near], chunk[place[near]], ways[near]))
        return _reach(found, len(cells), len(places), figures.wait_minutes)

    def near_streets(self, positions: FloatArray, mode: str) -> npt.NDArray[np.bool_]:
        """Which of the positions (n, 2) have a usable junction within SNAP_METRES, shape (n,)."""
        return np.isfinite(self._snapped(positions, mode).minutes)

    def nearest_minutes(
        self, cells: FloatArray, places: FloatArray, mode: str, limit_minutes: float
    ) -> FloatArray:
        """Minutes from each cell to its nearest place, shape (n,); inf where none is within the limit.

        One search from all places at once, whatever their number.
        """
        figures = self._figures(mode)
        moving = limit_minutes - figures.wait_minutes
        starts, ends = self._snapped(cells, mode), self._snapped(places, mode)
        graph, source = self._with_source(mode, ends)
        along = dijkstra(graph, indices=source, limit=max(moving, 0.0) + _SOURCE_MINUTES)
        ways = along[starts.junctions] - _SOURCE_MINUTES + starts.minutes
        return np.asarray(np.where(ways <= moving, figures.wait_minutes + ways, np.inf))

    def _with_source(self, mode: str, ends: _Snapped) -> tuple[csr_array, int]:
        """The graph towards the places, with one more node from which every place is entered."""
        graph = self._graph(mode).T.tocoo()
        count = len(self.network)
        near = np.flatnonzero(np.isfinite(ends.minutes))
        order = near[np.lexsort((ends.minutes[near], ends.junctions[near]))]
        junctions, first = np.unique(ends.junctions[order], return_index=True)
        rows = np.concatenate([graph.coords[0], np.full(len(junctions), count)])
        columns = np.concatenate([graph.coords[1], junctions])
        minutes = np.concatenate([graph.data, ends.minutes[order][first] + _SOURCE_MINUTES])
        return csr_array((minutes, (rows, columns)), shape=(count + 1, count + 1)), count

    def _figures(self, mode: str) -> TravelMode:
        if not self.knows(mode):
            raise UnknownTravelMode(f"no figures for the travel mode {mode!r}")
        return self.modes[mode]

    def _graph(self, mode: str) -> csr_array:
        if mode not in self._graphs:
            self._graphs[mode] = self.network.graph(mode, self.modes[mode].speed_kmh)
        return self._graphs[mode]

    def _snapped(self, positions: FloatArray, mode: str) -> _Snapped:
        tree, junctions = self._tree(mode)
        known = np.isfinite(positions).all(axis=1)
        chord, nearest = np.full(len(positions), np.inf), np.zeros(len(positions), dtype=np.int64)
        chord[known], nearest[known] = tree.query(
            on_sphere(*positions[known].T).T, distance_upper_bound=SNAP_METRES / 1000.0 / EARTH_RADIUS_KM
        )
        near = np.isfinite(chord)
        nearest[~near] = 0
        minutes = np.where(near, chord * EARTH_RADIUS_KM / self.modes[mode].speed_kmh * 60.0, np.inf)
        return _Snapped(junctions[nearest], minutes)

    def _tree(self, mode: str) -> tuple[cKDTree, IntArray]:
        if mode not in self._trees:
            junctions = np.flatnonzero(self.network.usable(mode))
            self._trees[mode] = (cKDTree(on_sphere(*self.network.positions[junctions].T).T), junctions)
        return self._trees[mode]

    @cached_property
    def _graphs(self) -> dict[str, csr_array]:
        return {}

    @cached_property
    def _trees(self) -> dict[str, tuple[cKDTree, IntArray]]:
        return {}


_SOURCE_MINUTES = 1e-6  # an edge of no length would be no edge in a sparse matrix; taken off again


def _chunks(rows: IntArray) -> list[IntArray]:
    return [rows[first : first + _AT_A_TIME] for first in range(0, len(rows), _AT_A_TIME)]


def _reach(
    found: list[tuple[IntArray, IntArray, FloatArray]], cells: int, places: int, wait_minutes: float
) -> Reach:
    """The pairs by cell, each cell's places in ascending order."""
    cell = np.concatenate([part[0] for part in found]) if found else np.zeros(0, dtype=np.int64)
    place = np.concatenate([part[1] for part in found]) if found else np.zeros(0, dtype=np.int64)
    ways = np.concatenate([part[2] for part in found]) if found else np.zeros(0)
    order = np.lexsort((place, cell))
    indptr = np.concatenate([[0], np.cumsum(np.bincount(cell, minlength=cells))])
    return Reach(indptr.astype(np.int64), place[order].astype(np.int32), wait_minutes + ways[order], places)
