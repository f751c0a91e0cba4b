"""Every failure ends in a Japanese page (or problem JSON) with the right status."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DataError
from starlette.requests import ClientDisconnect

from resources.errors import AppError, BadInput, Conflict, NotFound, NotPermitted, NotReady
from tests.api.visitor import OWN_PAGE, Visitor

SECRET = "山田さんのひみつ"


def add_route(app: FastAPI, error: Exception) -> None:
    def fails() -> None:
        raise error

    app.add_api_route("/fails", fails)
    app.router.routes.insert(0, app.router.routes.pop())  # before the mounts


def test_an_unknown_address_is_a_page_that_keeps_the_way_back(worker: Visitor) -> None:
    response = worker.get("/no-such-page")
    assert response.status_code == 404
    assert "ページが見つかりません" in response.text
    assert "workerさん" in response.text


def test_an_unknown_entry_is_not_found(worker: Visitor) -> None:
    assert worker.get("/resources/aaaaaaaaaaaa").status_code == 404
    assert worker.get("/resources/'%20or%201=1").status_code == 404


def test_the_wrong_method_is_a_page(worker: Visitor) -> None:
    response = worker.client.delete("/resources", headers=OWN_PAGE)
    assert response.status_code == 405
    assert response.headers["allow"] == "GET"
    assert "この操作はできません" in response.text


@pytest.mark.parametrize(
    "address", ["/resources?page=zwei", "/resources?page=0", "/resources?q=" + "あ" * 201]
)
def test_a_parameter_that_cannot_be_read_is_a_page_that_does_not_repeat_it(
    worker: Visitor, address: str
) -> None:
    response = worker.get(address)
    assert response.status_code == 422
    assert "入力を確かめてください" in response.text
    assert "zwei" not in response.text


def test_a_body_that_is_too_large_is_refused(worker: Visitor) -> None:
    response = worker.client.post("/suggestions", data={"note": "あ" * 1_000_001}, headers=OWN_PAGE)
    assert response.status_code == 413
    assert "大きすぎます" in response.text


def test_a_body_without_a_length_is_counted_while_it_is_read(worker: Visitor) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b"note=" + b"x" * 100_000

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    response = worker.client.post("/suggestions", content=endless(), headers={**OWN_PAGE, **form})
    assert response.status_code == 413
    assert response.headers["content-security-policy"]


def test_a_program_gets_problem_json(worker: Visitor) -> None:
    response = worker.get("/resources/aaaaaaaaaaaa", headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == 404
    assert problem["detail"] == "その地域資源は見つかりません。"
    assert problem["request_id"] == response.headers["x-request-id"]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BadInput("値が違います。"), 422),
        (NotFound("ありません。"), 404),
        (NotPermitted("できません。"), 403),
        (Conflict("先に変わりました。"), 409),
        (NotReady("まだです。"), 503),
        (AppError("ほかの理由です。"), 500),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_expected_error_says_what_its_author_wrote(
    app: FastAPI, worker: Visitor, error: AppError, status: int
) -> None:
    add_route(app, error)
    response = worker.get("/fails")
    assert response.status_code == status
    assert error.message in response.text


def test_an_unexpected_error_is_a_page_with_a_number_and_a_log_without_its_message(
    app: FastAPI, worker: Visitor
) -> None:
    add_route(app, ValueError(f"invalid literal for int(): {SECRET}"))
    with structlog.testing.capture_logs() as lines:
        response = worker.get("/fails?name=" + SECRET)
    assert response.status_code == 500
    assert response.headers["x-request-id"] in response.text
    assert SECRET not in response.text
    assert SECRET not in str(lines)
    failure = next(line for line in lines if line["event"] == "unexpected")
    assert failure["errors"] == ["ValueError"]
    assert failure["places"][-1].endswith("fails")


def test_a_database_that_fails_is_a_page_and_its_message_stays_out_of_the_log(
    app: FastAPI, worker: Visitor
) -> None:
    database = app.state.parts.database
    page_before = worker.get("/about")
    assert page_before.status_code == 200
    with database.session() as session:
        session.connection().execute(text("ALTER TABLE district RENAME TO district_away"))
    with structlog.testing.capture_logs() as lines:
        response = worker.get("/resources?q=" + SECRET)
    assert response.status_code == 503
    assert "データベースを使えません" in response.text
    assert SECRET not in str(lines)


def test_a_browser_that_went_away_while_it_sent_is_not_an_error(app: FastAPI, worker: Visitor) -> None:
    add_route(app, ClientDisconnect())
    unanswered = pytest.raises(AssertionError, match="did not receive any response")
    with structlog.testing.capture_logs() as lines, unanswered:
        worker.get("/fails")
    assert [line["event"] for line in lines] == ["client_gone", "request"]
    assert {line["log_level"] for line in lines} == {"info"}


def test_a_value_that_the_database_refuses_is_a_page_that_does_not_quote_it(
    app: FastAPI, worker: Visitor
) -> None:
    add_route(app, DataError("SELECT", {"name": SECRET}, ValueError(SECRET)))
    with structlog.testing.capture_logs() as lines:
        response = worker.get("/fails")
    assert response.status_code == 422
    assert SECRET not in response.text + str(lines)
