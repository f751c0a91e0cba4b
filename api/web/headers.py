"""The headers that stand on every response."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def content_security_policy(tile_url: str | None) -> str:
    """Only our own files; pictures also from the operator's own tile server, when there is one."""
    images = "'self' data:"
    if tile_url:
        address = urlsplit(tile_url)
        images += f" {address.scheme}://{address.netloc}"
    return "; ".join(
        (
            "default-src 'self'",
            f"img-src {images}",
            "style-src 'self'",
            "script-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'self'",
            "form-action 'self'",
        )
    )


class SecurityHeaders:
    """Pure ASGI, outermost: error pages and refusals carry the headers too."""

    def __init__(self, app: ASGIApp, *, policy: str, tls: bool) -> None:
        self._app = app
        self._fixed = {
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }
        if tls:
            self._fixed["Strict-Transport-Security"] = "max-age=31536000"
        else:
            del self._fixed[
                "Cross-Origin-Opener-Policy"
            ]  # browsers ignore it over plain HTTP, with a warning

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_static = scope["path"].startswith("/static/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._fixed.items():
                    headers[name] = value
                # A page may show a person's needs: no copy stays behind. Files of ours are asked for again
                # with their validator, so that an update is seen at once; a route that says more knows that
                # nobody is in what it sends (the outlines of the 学区).
                headers.setdefault("Cache-Control", "no-cache" if is_static else "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)
