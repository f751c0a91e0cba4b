"""The outlines of the 学区 for the maps, which have no other background."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web.admission import Db, SignedIn
from api.web.outlines_answer import outlines_answer
from api.web.parts import parts_of

router = APIRouter()


@router.get("/districts.json")
def district_outlines(request: Request, _viewer: SignedIn, session: Db) -> Response:
    """GeoJSON, simplified for a screen; a district without an outline is left out."""
    return outlines_answer(request, parts_of(request).ground.current(session).outlines())
