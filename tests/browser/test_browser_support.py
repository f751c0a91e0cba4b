"""The browser tests' own tools: a guard that reports nothing would let every page pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

pytestmark = pytest.mark.browser

PAGE = """<!DOCTYPE html><html lang="ja"><head><title>t</title><link rel="icon" href="data:,"></head>
<body><main><h1>見出し</h1>{}</main></body></html>"""


def answering(body: str, *, status: int = 200, policy: str | None = None) -> Starlette:
    """An app with one page."""
    headers = {"Content-Security-Policy": policy} if policy else {}

    def page(_: Request) -> Response:
        return HTMLResponse(PAGE.format(body), status_code=status, headers=headers)

    return Starlette(routes=[Route("/", page)])


def test_a_quiet_page_has_no_complaints(serve: Callable[..., str], page_recorder: Callable[..., Any]) -> None:
    address = serve(answering("<p>本文</p>"))
    recorded = page_recorder(address)
    assert recorded.page.goto(address).ok
    assert recorded.complaints() == []


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ('<img alt="" src="http://example.org/a.png">', "external: http://example.org/a.png"),
        ("<script>fetch('http://127.0.0.1:9/x').catch(() => 0)</script>", "external: http://127.0.0.1:9/x"),
        ("<script>throw new Error('kaput')</script>", "script: kaput"),
        ("<script>console.error('louder')</script>", "console: louder"),
        ('<script src="/absent.js"></script>', "status of 404"),
    ],
)
def test_a_page_that_misbehaves_is_reported(
    serve: Callable[..., str], page_recorder: Callable[..., Any], body: str, complaint: str
) -> None:
    address = serve(answering(body))
    recorded = page_recorder(address)
    recorded.page.goto(address, wait_until="networkidle")
    assert any(complaint in line for line in recorded.complaints())


def test_a_status_that_the_test_expects_is_no_complaint(
    serve: Callable[..., str], page_recorder: Callable[..., Any]
) -> None:
    address = serve(answering("<p>入力に誤りがあります</p>", status=422))
    recorded = page_recorder(address)
    assert recorded.page.goto(address).status == 422
    assert recorded.complaints() != []
    assert recorded.complaints(expected=["422"]) == []


def test_axe_finds_what_is_wrong_and_only_that_under_a_strict_policy(
    serve: Callable[..., str], page_recorder: Callable[..., Any], axe: Callable[..., list[str]]
) -> None:
    strict = "default-src 'self'; img-src data:"
    for body, rules in (("<p>本文</p>", []), ('<img src="data:,">', ["image-alt"])):
        address = serve(answering(body, policy=strict))
        recorded = page_recorder(address, width=320)
        recorded.page.goto(address)
        assert [line.split(":")[0] for line in axe(recorded.page)] == rules


def test_a_file_may_ask_for_nothing_but_itself(tmp_path: Path, page_recorder: Callable[..., Any]) -> None:
    (tmp_path / "beside.js").write_text("document.title = 'loaded'", encoding="utf-8")
    file = tmp_path / "page.html"
    file.write_text(PAGE.format('<script src="beside.js"></script>'), encoding="utf-8")
    recorded = page_recorder(file.as_uri())
    recorded.page.goto(file.as_uri())
    assert recorded.page.title() == "t"
    assert any("beside.js" in line for line in recorded.external_requests)
