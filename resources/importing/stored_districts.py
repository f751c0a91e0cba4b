"""The districts that a database has, for checking what a file says."""

from __future__ import annotations

from sqlmodel import Session

from resources.areas import catalogue_areas
from resources.importing.area_checks import KnownDistricts
from resources.repository import list_districts


def stored_districts(session: Session) -> KnownDistricts:
    """Names of the city's 学区, and the polygons of those that have one."""
    names = {row.code: row.name for row in list_districts(session)}
    return KnownDistricts(names, catalogue_areas(session))
