"""What the maps of the pages are drawn from: the outlines of the 学区, and the operator's own background."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web.admission import Db, SignedIn
from api.web.packed_json import answer_with
from api.web.parts import parts_of

router = APIRouter()


@router.get("/districts.json")
def district_outlines(request: Request, _viewer: SignedIn, session: Db) -> Response:
    """GeoJSON, simplified for a screen; a district without an outline is left out."""
    return answer_with(request, parts_of(request).ground.current(session).outlines())


@router.get("/base-layer.json")
def base_layer(request: Request, _viewer: SignedIn, session: Db) -> Response:
    """GeoJSON of lines and faces around the city, simplified for a screen; empty where the operator gave none."""
    parts = parts_of(request)
    return answer_with(request, parts.base_map.around(parts.ground.current(session).ground.boundaries))
