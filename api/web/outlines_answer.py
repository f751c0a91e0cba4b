"""The outlines of the 学区 as an answer that a browser may keep, and asks each time whether it is still the same."""

from __future__ import annotations

import json

from fastapi import Request
from fastapi.responses import Response

from api.web.ground import Outlines

_KEEP = "private, no-cache"  # areas hold nothing about anybody
_MEDIA_TYPE = "application/json"


def outlines_answer(request: Request, outlines: Outlines) -> Response:
    """GeoJSON, packed where the browser takes it; 304 when it has it already."""
    headers = {"ETag": outlines.etag, "Cache-Control": _KEEP, "Vary": "Accept-Encoding"}
    if outlines.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(outlines.packed, media_type=_MEDIA_TYPE, headers=headers)
    return Response(outlines.content, media_type=_MEDIA_TYPE, headers=headers)


def no_outlines() -> Response:
    """A map without any."""
    empty = json.dumps({"type": "FeatureCollection", "features": []})
    return Response(empty, media_type=_MEDIA_TYPE, headers={"Cache-Control": _KEEP})
