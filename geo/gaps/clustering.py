"""Do districts with few people in reach lie together? Only asked from 100 districts on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from geo.gaps.model import DistrictGap
from geo.statistics.autocorrelation import NotComputed, local_moran, moran

_SEED = 2022  # permutations are drawn anew for each answer, always the same ones
NO_SHARES = "届く人の割合が分からないため、地域的な偏りの検定は行いません。"
NO_OUTLINES = "学区の区域(ポリゴン)がないため、地域的な偏りの検定は行いません。"


@dataclass(frozen=True)
class Clustering:
    """Moran's I of coverage with its two-sided p; `clusters`: district → HH, LL, HL or LH where it is significant.

    LL: few in reach here and next door; `islands`: districts without a neighbour.
    """

    index: float
    expected: float
    p: float
    clusters: Mapping[str, str]
    islands: tuple[str, ...]


def clustering(
    districts: Sequence[DistrictGap], neighbours: sparse.csr_array | None
) -> Clustering | NotComputed:
    """Of n districts; `neighbours` (n, n) in their order, 1 where two touch; None without outlines."""
    shares = [np.nan if gap.coverage is None else gap.coverage for gap in districts]
    values = np.array(shares, dtype=np.float64)
    if not np.isfinite(values).any():
        return NotComputed(NO_SHARES)
    if neighbours is None:
        return NotComputed(NO_OUTLINES)
    whole = moran(values, neighbours, np.random.default_rng(_SEED))
    if isinstance(whole, NotComputed):
        return whole
    each = local_moran(values, neighbours, np.random.default_rng(_SEED))
    if isinstance(each, NotComputed):
        return each
    ids = [gap.district_id for gap in districts]
    return Clustering(
        whole.index,
        whole.expected,
        whole.p,
        {ids[row]: str(each.clusters[row]) for row in np.flatnonzero(each.significant).tolist()},
        tuple(ids[row] for row in whole.islands.tolist()),
    )
