"""What no browser sends: nothing of it stops the server, and nothing of it is an error of ours."""

from __future__ import annotations

import time

import pytest
from fastapi import FastAPI
from httpx2 import Response

from api.accounts.passwords import password_matches
from api.accounts.repository import fold_sign_in_name
from api.web.sent_form import MAX_FIELDS
from tests.api.conftest import MovingClock
from tests.api.import_pages import hold_an_import
from tests.api.routes import UNSAFE, KnownRoute, all_routes
from tests.api.sample_city import PASSWORDS
from tests.api.visitor import OWN_PAGE, Visitor

MARKS = "\u0300\u0316"  # two accents that normalising sorts, in time with the square of their number
URLENCODED = "application/x-www-form-urlencoded"
UNUSABLE = ("%00", "a%00b", "%ED%A0%80", "%ff%fe")


def test_long_runs_of_accents_are_answered_at_once(visitor: Visitor) -> None:
    token = visitor.form_token("/sign-in")
    for field in ("sign_in_name", "password"):
        form = {"form_token": token, "sign_in_name": "x", "password": "y", field: MARKS * 2_300}
        started = time.process_time()
        response = visitor.client.post("/sign-in", data=form, headers=OWN_PAGE)
        assert time.process_time() - started < 1, field
        assert response.status_code in {413, 422}


def test_names_and_passwords_are_cut_before_they_are_normalised() -> None:
    started = time.process_time()
    assert not password_matches(MARKS * 60_000, None)
    fold_sign_in_name(MARKS * 60_000)
    assert time.process_time() - started < 2


def test_long_runs_of_accents_in_a_need_are_answered_at_once(worker: Visitor) -> None:
    token = worker.form_token("/")
    fields = ["note", "age", "max_fee", "max_minutes", "aims", "interests", "avoid", "language", "asked"]
    fields += ["correction", "correct", "undo", "add_words", "add_concept", "add_polarity"]
    for field in fields:
        form = {"form_token": token, "interests": "将棋", "add": "1", field: MARKS * 60_000}
        started = time.process_time()
        response = worker.client.post("/suggestions", data=form, headers=OWN_PAGE)
        assert time.process_time() - started < 2, field  # matching and the long page itself take their time
        assert response.status_code in {200, 422}, field


def test_long_runs_of_accents_in_a_search_are_answered_at_once(worker: Visitor) -> None:
    started = time.process_time()
    assert worker.get("/resources", params={"q": MARKS * 3_000}).status_code == 422
    assert worker.get("/resources", params={"q": MARKS * 100}).status_code == 200
    assert time.process_time() - started < 1


def test_a_sign_in_is_short(visitor: Visitor) -> None:
    form = {"sign_in_name": "x", "password": "y" * 20_000}
    assert visitor.client.post("/sign-in", data=form, headers=OWN_PAGE).status_code == 413


@pytest.fixture
def routes(app: FastAPI, public_ids: dict[str, str], moving_clock: MovingClock) -> list[KnownRoute]:
    parameters = {"public_id": public_ids["ふらっとカフェ"], **hold_an_import(app, moving_clock)}
    return all_routes(app, parameters)


@pytest.fixture
def worker(visitor: Visitor) -> Visitor:
    """Somebody to whom every page is open."""
    visitor.sign_in("csw", PASSWORDS["csw"])
    return visitor


def test_characters_that_no_database_keeps_are_never_an_error_of_ours(
    worker: Visitor, routes: list[KnownRoute]
) -> None:
    names = (
        "q",
        "kind",
        "district",
        "status",
        "standing",
        "page",
        "next",
        "from",
        "full",
        "stale",
        "severity",
    )
    for route in routes:
        for bad in UNUSABLE:
            queries = "&".join(f"{name}={bad}" for name in names)
            for address in (f"{route.path}?{queries}", f"{route.path.rstrip('/')}/{bad}"):
                if route.method == "GET":
                    assert worker.get(address).status_code < 500, address


def test_a_zero_character_in_an_address_is_refused(worker: Visitor) -> None:
    for name in ("q", "kind", "district", "status"):
        assert worker.get(f"/resources?{name}=%00").status_code == 422, name
    assert worker.get("/resources/%00").status_code == 422


def test_the_same_characters_in_a_form_are_left_out(
    visitor: Visitor, worker: Visitor, routes: list[KnownRoute]
) -> None:
    names = ("note", "age", "gender", "district", "aims", "language", "asked", "available", "next")
    names += ("action", "name", "operator", "save_name", "column-0", "kind-0", "sheet", "header", "version")
    for route in [route for route in routes if route.method in UNSAFE and route.name != "sign_out"]:
        for bad in UNUSABLE:
            body = f"form_token={worker.form_token('/')}" + "".join(f"&{name}={bad}" for name in names)
            assert send(worker, route.path, body.encode(), URLENCODED).status_code < 500, (route, bad)
    page = send(
        worker, "/suggestions", f"form_token={worker.form_token('/')}&note=a%00b".encode(), URLENCODED
    )
    assert page.status_code == 200
    assert "\x00" not in page.text


def test_the_same_characters_in_a_sign_in_are_left_out(visitor: Visitor) -> None:
    for bad in UNUSABLE:
        body = f"form_token={visitor.form_token('/sign-in')}&sign_in_name=x{bad}&password=y{bad}&next=/{bad}"
        assert send(visitor, "/sign-in", body.encode(), URLENCODED).status_code == 422


@pytest.mark.parametrize("charset", ["unicode_escape", "punycode", "idna", "utf-7", "utf-16", "cp932", "no"])
def test_a_charset_that_the_sender_chose_is_not_used(visitor: Visitor, charset: str) -> None:
    kind = f"multipart/form-data; boundary=b; charset={charset}"
    body = part("form_token", b"\\ud800\xff") + part("password", b"\\x") + b"--b--\r\n"
    assert send(visitor, "/sign-in", body, kind).status_code == 415
    assert send(visitor, "/sign-in", body, f"{URLENCODED}; charset={charset}").status_code == 415


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "text/html; charset=utf-8", "x", ";;;="])
def test_what_is_no_form_is_refused(visitor: Visitor, kind: str) -> None:
    response = send(visitor, "/sign-in", b'{"password": "x"}', kind)
    assert response.status_code == 415
    assert "この形では受け付けられません" in response.text


def test_a_form_in_parts_in_utf_8_is_read(visitor: Visitor) -> None:
    token = visitor.form_token("/sign-in").encode()
    body = part("form_token", token) + part("sign_in_name", "名前".encode()) + b"--b--\r\n"
    for suffix in ("", "; charset=UTF-8", '; charset="utf-8"'):
        response = send(visitor, "/sign-in", body, "multipart/form-data; boundary=b" + suffix)
        assert response.status_code == 422
        assert 'value="名前"' in response.text


@pytest.mark.parametrize(
    "body",
    [
        b"--b\r\nbroken",
        b"no parts at all",
        b"",
        b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
    ],
)
def test_a_form_that_cannot_be_taken_apart_is_a_page_in_japanese(visitor: Visitor, body: bytes) -> None:
    response = send(visitor, "/sign-in", body, "multipart/form-data; boundary=b")
    assert response.status_code in {400, 403}  # 403: nothing in it, so no form token either
    assert 'lang="ja"' in response.text
    assert "Bad Request" not in response.text


def test_a_form_without_a_boundary_or_with_a_file_is_a_page_in_japanese(visitor: Visitor) -> None:
    with_file = part('f"; filename="x.txt', b"x") + b"--b--\r\n"
    for body, kind in ((b"x", "multipart/form-data"), (with_file, "multipart/form-data; boundary=b")):
        response = send(visitor, "/sign-in", body, kind)
        assert response.status_code == 400
        assert "送られた内容を読み取れません" in response.text


def test_a_form_with_too_many_fields_is_refused(worker: Visitor) -> None:
    token = worker.form_token("/")
    fitting = {"form_token": token, "note": "鉄道が好き"} | {f"x{n}": "1" for n in range(MAX_FIELDS - 2)}
    assert worker.client.post("/suggestions", data=fitting, headers=OWN_PAGE).status_code == 200
    one_more = {**fitting, "y": "1"}
    response = worker.client.post("/suggestions", data=one_more, headers=OWN_PAGE)
    assert response.status_code == 400
    assert "送られた内容を読み取れません" in response.text


def send(visitor: Visitor, path: str, body: bytes, content_type: str) -> Response:
    return visitor.client.post(path, content=body, headers={**OWN_PAGE, "Content-Type": content_type})


def part(name: str, value: bytes) -> bytes:
    return f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
