"""2SFCA and E2SFCA: what is offered, shared among all whom it reaches."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.accessibility.decay import LUO_QI, Decay, within
from geo.accessibility.model import Accessibility, Catchments, checked_capacity, checked_people
from geo.travel.model import Reach

FloatArray = npt.NDArray[np.float64]


def two_step(reach: Reach, people: FloatArray, capacity: FloatArray, limit_minutes: float) -> Accessibility:
    """2SFCA: R_j = S_j / Σ_{i: t_ij ≤ t0} P_i, then A_i = Σ_{j: t_ij ≤ t0} R_j.

    W. Luo and F. Wang, "Measures of spatial accessibility to health care in a GIS environment", Environment and
    Planning B 30 (2003), 865–884. Everybody within the limit counts the same, whoever else could serve them:
    where catchments overlap people are counted several times (see geo.accessibility.balanced).
    `people` (n,), `capacity` (m,) with NaN for unknown. Raises GeoError.
    """
    return enhanced_two_step(reach, people, capacity, within(limit_minutes))


def enhanced_two_step(
    reach: Reach, people: FloatArray, capacity: FloatArray, decay: Decay = LUO_QI
) -> Accessibility:
    """E2SFCA: R_j = S_j / Σ_i P_i·w(t_ij), then A_i = Σ_j R_j·w(t_ij).

    Source of the formula: Luo & Qi (2009), see StepDecay; with a smooth `decay` Dai (2010), see GaussianDecay.
    Whenever somebody is in reach of every place, Σ_i A_i·P_i = Σ_j S_j.
    `people` (n,), `capacity` (m,) with NaN for unknown. Raises GeoError.
    """
    return for_supplies(Catchments(reach, decay), people, np.asarray(capacity)[np.newaxis])[0]


def for_supplies(catchments: Catchments, people: FloatArray, capacities: FloatArray) -> list[Accessibility]:
    """E2SFCA of s questions (ages, weekdays, hours) about the same cells and places at once.

    `capacities` (s, m): 0 where a place offers nothing in that question, NaN where its capacity is unknown;
    `people` (s, n), or (n,) for the same people in all. Raises GeoError.
    """
    cells, places = catchments.shape
    people = checked_people(people, cells)
    capacities = checked_capacity(capacities, places)
    demand = np.asarray(catchments.towards_places @ people.T).T  # (s, m) or (m,)
    demand = np.broadcast_to(demand, capacities.shape)
    ratios = shared_out(capacities, demand)
    scores = np.asarray(catchments.weights @ np.nan_to_num(ratios, nan=0.0).T).T
    return [Accessibility(*parts) for parts in zip(scores, demand, ratios, capacities, strict=True)]


def shared_out(capacity: FloatArray, demand: FloatArray) -> FloatArray:
    """capacity / demand; 0 where nobody is there to share with, NaN where the capacity is unknown."""
    ratios = np.divide(capacity, demand, out=np.zeros(capacity.shape), where=demand > 0.0)
    ratios[np.isnan(capacity)] = np.nan
    return ratios
