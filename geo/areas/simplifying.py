"""Fewer corners for maps, with the borders between areas still shared."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np
import shapely

from geo.areas.projection import from_metres, to_metres
from geo.districts import Districts

AnyDistricts = TypeVar("AnyDistricts", bound=Districts)


def simplified(districts: AnyDistricts, *, tolerance_m: float = 20.0) -> AnyDistricts:
    """The same districts with borders off by about `tolerance_m` at most (Visvalingam on the whole coverage).

    Simplified one by one, neighbours would part; here a common border stays common. An area that would lose its
    face keeps the one it had.
    """
    if not len(districts):
        return districts
    fewer = from_metres(
        shapely.coverage_simplify(to_metres(districts.shapes), tolerance_m), like=districts.shapes
    )
    lost = shapely.is_empty(fewer) | ~shapely.is_valid(fewer)
    return replace(districts, shapes=np.where(lost, districts.shapes, fewer))
