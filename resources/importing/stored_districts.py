"""The districts that a database has, for checking what a file says."""

from __future__ import annotations

from functools import partial

from sqlmodel import Session

from resources.addresses import known_towns
from resources.areas import catalogue_areas
from resources.importing.area_checks import KnownDistricts
from resources.repository import list_districts


def stored_districts(session: Session) -> KnownDistricts:
    """Names of the city's 学区, the polygons of those that have one, and the towns, while the session is open."""
    names = {row.code: row.name for row in list_districts(session)}
    return KnownDistricts(names, catalogue_areas(session), partial(known_towns, session))
