"""Every near pair of a cell and a place on the sphere, kept as compressed rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from geo.travel.bands import Bands
from geo.travel.model import Reach

FloatArray = npt.NDArray[np.float64]


def near_pairs(cells: FloatArray, places: FloatArray, radius_km: float) -> Reach:
    """Pairs at most `radius_km` apart on the sphere, with kilometres where a Reach has minutes."""
    return pairs_within(cells, places, radius_km, cost=lambda km: km, limit=radius_km)


def pairs_within(
    cells: FloatArray,
    places: FloatArray,
    radius_km: float,
    *,
    cost: Callable[[FloatArray], FloatArray],
    limit: float,
) -> Reach:
    """Pairs whose cost is at most `limit`, with the cost where a Reach has minutes.

    `cells` (n, 2) and `places` (m, 2): latitude and longitude in degrees, NaN is near nothing. `cost` makes of
    kilometres what is compared; nothing farther than `radius_km` (but for rounding) may cost as little as `limit`.
    """
    from scipy import sparse  # not on every start of the command line: the matcher asks for minutes only

    index = Bands(cells, radius_km)
    order = index.order.astype(np.int32)
    members, costs = [np.empty(0, dtype=np.int32)], [np.empty(0)]
    counts = np.zeros(len(places), dtype=np.int64)
    for block in index.blocks(places):
        cost_of_block = cost(block.km)
        inside = np.flatnonzero(cost_of_block <= limit)
        members.append(order.take(block.members.take(inside)))
        costs.append(cost_of_block.take(inside))
        points = block.points.take(inside) - block.first
        counts[block.first : block.last] = np.bincount(points, minlength=block.last - block.first)
    by_place = sparse.csr_array(
        (np.concatenate(costs), np.concatenate(members), np.concatenate([[0], np.cumsum(counts)])),
        shape=(len(places), len(cells)),
    )
    by_cell = by_place.tocsc()  # counts, does not compare: places come out ascending
    return Reach(
        by_cell.indptr.astype(np.int64),
        by_cell.indices.astype(np.int32, copy=False),
        by_cell.data,
        len(places),
    )
