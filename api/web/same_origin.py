"""Cross-site request forgery, first guard: an unsafe request must come from one of our own pages.

Browsers send Sec-Fetch-Site only to HTTPS and localhost; on a plain-HTTP intranet the Origin header decides.
A proxy in front must hand on the Host header. The second guard is the form token (admission.py).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.web.errors import error_response
from api.web.feed_routes import QUERY_PATHS
from api.web.sent_form import SAFE_METHODS
from resources.errors import NotPermitted


def comes_from_our_page(headers: Headers) -> bool:
    """What the browser says about where a request was made."""
    fetch_site = headers.get("sec-fetch-site")
    if fetch_site is not None:
        return fetch_site in {"same-origin", "none"}
    origin, host = headers.get("origin"), headers.get("host")
    return bool(origin and host) and urlsplit(origin).netloc.lower() == str(host).lower()


def _is_query(scope: Scope) -> bool:
    """A question to the public feed that is asked by POST: it changes nothing and knows nobody."""
    return scope["method"] == "POST" and scope["path"] in QUERY_PATHS


class SameOrigin:
    """Pure ASGI: refuses an unsafe request from elsewhere before anything reads its body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS and not _is_query(scope):
            request = Request(scope, receive)
            if not comes_from_our_page(request.headers):
                refusal = NotPermitted(
                    "ほかのサイトからの送信は受け付けません。この画面から操作してください。"
                )
                response = await error_response(request, refusal)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)
