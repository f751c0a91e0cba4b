"""One log line per request, and the last net for errors nobody expected.

Privacy: a line holds the route's template, never the path, the query, a form or a header.
"""

from __future__ import annotations

import secrets
import time

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.error_trace import error_places, error_types
from api.web.errors import unexpected_error_response

log = structlog.get_logger("tsunagite.web")


class RequestLog:
    """Pure ASGI: gives each request an id, writes one line, turns an unknown exception into a 500 page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        status, started = 0, time.perf_counter()

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id.encode())]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_and_note)
            except ClientDisconnect:
                log.info("client_gone")  # the browser was closed while it sent: nobody to answer
            except Exception as error:
                log.error("unexpected", errors=error_types(error), places=error_places(error))
                if status:
                    raise  # half of another response is already out
                response = await unexpected_error_response(Request(scope, receive))
                await response(scope, receive, send_and_note)
            finally:
                milliseconds = round((time.perf_counter() - started) * 1000, 1)
                route = route_template(scope)
                log.info("request", method=scope["method"], route=route, status=status, ms=milliseconds)


def route_template(scope: Scope) -> str:
    """`/resources/{public_id}`, never the path that was asked for."""
    route = scope.get("route")
    template = getattr(route, "path_format", None) or getattr(route, "path", None)
    return template or ("/static" if scope["path"].startswith("/static/") else "(none)")
