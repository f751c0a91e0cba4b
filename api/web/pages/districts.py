"""The outlines of the 学区 for the maps, which have no other background."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web.admission import Db, SignedIn
from api.web.parts import parts_of

router = APIRouter()

# Areas hold nothing about anybody: the browser may keep them, and asks each time whether they are still the same.
_KEEP = "private, no-cache"


@router.get("/districts.json")
def district_outlines(request: Request, _viewer: SignedIn, session: Db) -> Response:
    """GeoJSON, simplified for a screen; a district without an outline is left out."""
    outlines = parts_of(request).ground.current(session).outlines()
    headers = {"ETag": outlines.etag, "Cache-Control": _KEEP, "Vary": "Accept-Encoding"}
    if outlines.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(outlines.packed, media_type="application/json", headers=headers)
    return Response(outlines.content, media_type="application/json", headers=headers)
