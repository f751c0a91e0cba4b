"""The outlines of the 学区 for the maps, which have no other background."""

from __future__ import annotations

import json

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from api.web.admission import Db, SignedIn
from resources.repository import list_districts

router = APIRouter()


@router.get("/districts.json")
def district_outlines(_viewer: SignedIn, session: Db) -> Response:
    """GeoJSON; a district without an outline is left out."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": district.name},
            "geometry": json.loads(district.boundary_geojson),
        }
        for district in list_districts(session)
        if district.boundary_geojson
    ]
    return JSONResponse({"type": "FeatureCollection", "features": features})
