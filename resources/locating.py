"""Where entries lie that do not say it: a position from the town of the address, a district from the position.

What somebody stated is never moved and never replaced: only what is missing is filled in, and what was filled
in before is derived anew. A person's address (a volunteer's) is not looked up at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import update
from sqlmodel import Session, col, select

from geo.addresses.model import TownMatch
from geo.districts import Districts, districts_at
from resources.addresses import known_towns
from resources.areas import catalogue_areas
from resources.catalogue_writer import touch_catalogue
from resources.clock import Clock
from resources.field_visibility import default_visibility, visibility_set
from resources.keeping.changes import note_change
from resources.known_towns import KnownTowns
from resources.rows import DERIVED
from resources.tables import Resource, ResourceLocation

_CHUNK = 500


@dataclass
class Located:
    """What was looked up. `outcomes`: code of address_outcome.csv → entries without a stated position.

    `several_districts`, `no_district`: entries with a stated position and no stated district that lies so.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    positions: int = 0
    districts: int = 0
    several_districts: int = 0
    no_district: int = 0
    changed: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)


def locate_entries(session: Session, resource_ids: Sequence[int]) -> Located:
    """Fill in position and district of these entries, where nobody stated them. Nothing is committed."""
    found = Located()
    if not resource_ids:
        return found
    areas = catalogue_areas(session)
    chunks = [list(resource_ids[start : start + _CHUNK]) for start in range(0, len(resource_ids), _CHUNK)]
    towns = known_towns(session, [address for chunk in chunks for address in _addresses(session, chunk)])
    for chunk in chunks:
        places = list(_places(session, chunk))
        hidden = _with_hidden_address(session, chunk)
        before = {place.resource_id: _state(place) for place in places}
        for place in places:
            if towns is not None:
                _locate(place, towns, found, hidden=place.resource_id in hidden)
        if areas is not None:
            _assign_districts(places, areas, found)
        _note_changes(places, before, found)
    session.flush()
    return found


def relocate_all(session: Session, *, actor: str, clock: Clock) -> Located:
    """Look at every entry again, after a list of towns or the districts changed; each change has its history."""
    ids = [key for key in session.exec(select(Resource.id).order_by(col(Resource.id))) if key is not None]
    found = locate_entries(session, ids)
    keys = list(found.changed)
    for start in range(0, len(keys), _CHUNK):
        moved = update(Resource).where(col(Resource.id).in_(keys[start : start + _CHUNK]))
        values = {"version": col(Resource.version) + 1, "updated_at": clock.now()}
        session.execute(moved.values(**values), execution_options={"synchronize_session": False})
    for key, changed in found.changed.items():
        note_change(session, key, "located", actor=actor, clock=clock, changed=changed)
    if found.changed:
        session.flush()
        session.expire_all()
        touch_catalogue(session, clock=clock)
    return found


def _addresses(session: Session, resource_ids: Sequence[int]) -> Iterator[str]:
    """The addresses of entries whose position nobody stated."""
    unstated = col(ResourceLocation.lat).is_(None) | col(ResourceLocation.accuracy).in_(DERIVED)
    of_these = col(ResourceLocation.resource_id).in_(resource_ids) & (col(ResourceLocation.address) != "")
    yield from session.exec(select(ResourceLocation.address).where(of_these & unstated))


def _places(session: Session, resource_ids: Sequence[int]) -> Iterator[ResourceLocation]:
    """The main locations of entries that are no person's offer."""
    query = (
        select(ResourceLocation)
        .join(Resource, col(Resource.id) == col(ResourceLocation.resource_id))
        .where(
            col(ResourceLocation.resource_id).in_(resource_ids),
            col(ResourceLocation.position) == 0,
            col(Resource.kind) != "volunteer_person",
        )
    )
    yield from session.exec(query)


def _with_hidden_address(session: Session, resource_ids: Sequence[int]) -> set[int]:
    """Entries whose address is not open to everybody: they get no position from it."""
    default = default_visibility()["address"]
    stated = visibility_set(session, resource_ids)
    return {key for key in resource_ids if stated.get(key, {}).get("address", default) != "public"}


def _locate(place: ResourceLocation, towns: KnownTowns, found: Located, *, hidden: bool) -> None:
    stated = place.lat is not None and place.accuracy not in DERIVED
    if stated or (not place.address and place.accuracy not in DERIVED):
        return
    match = TownMatch(reason="withheld") if hidden else towns.match(place.address, place.municipality_code)
    found.outcomes[outcome_of(match)] += 1
    if match.lat is None or match.lon is None:
        place.lat = place.lon = None
        place.accuracy = "unknown"
        return
    found.positions += 1
    place.lat, place.lon = match.lat, match.lon
    place.accuracy = "oaza" if match.precision == "oaza" else "representative"


def outcome_of(match: TownMatch) -> str:
    """The code of address_outcome.csv for what came of an address."""
    if match.reason is not None:
        return match.reason
    return "no_point" if match.lat is None else str(match.precision)


def _assign_districts(places: Sequence[ResourceLocation], areas: Districts, found: Located) -> None:
    """The district of a stated position. A 町丁目 may lie in two districts, so its point gives none."""
    for place in places:
        if place.district_by_position and (place.lat is None or place.accuracy in DERIVED):
            place.district_code, place.district_by_position = None, False
    open_places = [
        place
        for place in places
        if place.lat is not None
        and place.accuracy not in DERIVED
        and (place.district_code is None or place.district_by_position)
    ]
    lats = np.array([place.lat for place in open_places], dtype=np.float64)
    lons = np.array([place.lon for place in open_places], dtype=np.float64)
    for place, codes in zip(open_places, districts_at(lats, lons, areas), strict=True):
        one = codes[0] if len(codes) == 1 else None
        found.several_districts += len(codes) > 1
        found.no_district += not codes
        found.districts += one is not None
        place.district_code, place.district_by_position = one, one is not None


def _state(place: ResourceLocation) -> tuple[Any, ...]:
    return place.lat, place.lon, place.district_code


def _note_changes(
    places: Sequence[ResourceLocation], before: dict[int, tuple[Any, ...]], found: Located
) -> None:
    for place in places:
        pairs = zip(("lat", "lon", "district"), before[place.resource_id], _state(place), strict=True)
        changed = {name: (old, new) for name, old, new in pairs if old != new}
        if changed:
            found.changed[place.resource_id] = changed
