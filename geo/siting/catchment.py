"""What one more seat does for whom: the two-step floating catchment, of which siting needs the linear part only."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_array, diags_array

from geo.accessibility.model import Catchments
from geo.accessibility.two_step import shared_out
from geo.siting.model import FloatArray


def access_per_seat(people: FloatArray, catchments: Catchments) -> csc_array:
    """Shape (n, m): the seats per person that cell i gains by one more seat at place j.

    (E)2SFCA as geo.accessibility.two_step: a place gives seats_j / Σ_i w_ij people_i to whom it serves, a cell has
    Σ_j w_ij of that. Access is linear in the seats: this matrix @ seats. A place that nobody reaches gives nothing.
    """
    _, places = catchments.shape
    ratios = shared_out(np.ones(places), catchments.towards_places @ people)
    shares = csc_array(catchments.weights @ diags_array(ratios))
    shares.eliminate_zeros()  # in reach, but too far to count
    return shares
