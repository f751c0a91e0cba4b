"""Which areas touch."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from scipy import sparse

_GAP_DEGREES = 1e-6  # about a decimetre: borders drawn twice do not meet exactly


def touching(shapes: npt.NDArray[np.object_], gap_degrees: float = _GAP_DEGREES) -> sparse.csr_array:
    """1.0 where two areas share a border or a corner (queen contiguity), shape (n, n), nothing on the diagonal.

    `shapes`: (Multi)Polygons in degrees; at most `gap_degrees` apart counts as touching.
    """
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="dwithin", distance=gap_degrees)
    different = one != other
    entries = (np.ones(int(different.sum())), (one[different], other[different]))
    neighbours = sparse.csr_array(entries, shape=(len(shapes), len(shapes)))
    neighbours.sort_indices()
    return neighbours
