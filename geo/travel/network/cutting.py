"""Long stretches cut into parts: a house beside a country road is far from any junction, and not from the road."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from geo.travel.network.model import StreetNetwork

FloatArray = npt.NDArray[np.float64]

LONGEST_METRES = 100.0
"""Whoever stands on a street is at most half of this from a point where the network is entered, 45 seconds on foot."""


def cut(network: StreetNetwork, begins: FloatArray, along: FloatArray, line: FloatArray) -> StreetNetwork:
    """The network with every stretch longer than LONGEST_METRES in equal parts; lengths and directions stay.

    `line` (k, 2): all nodes of all ways, one way after the other, at `along` (k,) metres, ascending; stretch i
    begins at `begins[i]` of these metres.
    """
    parts = np.maximum(np.ceil(network.metres / LONGEST_METRES), 1.0).astype(np.int64)
    stretch = np.repeat(np.arange(len(parts)), parts)
    part = np.arange(len(stretch)) - np.repeat(np.cumsum(parts) - parts, parts)
    # Of a stretch in p parts, p − 1 points are new; they are numbered after the junctions.
    before = len(network) + np.cumsum(parts - 1) - (parts - 1)
    within = part > 0
    metres = network.metres / parts
    at = (begins[stretch] + metres[stretch] * part)[within]
    between = np.column_stack([np.interp(at, along, line[:, axis]) for axis in (0, 1)])
    last = part == parts[stretch] - 1
    return replace(
        network,
        positions=np.concatenate([network.positions, between]),
        tails=np.where(within, before[stretch] + part - 1, network.tails[stretch]).astype(np.int32),
        heads=np.where(last, network.heads[stretch], before[stretch] + part).astype(np.int32),
        metres=metres[stretch],
        forward={mode: allowed[stretch] for mode, allowed in network.forward.items()},
        backward={mode: allowed[stretch] for mode, allowed in network.backward.items()},
        car_kmh=network.car_kmh[stretch],
    )
