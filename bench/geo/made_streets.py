"""A made street network, for figures and tests: a jittered grid with some streets missing, and the same in networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np

from geo.travel.network.model import StreetNetwork

LAT, LON, STEP = 35.0, 136.0, 0.001


def grid(size: int, *, seed: int, missing: float = 0.15) -> StreetNetwork:
    """`size` × `size` junctions about 100 m apart; every tenth street is one-way for bicycles and cars."""
    random = np.random.default_rng(seed)
    rows, columns = np.divmod(np.arange(size * size), size)
    positions = np.column_stack([LAT + STEP * rows, LON + STEP * columns])
    positions += random.uniform(-0.2, 0.2, positions.shape) * STEP
    right = [(i, i + 1) for i in range(size * size) if i % size < size - 1]
    down = [(i, i + size) for i in range(size * (size - 1))]
    streets = np.array([*right, *down])
    streets = streets[random.random(len(streets)) >= missing]
    metres = random.uniform(80, 160, len(streets))
    everywhere = np.ones(len(streets), dtype=np.bool_)
    back = random.random(len(streets)) >= 0.1
    return StreetNetwork(
        positions=positions,
        tails=streets[:, 0].astype(np.int32),
        heads=streets[:, 1].astype(np.int32),
        metres=metres,
        forward=dict.fromkeys(("walk", "bicycle", "car"), everywhere),
        backward={"walk": everywhere, "bicycle": back, "car": back},
        car_kmh=np.full(len(streets), 20.0),
    )


def as_networkx(network: StreetNetwork, mode: str, kmh: float) -> nx.DiGraph:
    """The graph of one mode with `minutes` on every edge."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(network)))
    for number, (tail, head, metres) in enumerate(
        zip(network.tails.tolist(), network.heads.tolist(), network.metres.tolist(), strict=True)
    ):
        minutes = metres / 1000 / kmh * 60
        if network.forward[mode][number]:
            graph.add_edge(tail, head, minutes=minutes)
        if network.backward[mode][number]:
            graph.add_edge(head, tail, minutes=minutes)
    return graph
