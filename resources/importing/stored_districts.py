"""The districts that a database has, for checking what a file says."""

from __future__ import annotations

import json

from sqlmodel import Session

from geo.districts import districts_from
from resources.importing.area_checks import KnownDistricts
from resources.repository import list_districts


def stored_districts(session: Session) -> KnownDistricts:
    """Names of all districts, and the polygons of those that have one."""
    rows = list_districts(session)
    features = [
        {
            "type": "Feature",
            "properties": {"district_id": row.code, "name": row.name},
            "geometry": json.loads(row.boundary_geojson),
        }
        for row in rows
        if row.boundary_geojson
    ]
    boundaries = districts_from({"type": "FeatureCollection", "features": features}) if features else None
    return KnownDistricts({row.code: row.name for row in rows}, boundaries)
