"""Who comes in. Every route asks for a signed-in account unless its name is on the short public list."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator, Iterator
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.accounts.sessions import Viewer, find_viewer, new_token, note_seen
from api.settings import Settings
from api.web.feed_routes import FEED_ROUTES, QUERY_ROUTES
from api.web.parts import parts_of
from api.web.sent_form import SAFE_METHODS, Form, read_form, refuse_unusable_address
from resources.errors import AppError, NotPermitted

UPLOAD_ROUTES = frozenset({"upload_files"})
MAX_FILES = 10
OPEN_ROUTES = frozenset(
    {"show_open_list", "show_open_entry", "open_districts", "download_open", "open_sources"}
)
"""The public page; like the feed it is there only where the operator publishes."""
PUBLIC_ROUTES = frozenset({"health", "show_sign_in", "sign_in"}) | FEED_ROUTES | OPEN_ROUTES
FORM_TOKEN_FIELD = "form_token"  # noqa: S105 - the name of a form field


class SignInRequired(AppError):
    """Nobody is signed in here (any more)."""

    def __init__(self) -> None:
        super().__init__("この画面を見るには、サインインしてください。")


def session_cookie(settings: Settings) -> str:
    """The cookie of a signed-in browser; __Host- binds it to this host, which needs HTTPS."""
    return "__Host-tsunagite_session" if settings.tls else "tsunagite_session"


def visitor_cookie(settings: Settings) -> str:
    """The cookie that ties the sign-in form to one browser before anybody is signed in."""
    return "__Host-tsunagite_visitor" if settings.tls else "tsunagite_visitor"


def set_cookie(response: Response, name: str, value: str, *, tls: bool) -> None:
    """A cookie that scripts cannot read and that other sites do not send; gone when the browser closes."""
    response.set_cookie(name, value, httponly=True, samesite="lax", secure=tls, path="/")


def form_token(cookie_token: str) -> str:
    """The hidden field that belongs to a cookie. One way: a page that leaks it does not leak the cookie."""
    return hashlib.sha256(b"tsunagite form token " + cookie_token.encode()).hexdigest()


def identify(request: Request) -> Viewer | None:
    """Who is signed in here; remembered for the rest of the request."""
    if not hasattr(request.state, "viewer"):
        parts = parts_of(request)
        token = request.cookies.get(session_cookie(parts.settings), "")
        request.state.viewer, request.state.form_token = None, ""
        if token:
            now = parts.clock.now()
            with parts.database.session() as session:
                request.state.viewer = find_viewer(session, token, now=now)
            if request.state.viewer:
                request.state.form_token = form_token(token)
                note_seen(parts.database, request.state.viewer, now=now)
    viewer: Viewer | None = request.state.viewer
    return viewer


def files_allowed(request: Request) -> int:
    """How many files this request may bring: none, but on the routes for them, to somebody who is signed in."""
    if getattr(request.scope.get("route"), "name", "") not in UPLOAD_ROUTES:
        return 0
    if identify(request) is None:
        raise SignInRequired
    return MAX_FILES


async def sent_form(
    request: Request, max_files: Annotated[int, Depends(files_allowed)]
) -> AsyncIterator[Form]:
    """The form that was sent; its files are there until the answer is given, whoever reads them or nobody."""
    try:
        yield await read_form(request, max_files=max_files)
    finally:
        await request.close()


SentForm = Annotated[Form, Depends(sent_form)]


def admit(request: Request, form: SentForm) -> None:
    """On every route: signed in unless public, and a fitting form token on every unsafe request.

    A page for somebody who is signed in has the session's token in all its forms, on public routes too.
    """
    refuse_unusable_address(request)
    viewer = identify(request)
    name = getattr(request.scope.get("route"), "name", "")
    if viewer is None:
        if name not in PUBLIC_ROUTES:
            raise SignInRequired
        visitor = request.cookies.get(visitor_cookie(parts_of(request).settings)) or new_token()
        request.state.visitor = visitor
        request.state.form_token = form_token(visitor)
    elif name == "sign_in":
        return  # the form of another tab, from before: `sign_in` only leads on, so it needs no token
    if request.method not in SAFE_METHODS and name not in QUERY_ROUTES:
        sent = form.get(FORM_TOKEN_FIELD, "")
        if not hmac.compare_digest(sent.encode(), request.state.form_token.encode()):
            raise NotPermitted("画面が古くなっています。前の画面を読み直してから、もう一度送ってください。")


def signed_in(request: Request) -> Viewer:
    """The signed-in account, for a route that is not public."""
    viewer = identify(request)
    if viewer is None:
        raise SignInRequired
    return viewer


def catalogue_keeper(request: Request) -> Viewer:
    """The signed-in account, when its role looks after the catalogue (`keeps` in account_role.csv)."""
    viewer = signed_in(request)
    if not viewer.keeps_catalogue:
        raise NotPermitted("地域資源を直せるのは、CSWか管理者です。")
    return viewer


def entry_confirmer(request: Request) -> Viewer:
    """The signed-in account, when its role may say 変わりなし (`confirms` in account_role.csv)."""
    viewer = signed_in(request)
    if not viewer.confirms_entries:
        raise NotPermitted("変わりなしの確認を記録できるのは、参加支援の担当、CSW、管理者です。")
    return viewer


def unit_of_work(request: Request) -> Iterator[Session]:
    """A database session; committed before the response leaves, rolled back on an error."""
    with parts_of(request).database.session() as session:
        yield session


SignedIn = Annotated[Viewer, Depends(signed_in)]
Keeper = Annotated[Viewer, Depends(catalogue_keeper)]
Confirmer = Annotated[Viewer, Depends(entry_confirmer)]
Db = Annotated[Session, Depends(unit_of_work, scope="function")]


def local_path(target: str | None) -> str:
    """`target` when it is a path on this site, else the start page. Never another host."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return "/"
    if "\\" in target or any(ord(character) <= 0x20 or ord(character) == 0x7F for character in target):
        return "/"
    address = urlsplit(target)
    return "/" if address.scheme or address.netloc else target


def page_left(request: Request) -> str:
    """Where to go back to after signing in: the asked page, or the page whose form was sent."""
    if request.method in SAFE_METHODS:
        query = f"?{request.url.query}" if request.url.query else ""
        return local_path(request.url.path + query)
    referer = urlsplit(request.headers.get("referer", ""))
    same_host = referer.netloc.lower() == request.headers.get("host", "").lower()
    return local_path(referer.path) if same_host else "/"
