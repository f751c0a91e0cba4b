"""BFCA: as E2SFCA, but everybody is counted once and every place gives out what it has once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from geo.accessibility.decay import LUO_QI, Decay
from geo.accessibility.model import Accessibility, Catchments, checked_capacity, checked_people
from geo.accessibility.two_step import shared_out
from geo.travel.model import Reach

FloatArray = npt.NDArray[np.float64]


def balanced(reach: Reach, people: FloatArray, capacity: FloatArray, decay: Decay = LUO_QI) -> Accessibility:
    """BFCA: L_j = S_j / Σ_i P_i·w_ij/Σ_j w_ij, then A_i = Σ_j L_j·w_ij/Σ_i w_ij, with w_ij = w(t_ij).

    A. Paez, C. D. Higgins and S. F. Vivona, "Demand and level of service inflation in Floating Catchment Area
    (FCA) methods", PLoS ONE 14 (2019), e0218773. Each person is divided among the places in reach (Σ_j demand =
    people with anything in reach), each level of service among the cells (Σ_i A_i = Σ_j L_j): the figure is for
    comparing cells, not seats per person as in 2SFCA. Places of unknown capacity, and places that offer nothing
    (0), draw nobody. `people` (n,), `capacity` (m,) with NaN for unknown. Raises GeoError.
    """
    catchments = Catchments(reach, decay)
    cells, places = catchments.shape
    people, capacity = checked_people(people, cells), checked_capacity(capacity, places)
    offering = sparse.diags_array(np.where(capacity > 0.0, 1.0, 0.0))
    weights = sparse.csr_array(catchments.weights @ offering)
    demand = weights.T @ (people * _inverse(weights.sum(axis=1)))
    level = shared_out(capacity, demand)
    scores = weights @ (np.nan_to_num(level, nan=0.0) * _inverse(weights.sum(axis=0)))
    return Accessibility(scores, demand, level, capacity)


def _inverse(sums: FloatArray) -> FloatArray:
    """1 / sums, 0 where there is nothing to divide."""
    return np.divide(1.0, sums, out=np.zeros(sums.shape), where=sums > 0.0)
