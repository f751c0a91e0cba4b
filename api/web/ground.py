"""Areas and population of the city, read once per version; a large city's take seconds to read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import shapely
from sqlmodel import Session

from api.planning.stored_city import Ground, read_ground
from api.web.packed_json import PackedJson, packed_json
from geo.areas.simplifying import simplified
from geo.districts import Districts
from resources.repository import catalogue_version

_DIGITS = 5  # of degrees, about a metre: simplified borders are off by more


@dataclass(frozen=True)
class HeldGround:
    """The ground of one version; its outlines are drawn when a map first asks for them."""

    version: int
    ground: Ground
    _drawing: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def outlines(self) -> PackedJson:
        """The 学区 for the maps as GeoJSON. An area without an outline is left out."""
        with self._drawing:
            return self._outlines

    @cached_property
    def _outlines(self) -> PackedJson:
        return packed_json(_geojson(self.ground.boundaries))


class GroundHolder:
    """Hands out the ground of the current version; safe to ask from many threads."""

    def __init__(self, read: Callable[[Session], Ground] = read_ground) -> None:
        self._read = read
        self._reading = threading.Lock()
        self._held: HeldGround | None = None

    def current(self, session: Session) -> HeldGround:
        """Who first finds a new version reads it; until it is there everybody else gets the one before."""
        version = catalogue_version(session)
        held = self._held
        if held is not None and held.version == version:
            return held
        if not self._reading.acquire(blocking=held is None):
            assert held is not None
            return held
        try:
            held = self._held  # somebody may have read it meanwhile
            if held is None or held.version != version:  # lower after a backup was put back
                held = self._held = HeldGround(version, self._read(session))
            return held
        finally:
            self._reading.release()


def _geojson(districts: Districts | None) -> dict[str, object]:
    """A FeatureCollection with the common borders still common, in coordinates of about a metre."""
    features = []
    if districts is not None:
        fewer = simplified(districts)
        features = [
            {
                "type": "Feature",
                "properties": {"id": district, "name": name},
                "geometry": _rounded(shapely.geometry.mapping(shape)),
            }
            for district, name, shape in zip(fewer.ids, fewer.names, fewer.shapes, strict=True)
        ]
    return {"type": "FeatureCollection", "features": features}


def _rounded(part: object) -> object:
    """Coordinates without the digits that binary fractions add."""
    if isinstance(part, float):
        return round(part, _DIGITS)
    if isinstance(part, dict):
        return {name: _rounded(value) for name, value in part.items()}
    return [_rounded(value) for value in part] if isinstance(part, (list, tuple)) else part
