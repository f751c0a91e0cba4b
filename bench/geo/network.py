"""Ways along streets beside networkx: the nearest of many places for every junction, and all near pairs.

A made grid of junctions about 100 m apart, on foot. networkx is handed its graph and the junctions of the places; ours
looks for the nearest junction of every position too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import networkx as nx
import numpy as np
import numpy.typing as npt

from bench.geo.alone import Alone, run_alone
from bench.geo.made_streets import as_networkx, grid
from bench.geo.model import GeoFigure
from geo.travel import TravelMode
from geo.travel.network import NetworkTravel, StreetNetwork

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

PEER = "networkx"
_KMH, _LIMIT = 4.0, 30.0


@dataclass(frozen=True)
class Town:
    """side × side junctions, and places at some of them."""

    side: int
    places: int

    def __str__(self) -> str:
        return f"{self.side**2:,} junctions, {self.places} places, {_LIMIT:g} minutes"


SMALL, LARGE = Town(100, 50), Town(316, 200)


def figures(*, smallest: bool) -> Iterator[GeoFigure]:
    """Both questions at each size."""
    for town in (SMALL,) if smallest else (SMALL, LARGE):
        repeats = 3 if town == LARGE else 9  # milliseconds need more
        for task, by_us, by_peer in (
            ("nearest place by street", nearest_by_us, nearest_by_networkx),
            ("places in reach by street", reach_by_us, reach_by_networkx),
        ):
            ours = run_alone(by_us, town, repeats=repeats)
            yield _figure(task, town, ours, run_alone(by_peer, town, repeats=repeats))


def nearest_by_us(town: Town) -> Callable[[], FloatArray]:
    """Minutes from every usable junction to its nearest place; inf beyond the limit."""
    network, junctions, places = made_town(town)
    model = _model(network)
    cells, ends = network.positions[junctions], network.positions[places]
    return lambda: model.nearest_minutes(cells, ends, "walk", _LIMIT)


def nearest_by_networkx(town: Town) -> Callable[[], FloatArray]:
    """The same by one search from all places."""
    network, junctions, places = made_town(town)
    towards = as_networkx(network, "walk", _KMH).reverse(copy=True)
    sources = set(places.tolist())

    def work() -> FloatArray:
        found = nx.multi_source_dijkstra_path_length(towards, sources, cutoff=_LIMIT, weight="minutes")
        return np.array([found.get(junction, np.inf) for junction in junctions.tolist()])

    return work


def reach_by_us(town: Town) -> Callable[[], FloatArray]:
    """Minutes of all near pairs in order of junction and place."""
    network, junctions, places = made_town(town)
    model = _model(network)
    cells, ends = network.positions[junctions], network.positions[places]
    return lambda: model.reach(cells, ends, "walk", _LIMIT).minutes


def reach_by_networkx(town: Town) -> Callable[[], FloatArray]:
    """The same by one search from each place."""
    network, _, places = made_town(town)
    towards = as_networkx(network, "walk", _KMH).reverse(copy=True)

    def work() -> FloatArray:
        found = [
            (junction, number, minutes)
            for number, place in enumerate(places.tolist())
            for junction, minutes in nx.single_source_dijkstra_path_length(
                towards, place, cutoff=_LIMIT, weight="minutes"
            ).items()
        ]
        return np.array([minutes for _, _, minutes in sorted(found)])

    return work


def made_town(town: Town) -> tuple[StreetNetwork, IntArray, IntArray]:
    """The streets, the junctions that lead somewhere, and those of the places."""
    network = grid(town.side, seed=town.side)
    junctions = np.flatnonzero(network.usable("walk"))
    places = np.sort(np.random.default_rng(town.places).choice(junctions, town.places, replace=False))
    return network, junctions, places


def _model(network: StreetNetwork) -> NetworkTravel:
    """With its graph and its index of junctions worked out, as the peer's graph is."""
    model = NetworkTravel(network, {"walk": TravelMode(_KMH)})
    model.minutes((0.0, 0.0), np.zeros(1), np.zeros(1), "walk")
    return model


def _figure(task: str, town: Town, ours: Alone, peer: Alone) -> GeoFigure:
    near = np.isfinite(peer.result)
    same = ours.result.shape == peer.result.shape and np.array_equal(near, np.isfinite(ours.result))
    furthest = float(np.abs(ours.result[near] - peer.result[near]).max()) if same else np.inf
    return GeoFigure(
        task, str(town), ours.seconds, ours.extra_mb, ours.peak_mb, PEER, peer.seconds, peer.extra_mb,
        f"{int(near.sum()):,} times, at most {furthest:.0e} minutes apart",
    )  # fmt: skip
