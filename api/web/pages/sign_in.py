"""Signing in and out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.accounts.demo import DEMO_ACCOUNTS
from api.accounts.passwords import password_matches
from api.accounts.repository import (
    attempt_allowed,
    find_account,
    forget_attempts,
    note_attempt,
    withdraw_attempt,
)
from api.accounts.sessions import close_session, open_session
from api.hsds.answering import publishes
from api.web.admission import SentForm, local_path, session_cookie, set_cookie, visitor_cookie
from api.web.form_state import FormState
from api.web.parts import Parts, parts_of
from api.web.rendering import render

router = APIRouter()

WRONG = "利用者名かパスワードが違います。"
LOCKED = "続けて間違えたため、この利用者名ではしばらくサインインできません。15分ほど待ってください。"


@router.get("/sign-in")
def show_sign_in(request: Request, next: str = "/", unsaved: str = "") -> Response:
    """The form, or straight on for somebody who is signed in already. `unsaved`: a form came too late."""
    if request.state.viewer is not None:
        return RedirectResponse(local_path(next), 303)
    return _page(request, FormState.of({"next": [local_path(next)]}), unsaved=unsaved == "1")


@router.post("/sign-in")
def sign_in(request: Request, form: SentForm) -> Response:
    """Check name and password; the answer is the same whether the account exists or not.

    Somebody who is signed in already goes straight on, with the session that there is.
    """
    if request.state.viewer is not None:  # signed in meanwhile in another tab
        return RedirectResponse(local_path(form.get("next")), 303)
    parts = parts_of(request)
    name, password = form.get("sign_in_name", ""), form.get("password", "")
    state = FormState.of({"next": [local_path(form.get("next"))], "sign_in_name": [name]})
    if not name.strip():
        state.add_error("sign_in_name", "利用者名を入れてください。")
    if not password:
        state.add_error("password", "パスワードを入れてください。")
    if state.errors:
        return _page(request, state, status=422)
    old_token = request.cookies.get(session_cookie(parts.settings))
    token, refusal = _try(parts, name, password, old_token)
    if token is None:
        state.add_error("sign_in_name", refusal)
        return _page(request, state, status=422)
    response = RedirectResponse(local_path(form.get("next")), 303)
    set_cookie(response, session_cookie(parts.settings), token, tls=parts.settings.tls)
    response.delete_cookie(visitor_cookie(parts.settings), secure=parts.settings.tls, httponly=True)
    return response


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End the session in the database, not only in the browser."""
    parts = parts_of(request)
    cookie = session_cookie(parts.settings)
    with parts.database.session() as session:
        close_session(session, request.cookies.get(cookie, ""))
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(cookie, secure=parts.settings.tls, httponly=True)
    return response


def _try(parts: Parts, name: str, password: str, old_token: str | None) -> tuple[str | None, str]:
    """The token of a new session, or the refusal. The try is committed before the password is looked at."""
    now = parts.clock.now()
    with parts.database.session() as session:
        attempt_id = note_attempt(session, name, now=now)
    with parts.database.session() as session:
        allowed = attempt_allowed(session, name, now=now)
        account = find_account(session, name)
        stored = account.password_hash if account else None
        if not allowed:
            withdraw_attempt(session, attempt_id)
            return None, LOCKED
    if not password_matches(password, stored):
        return None, WRONG
    with parts.database.session() as session:
        account = find_account(session, name)
        if account is None:  # disabled this very moment
            return None, WRONG
        forget_attempts(session, name)
        return open_session(session, account, old_token=old_token, now=now), ""


def _page(request: Request, state: FormState, *, status: int = 200, unsaved: bool = False) -> Response:
    parts = parts_of(request)
    response = render(
        request,
        "sign_in.html",
        status=status,
        form=state,
        demo_accounts=DEMO_ACCOUNTS,
        unsaved=unsaved,
        publishes=publishes(request),
    )
    set_cookie(response, visitor_cookie(parts.settings), request.state.visitor, tls=parts.settings.tls)
    return response
