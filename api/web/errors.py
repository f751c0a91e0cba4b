"""Errors as pages (or as problem JSON for a program), in Japanese, with the right status."""

from __future__ import annotations

from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import DataError, OperationalError, ProgrammingError, SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api.web.admission import SignInRequired, identify, page_left
from api.web.error_trace import error_places, error_types
from api.web.feed_routes import FEED_PREFIX, UnusableQuestion
from api.web.parts import parts_of
from api.web.rendering import render
from api.web.sent_form import SAFE_METHODS
from api.web.uploads import PATH as UPLOADS
from resources.errors import AppError, BadInput, Conflict, NotFound, NotPermitted, NotReady

log = structlog.get_logger("tsunagite.web")

STATUS: dict[type[AppError], int] = {
    BadInput: 422,
    NotFound: 404,
    NotPermitted: 403,
    Conflict: 409,
    NotReady: 503,
    SignInRequired: 401,
    UnusableQuestion: 400,
}
HEADINGS = {
    400: "送られた内容を読み取れません",
    401: "サインインが必要です",
    403: "この操作はできません",
    404: "ページが見つかりません",
    405: "この操作はできません",
    409: "ほかの人が先に変更しました",
    413: "送られた内容が大きすぎます",
    415: "この形では受け付けられません",
    422: "入力を確かめてください",
    500: "処理を続けられませんでした",
    503: "準備ができていません",
}
MESSAGES = {
    400: "送られた内容が壊れているか、項目が多すぎます。前の画面を読み直して、もう一度送ってください。",
    404: "アドレスが正しいか確かめてください。ページが移動したか、なくなった可能性があります。",
    405: "このページは、その方法では開けません。最初の画面から操作してください。",
    413: "入力を短くするか、ファイルを小さく分けて、もう一度送ってください。",
    415: "この画面のフォームから送ってください。",
    422: "送られた内容を読み取れませんでした。前の画面に戻って確かめてください。",
    500: "入力した内容は記録していません。同じことが続くときは、下の番号を管理者に伝えてください。",
    503: "データベースを使えません。管理者に知らせてください。",
}


def wants_json(request: Request) -> bool:
    """Whether a program asks, not a person's browser."""
    accepted = request.headers.get("accept", "")
    if request.url.path.startswith(FEED_PREFIX):
        return True
    return "json" in accepted and "text/html" not in accepted


def status_of(error: AppError) -> int:
    """The HTTP status of an expected error."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


def problem(request: Request, status: int, message: str) -> Response:
    """The error as a page, or as problem JSON (RFC 9457)."""
    heading = HEADINGS.get(status, "受け付けられませんでした")
    request_id = getattr(request.state, "request_id", "")
    if wants_json(request):
        body = {
            "type": "about:blank",
            "title": heading,
            "status": status,
            "detail": message,
            "request_id": request_id,
        }
        return JSONResponse(body, status, media_type="application/problem+json")
    try:
        identify(request)
    except (AppError, SQLAlchemyError):
        request.state.viewer = None  # the page must come even when the database does not answer
    return render(
        request, "error.html", status=status, heading=heading, message=message, request_id=request_id
    )


def on_app_error(request: Request, error: Exception) -> Response:
    """An expected error, with the message that its author wrote for the reader."""
    assert isinstance(error, AppError)
    if isinstance(error, SignInRequired) and not wants_json(request):
        target = page_left(request)
        asked = [] if target == "/" else [f"next={quote(target, safe='/')}"]
        asked += ["unsaved=1"] if _held_something(request) else []
        return RedirectResponse("/sign-in" + (f"?{'&'.join(asked)}" if asked else ""), 303)
    return problem(request, status_of(error), error.message)


def _held_something(request: Request) -> bool:
    """Whether a form came that somebody may have filled in; signing out twice loses nothing."""
    return request.method not in SAFE_METHODS and request.url.path != "/sign-out"


def on_http_error(request: Request, error: Exception) -> Response:
    """What the framework refuses: unknown address, wrong method, too large."""
    assert isinstance(error, HTTPException)
    message = MESSAGES.get(error.status_code, "送られた内容を受け付けられませんでした。")
    if error.status_code == 413 and request.url.path == UPLOADS:
        most = parts_of(request).settings.max_upload_bytes // 1_000_000
        message = f"一度に取り込めるファイルは、合わせて{most} MBまでです。小さく分けるか何回かに分けて、「取り込み」の画面で選び直してください。"
    response = problem(request, error.status_code, message)
    response.headers.update(error.headers or {})
    return response


def on_invalid_request(request: Request, _error: Exception) -> Response:
    """A parameter that is not of its type; the values are neither shown nor logged."""
    return problem(request, 422, MESSAGES[422])


def on_value_refused(request: Request, error: Exception) -> Response:
    """The database cannot keep or compare a value. Its message quotes the value and is not logged."""
    log.warning("value_refused", errors=error_types(error), places=error_places(error))
    return problem(request, 422, MESSAGES[422])


def on_database_error(request: Request, error: Exception) -> Response:
    """The database does not answer, or lacks a table. Its message is not logged."""
    log.error("database", errors=error_types(error), places=error_places(error))
    return problem(request, 503, MESSAGES[503])


async def error_response(request: Request, error: AppError) -> Response:
    """For middleware, which stands outside the handlers below."""
    return await run_in_threadpool(on_app_error, request, error)


async def unexpected_error_response(request: Request) -> Response:
    """The page for an error nobody expected."""
    return await run_in_threadpool(problem, request, 500, MESSAGES[500])


def add_error_handlers(app: FastAPI) -> None:
    """Let the app answer with our pages. Unknown exceptions are caught by RequestLog."""
    app.add_exception_handler(AppError, on_app_error)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(RequestValidationError, on_invalid_request)
    app.add_exception_handler(DataError, on_value_refused)
    app.add_exception_handler(OperationalError, on_database_error)
    app.add_exception_handler(ProgrammingError, on_database_error)  # PostgreSQL: no such table
