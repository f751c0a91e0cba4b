"""The travel-time models by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from geo.errors import UnknownTravelTime
from geo.travel.direct import DirectTravel
from geo.travel.model import TravelMode, TravelTime

_MODELS: Mapping[str, Callable[[Mapping[str, TravelMode]], TravelTime]] = MappingProxyType(
    {"direct": DirectTravel}
)


def travel_time(name: str, *, modes: Mapping[str, TravelMode]) -> TravelTime:
    """The travel-time model called `name`. Raises UnknownTravelTime."""
    if name not in _MODELS:
        raise UnknownTravelTime(f"no travel-time model {name!r}; there is: {', '.join(sorted(_MODELS))}")
    return _MODELS[name](modes)
