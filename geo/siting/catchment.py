"""What one more seat does for whom: the two-step floating catchment, of which siting needs the linear part only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.sparse import csc_array

from geo.siting.model import FloatArray
from geo.travel.model import Reach

Decay = Callable[[FloatArray], FloatArray]


def everybody_alike(minutes: FloatArray) -> FloatArray:
    """2SFCA: whoever is in reach counts fully."""
    return np.ones(len(minutes))


def in_steps(edges: Sequence[float], weights: Sequence[float]) -> Decay:
    """E2SFCA (Luo & Qi 2009): weights[i] up to edges[i] minutes (included), 0 beyond the last; edges ascending."""
    given = np.append(np.asarray(weights, dtype=np.float64), 0.0)

    def decay(minutes: FloatArray) -> FloatArray:
        return np.asarray(given[np.searchsorted(np.asarray(edges), minutes, side="left")])

    return decay


def access_per_seat(people: FloatArray, reach: Reach, decay: Decay) -> csc_array:
    """Shape (n, m): the seats per person that cell i gains by one more seat at place j.

    2SFCA (Luo & Wang 2003): a place gives seats_j / Σ_i w_ij people_i to whom it serves, a cell has
    Σ_j w_ij of that. Access is linear in the seats: this matrix @ seats. A place that nobody reaches gives nothing.
    """
    cells = np.repeat(np.arange(len(reach)), np.diff(reach.indptr))
    weights = decay(reach.minutes)
    demand = np.bincount(reach.places, weights * people[cells], minlength=reach.number_of_places)
    served = np.flatnonzero((weights > 0) & (demand[reach.places] > 0))
    cells, places = cells[served], reach.places[served]
    return csc_array(
        (weights[served] / demand[places], (cells, places)), shape=(len(people), reach.number_of_places)
    )
