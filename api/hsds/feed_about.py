"""What the feed is: version, profile, its own OpenAPI document, and the profile's patches."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.hsds.answering import one, require_publishing
from api.hsds.openapi import openapi_document
from api.web.admission import Db
from api.web.feed_routes import FEED_PREFIX
from api.web.parts import parts_of
from resources.clock import today
from resources.exporting.about import as_object
from resources.exporting.writing import about_of
from resources.hsds.profile import HSDS_VERSION, PROFILE_URI, merge_patch, profile_index

router = APIRouter(prefix="/hsds", dependencies=[Depends(require_publishing)])


@router.get("/")
def feed(request: Request, session: Db) -> Response:
    """The way in. Addresses are paths of this host: a program knows by which name it asked."""
    parts = parts_of(request)
    about = about_of(session, on=today(parts.clock), licence=parts.settings.publish_licence)
    found = {
        "version": HSDS_VERSION,
        "profile": PROFILE_URI,
        "openapi_url": f"{FEED_PREFIX}openapi.json",
        "profile_url": f"{FEED_PREFIX}profile",
        **as_object(about),
    }
    return one(request, found)


@router.get("/openapi.json")
def feed_openapi(request: Request) -> Response:
    """The OpenAPI 3.1 document of this feed."""
    return one(request, openapi_document())


@router.get("/profile")
def feed_profile(request: Request) -> Response:
    """The Japan profile."""
    return one(request, profile_index())


@router.get("/profile/{patch}.json")
def feed_patch(request: Request, patch: str) -> Response:
    """The additions to one HSDS object as a JSON Merge Patch."""
    return one(request, merge_patch(patch))
