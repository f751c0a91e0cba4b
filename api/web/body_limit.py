"""No request body beyond a limit is read into memory, whatever its length header says."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.errors import on_http_error
from api.web.feed_routes import QUERY_PATHS

TOO_LARGE = 413
LIMITS = {"/sign-in": 20_000, **dict.fromkeys(QUERY_PATHS, 20_000)}  # anybody may send these: they are short


class BodyLimit:
    """Pure ASGI, inside SecurityHeaders, so that the refusal is a page of ours like every other.

    `uploads`: path → limit, for the pages that take files.
    """

    def __init__(
        self, app: ASGIApp, *, limit: int, uploads: Mapping[str, int] = MappingProxyType({})
    ) -> None:
        self._app = app
        self._limit = limit
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        general = min(self._limit, LIMITS.get(scope["path"], self._limit))
        limit = self._uploads.get(scope["path"], general)
        announced = Headers(scope=scope).get("content-length", "0")
        if not (announced.isascii() and announced.isdigit()) or int(announced) > limit:
            refusal = HTTPException(TOO_LARGE)
            response = await run_in_threadpool(on_http_error, Request(scope, receive), refusal)
            await response(scope, receive, send)
            return
        total = 0

        async def receive_counting() -> Message:
            nonlocal total
            message = await receive()
            total += len(message.get("body", b""))
            if total > limit:
                raise HTTPException(TOO_LARGE)
            return message

        await self._app(scope, receive_counting, send)
