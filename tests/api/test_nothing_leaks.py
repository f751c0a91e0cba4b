"""What somebody types about a person goes nowhere: not into a log, an address, a cookie or the database."""

from __future__ import annotations

import json
from typing import Any

import structlog
from fastapi import FastAPI
from sqlalchemy import inspect, text

from resources.database import Database
from tests.api.sample_city import PASSWORDS
from tests.api.visitor import OWN_PAGE, Visitor

MARK = "ぽんぽこ山の狸田狸吉"
FILLED = {
    "note": f"{MARK}。鉄道が好き。",
    "age": "47",
    "gender": "male",
    "district": "D01",
    "aims": f"居場所、{MARK}",
    "interests": MARK,
    "avoid": MARK,
    "stage": "attend",
    "travel_mode": "walk",
    "max_minutes": "30",
    "available": ["tue-afternoon", "thu-afternoon"],
    "max_fee": "500",
    "holds": ["none"],
    "language": MARK,
    "asked": MARK,
}


def everything_stored(database: Database) -> str:
    """Every value of every table, as one text."""
    with database.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        rows: list[Any] = [
            list(map(tuple, connection.execute(text(f'SELECT * FROM "{table}"')))) for table in tables
        ]
    return repr(rows)


def test_a_need_is_in_no_log_no_address_no_cookie_and_no_table(worker: Visitor, app: FastAPI) -> None:
    with structlog.testing.capture_logs() as lines:
        response = worker.send("/suggestions", FILLED)
        worker.get("/resources", params={"q": MARK})
    assert response.status_code == 200
    assert MARK in response.text  # it stays in the form, so that it can be corrected
    said = json.dumps(lines, ensure_ascii=False)
    assert MARK not in said
    assert "47" not in [str(value) for line in lines for value in line.values()]
    assert MARK not in str(response.headers)
    assert MARK not in str(response.url)
    assert MARK not in str(list(worker.client.cookies.jar))
    assert MARK not in everything_stored(app.state.parts.database)


def test_a_wrong_form_is_not_logged_either(worker: Visitor) -> None:
    with structlog.testing.capture_logs() as lines:
        response = worker.send("/suggestions", {**FILLED, "age": MARK})
    assert response.status_code == 422
    assert MARK not in str(lines)


def test_a_log_line_holds_the_template_of_the_route_and_no_more(
    worker: Visitor, public_ids: dict[str, str]
) -> None:
    public_id = public_ids["ふらっとカフェ"]
    with structlog.testing.capture_logs() as lines:
        worker.get(f"/resources/{public_id}?q=x")
        worker.get(f"/{MARK}")
    assert [line["route"] for line in lines] == ["/resources/{public_id}", "(none)"]
    assert all(set(line) == {"event", "log_level", "method", "route", "status", "ms"} for line in lines)
    assert public_id not in str(lines)


def test_names_and_passwords_typed_at_the_sign_in_are_not_logged(visitor: Visitor) -> None:
    with structlog.testing.capture_logs() as lines:
        visitor.send("/sign-in", {"sign_in_name": MARK, "password": "himitsu-no-kotoba"})
        visitor.sign_in("worker", PASSWORDS["worker"])
    assert len(lines) == 4
    for typed in (MARK, "himitsu-no-kotoba", PASSWORDS["worker"], "worker"):
        assert typed not in str(lines)


def test_a_display_name_is_encrypted_in_the_database(worker: Visitor, app: FastAPI) -> None:
    assert "workerさん" in worker.get("/").text
    assert "workerさん" not in everything_stored(app.state.parts.database)


def test_an_expired_session_does_not_put_the_form_into_the_address(visitor: Visitor) -> None:
    headers = {**OWN_PAGE, "Referer": f"{OWN_PAGE['Origin']}/suggestions"}
    response = visitor.client.post("/suggestions", data=FILLED, headers=headers)
    assert response.headers["location"] == "/sign-in?next=/suggestions&unsaved=1"
