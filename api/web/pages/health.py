"""For the machine that watches the application, and for a page that is being filled in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api import schema
from api.web.admission import SignedIn
from api.web.parts import parts_of

router = APIRouter()


@router.get("/health")
def health(request: Request) -> Response:
    """200 when the database answers and has the right schema, 503 otherwise; says nothing else."""
    schema.require_current(parts_of(request).database)
    return JSONResponse({"status": "ok"})


@router.get("/session")
def keep_session(request: Request, _viewer: SignedIn) -> Response:
    """Asked by session.js while somebody types, so that a long note does not end in a sign-in page.

    The token is for a page whose session ended and was opened anew in another tab; no other site can read it.
    """
    return JSONResponse({"form_token": request.state.form_token})
