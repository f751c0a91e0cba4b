"""E2SFCA for straight lines at the size of a country: no tree, and no pair is kept.

Places are taken block by block. The block's pairs with mesh cells (geo.travel.bands) give the demand of its places,
so their ratios are known at once and go back to the same cells: one pass, and the pairs are forgotten. Distances
are those from the place itself to the centre of the cell on the sphere of 6371 km, float64, no projection: the same
pairs and the same minutes as DirectTravel.reach, only summed in another order. They come from the chord and are the
haversine but for rounding (about 1e-12 km).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.accessibility.decay import LUO_QI, Decay
from geo.accessibility.model import Accessibility, checked_capacity, checked_people
from geo.accessibility.two_step import shared_out
from geo.travel.bands import Bands, Block
from geo.travel.direct import DirectTravel

FloatArray = npt.NDArray[np.float64]


def enhanced_two_step_straight(
    cells: FloatArray,
    people: FloatArray,
    places: FloatArray,
    capacity: FloatArray,
    *,
    travel: DirectTravel,
    mode: str,
    limit_minutes: float,
    decay: Decay = LUO_QI,
) -> Accessibility:
    """geo.accessibility.two_step.enhanced_two_step on travel.reach(cells, places, mode, limit_minutes), unkept.

    `cells` (n, 2) and `places` (m, 2): latitude and longitude in degrees; `people` (n,); `capacity` (m,), NaN for
    unknown. Raises GeoError.
    """
    people, capacity = checked_people(people, len(cells)), checked_capacity(capacity, len(places))
    index = Bands(cells, travel.radius_km(mode, limit_minutes))
    people_there = people[index.order]
    scores_there = np.zeros(len(index.order))
    demand, ratios = np.zeros(len(places)), np.zeros(len(places))
    order = _along_bands(places)  # neighbours one after another find their cells in the processor's cache
    for block in index.blocks(places[order]):
        block_places = order[block.first : block.last]
        minutes = travel.minutes_of(block.km, mode)
        weights = decay(minutes)
        np.copyto(weights, 0.0, where=minutes > limit_minutes)
        demand[block_places] = _sums(block, weights * people_there.take(block.members))
        ratios[block_places] = shared_out(capacity[block_places], demand[block_places])
        weights *= np.repeat(np.nan_to_num(ratios[block_places], nan=0.0), block.counts)
        np.add.at(scores_there, block.members, weights)
    scores = np.zeros(len(cells))
    scores[index.order] = scores_there
    return Accessibility(scores, demand, ratios, capacity)


def _along_bands(places: FloatArray) -> npt.NDArray[np.intp]:
    """The rows of `places` from south to north in strips of a tenth of a degree, each from west to east."""
    return np.lexsort((places[:, 1], np.floor(places[:, 0] * 10.0)))


def _sums(block: Block, values: FloatArray) -> FloatArray:
    """The sum of the values of each point of the block."""
    sums = np.zeros(len(block.counts))
    found = np.flatnonzero(block.counts)
    if len(found):
        starts = np.cumsum(block.counts) - block.counts
        sums[found] = np.add.reduceat(values, starts[found])
    return sums
