"""How much a place counts that is so many minutes away: 1 at the door, less with the way, 0 beyond the limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.errors import GeoError

FloatArray = npt.NDArray[np.float64]

Decay = Callable[[FloatArray], FloatArray]
"""Minutes (any shape) → weights of the same shape, 0 to 1; 0 where a place is too far to count."""


@dataclass(frozen=True)
class StepDecay:
    """Weight `weights[k]` up to `edges[k]` minutes, the edge included; 0 beyond the last edge.

    W. Luo and Y. Qi, "An enhanced two-step floating catchment area (E2SFCA) method for measuring spatial
    accessibility to primary care physicians", Health & Place 15 (2009), 1100–1107.
    """

    edges: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        """Raises GeoError."""
        if not self.edges or len(self.edges) != len(self.weights):
            raise GeoError("距離の階級ごとに、上限の分と重みを一つずつ指定してください。")
        if any(low >= high for low, high in zip(self.edges, self.edges[1:], strict=False)):
            raise GeoError("距離の階級の上限は小さい順に指定してください。")
        if not all(np.isfinite(self.edges)) or not all(0.0 <= weight <= 1.0 for weight in self.weights):
            raise GeoError("距離の階級の上限は有限の分、重みは0から1で指定してください。")

    def __call__(self, minutes: FloatArray) -> FloatArray:
        weights = np.zeros(np.shape(minutes))
        for edge, weight in zip(reversed(self.edges), reversed(self.weights), strict=True):
            np.copyto(weights, weight, where=minutes <= edge)
        return weights


@dataclass(frozen=True)
class GaussianDecay:
    """(exp(−½ (t/t0)²) − exp(−½)) / (1 − exp(−½)) up to t0 = `limit` minutes, 0 beyond: no jump anywhere.

    D. Dai, "Black residential segregation, disparities in spatial access to health care facilities, and
    late-stage breast cancer diagnosis in metropolitan Detroit", Health & Place 16 (2010), 1038–1052.
    """

    limit: float

    def __post_init__(self) -> None:
        _check_limit(self.limit)

    def __call__(self, minutes: FloatArray) -> FloatArray:
        at_limit = np.exp(-0.5)
        share = np.minimum(np.asarray(minutes) / self.limit, 1.0)
        weights = (np.exp(-0.5 * (share * share)) - at_limit) / (1.0 - at_limit)
        # Exactly 0 at the limit, and rounding just before it never below.
        positive: FloatArray = np.where(share < 1.0, np.maximum(weights, 0.0), 0.0)
        return positive


@dataclass(frozen=True)
class LinearDecay:
    """1 − t/t0 up to t0 = `limit` minutes, 0 beyond (the triangular kernel)."""

    limit: float

    def __post_init__(self) -> None:
        _check_limit(self.limit)

    def __call__(self, minutes: FloatArray) -> FloatArray:
        weights: FloatArray = 1.0 - np.minimum(np.asarray(minutes) / self.limit, 1.0)
        return weights


LUO_QI = StepDecay((10.0, 20.0, 30.0), (1.0, 0.68, 0.22))
"""The slow decay of Luo & Qi (2009) for 30 minutes."""


def within(limit: float) -> StepDecay:
    """Weight 1 up to `limit` minutes, the limit included: the catchment of 2SFCA."""
    return StepDecay((limit,), (1.0,))


def thirds(limit: float) -> StepDecay:
    """The classes of Luo & Qi (2009), 10, 20 and 30 of 30 minutes, drawn to `limit` minutes."""
    return StepDecay((limit / 3.0, limit * 2.0 / 3.0, limit), LUO_QI.weights)


def _check_limit(limit: float) -> None:
    if not 0.0 < limit < np.inf:
        raise GeoError("到達時間の上限は0より大きい分で指定してください。")
