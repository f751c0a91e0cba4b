"""The application factory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware

from api.accounts.passwords import prepare
from api.hsds import feed, feed_about, feed_terms
from api.hsds.memory import FeedMemory
from api.installing import open_existing
from api.settings import Settings
from api.web import uploads
from api.web.admission import admit
from api.web.base_map import BaseMap
from api.web.body_limit import BodyLimit
from api.web.errors import add_error_handlers
from api.web.ground import GroundHolder
from api.web.head_requests import HeadAsGet
from api.web.headers import SecurityHeaders, content_security_policy
from api.web.pages import (
    about,
    catalogue,
    districts,
    entry,
    exports,
    field_matrix,
    health,
    home,
    import_columns,
    import_mappings,
    imports,
    opening,
    planning,
    planning_district,
    planning_matrix,
    quality,
    quality_calls,
    quality_limits,
    quality_pairs,
    sign_in,
    siting,
    suggestions,
)
from api.web.parts import InstallationReader, Parts
from api.web.rendering import template_environment
from api.web.request_log import RequestLog
from api.web.same_origin import SameOrigin
from api.web.snapshots import SnapshotHolder
from api.web.travel import TravelHolder
from resources.clock import Clock, SystemClock

STATIC = Path(__file__).parent / "static"
_SYSTEM_CLOCK = SystemClock()


def create_app(settings: Settings, *, clock: Clock = _SYSTEM_CLOCK) -> FastAPI:
    """The web application on the database of `settings`. Nothing is shared between two applications.

    Raises NotReady (one line for the operator) when the database is missing, old or lacks its key, BadInput
    for a background of the maps that cannot be read.

    Every route passes `admit` (signed in, form token) unless admission.PUBLIC_ROUTES names it. The pages
    of /docs are off: they load scripts from elsewhere.
    """
    prepare()
    base_map = BaseMap.of(settings)
    database = open_existing(settings)
    app = FastAPI(
        title="つなぎて",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_close_database_at_the_end,
        dependencies=[Depends(admit)],
        redirect_slashes=False,  # its redirect names the host that the request claims
        middleware=[
            Middleware(HeadAsGet),
            Middleware(SecurityHeaders, policy=content_security_policy(settings.tile_url), tls=settings.tls),
            Middleware(RequestLog),
            Middleware(
                BodyLimit,
                limit=settings.max_body_bytes,
                uploads={uploads.PATH: settings.max_upload_bytes},
            ),
            Middleware(SameOrigin),
        ],
    )
    app.state.parts = Parts(
        settings=settings,
        clock=clock,
        database=database,
        installation=InstallationReader(database),
        snapshots=SnapshotHolder(),
        ground=GroundHolder(),
        base_map=base_map,
        travel=TravelHolder(settings),
        feed=FeedMemory(),
        templates=template_environment(),
    )
    add_error_handlers(app)
    for page in _PAGES:
        app.include_router(page.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


_PAGES = (
    *(health, sign_in, home, entry, opening, field_matrix, catalogue, suggestions, districts, about),
    *(planning, siting, planning_district, planning_matrix),
    *(import_mappings, import_columns, imports),
    *(quality, quality_calls, quality_pairs, quality_limits),
    *(exports, feed_about, feed, feed_terms),
)


@asynccontextmanager
async def _close_database_at_the_end(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.parts.database.close()
