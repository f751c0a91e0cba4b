"""The chosen candidates as sites with codes, names and positions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from geo.siting.model import Site
from geo.siting.question import Demand


def told_sites(
    demand: Demand,
    ordered: Sequence[tuple[int, float]],
    before: float,
    sign: float,
    near: Mapping[int, tuple[str, ...]],
) -> tuple[Site, ...]:
    """`ordered`: candidates by rank of code, each with what it adds to those before; `sign` −1 where less is better."""
    candidates = demand.in_order
    reached = before + sign * np.cumsum([gain for _, gain in ordered])
    return tuple(
        Site(
            candidate=int(demand.by_code[column]),
            code=str(candidates.codes[column]),
            name=str(candidates.names[column]),
            district_id=str(candidates.district_ids[column]),
            lat=float(candidates.positions[column, 0]),
            lon=float(candidates.positions[column, 1]),
            gain=gain,
            objective_after=float(after),
            near=near.get(column, ()),
        )
        for (column, gain), after in zip(ordered, reached, strict=True)
    )
