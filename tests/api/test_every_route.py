"""What holds for every route there is: a new page is checked by existing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI

from api.web.admission import PUBLIC_ROUTES
from api.web.feed_routes import QUERY_ROUTES
from tests.api.conftest import MovingClock
from tests.api.import_pages import hold_an_import
from tests.api.routes import UNSAFE, KnownRoute, all_routes
from tests.api.sample_city import PASSWORDS
from tests.api.visitor import HOST, OWN_PAGE, Visitor

CSP = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'self'; form-action 'self'"
)
FOR_KEEPERS = ("/imports", "/resources/new", "/resources/opening", "/quality/calls", "/quality/merge")
EDITED = "/edit"
ASK = {"GET": "get", "POST": "post", "PUT": "put", "PATCH": "patch", "DELETE": "delete"}

FROM_US = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": f"http://{HOST}"},
    {"Origin": f"http://{HOST.upper()}"},
]
FROM_ELSEWHERE = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": f"http://{HOST}"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": f"http://{HOST}.evil.example"},
    {"Origin": f"http://{HOST}:8080"},
    {"Origin": f"http://user@{HOST}"},
    {"Referer": f"http://{HOST}/"},
]


@pytest.fixture
def routes(app: FastAPI, public_ids: dict[str, str], moving_clock: MovingClock) -> list[KnownRoute]:
    parameters = {"public_id": public_ids["ふらっとカフェ"], **hold_an_import(app, moving_clock)}
    found = all_routes(app, parameters)
    assert {route.name for route in found} >= PUBLIC_ROUTES | {"home", "suggest", "sign_out"}
    return found


@pytest.fixture
def keeper(visitors: Callable[[], Visitor]) -> Visitor:
    """A CSW, who may do all that there is, signed in."""
    browser = visitors()
    browser.sign_in("csw", PASSWORDS["csw"])
    return browser


def _for_keepers(route: KnownRoute) -> bool:
    return route.path.startswith(FOR_KEEPERS) or route.path.endswith(EDITED)


def ask(visitor: Visitor, route: KnownRoute, **options: object) -> int:
    response = getattr(visitor.client, ASK[route.method])(route.path, **options)
    return int(response.status_code)


def test_without_a_sign_in_every_page_leads_to_the_sign_in_page(
    visitor: Visitor, routes: list[KnownRoute]
) -> None:
    for route in routes:
        if route.name in PUBLIC_ROUTES:
            continue
        response = getattr(visitor.client, ASK[route.method])(route.path, headers=OWN_PAGE)
        assert response.status_code == 303, route
        assert response.headers["location"].startswith("/sign-in"), route


def test_without_a_sign_in_a_program_gets_401(visitor: Visitor, routes: list[KnownRoute]) -> None:
    for route in routes:
        if route.name in PUBLIC_ROUTES:
            continue
        headers = {**OWN_PAGE, "Accept": "application/json"}
        response = getattr(visitor.client, ASK[route.method])(route.path, headers=headers)
        assert response.status_code == 401, route
        assert response.headers["content-type"] == "application/problem+json"


def test_every_get_route_answers_a_signed_in_worker(
    worker: Visitor, keeper: Visitor, routes: list[KnownRoute]
) -> None:
    for route in routes:
        if route.method == "GET":
            allowed = {422} if route.name == "download_sites" else {200, 204, 303}  # no population, no sites
            if route.name.startswith("show_") and route.path.startswith("/hsds/"):
                allowed = {200, 404}  # the id of a taxonomy, which no service has
            assert ask(keeper, route) in allowed, route
            assert ask(worker, route) in ({403} if _for_keepers(route) else allowed), route


@pytest.mark.parametrize("signed_in", [False, True])
def test_every_response_carries_the_security_headers(
    visitor: Visitor, routes: list[KnownRoute], signed_in: bool
) -> None:
    if signed_in:
        visitor.sign_in("worker", PASSWORDS["worker"])
    asked = [(route.method, route.path) for route in routes]
    asked += [("GET", "/no-such-page"), ("DELETE", "/"), ("POST", "/static/app/base.css")]
    for method, path in asked:
        for headers in (OWN_PAGE, {}):  # without an origin the middleware refuses: that answer counts too
            response = visitor.client.request(method, path, headers=headers)
            assert response.headers["content-security-policy"] == CSP, path
            assert response.headers["x-content-type-options"] == "nosniff", path
            assert response.headers["referrer-policy"] == "same-origin", path
            assert len(response.headers["x-request-id"]) == 16
            kept = "no-cache" if path.startswith("/static/") else "no-store"
            if (
                path in ("/districts.json", "/open/districts.json", "/base-layer.json")
                and response.status_code == 200
            ):  # areas, and nobody in them
                kept = "private, no-cache"
            assert response.headers["cache-control"] == kept, path


def test_head_is_answered_like_get_without_a_body(worker: Visitor, routes: list[KnownRoute]) -> None:
    for path in [route.path for route in routes if route.method == "GET"] + ["/static/app/base.css"]:
        of_get, of_head = worker.get(path), worker.client.head(path)
        assert of_head.status_code == of_get.status_code, path
        assert of_head.content == b"", path
        for name in ("content-type", "content-length", "content-security-policy", "location"):
            assert of_head.headers.get(name) == of_get.headers.get(name), (path, name)
    assert worker.client.head("/sign-out").status_code == 405
    assert worker.get("/").status_code == 200


def test_a_slash_too_many_is_not_found_and_names_no_host(worker: Visitor) -> None:
    response = worker.get("/resources/", headers={"Host": "evil.example"})
    assert response.status_code == 404
    assert "evil.example" not in response.text + str(response.headers)


def test_our_own_files_have_a_validator(visitor: Visitor) -> None:
    first = visitor.get("/static/app/base.css")
    assert first.status_code == 200
    again = visitor.get("/static/app/base.css", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["content-security-policy"] == CSP


def test_no_unsafe_route_answers_a_request_from_elsewhere(keeper: Visitor, routes: list[KnownRoute]) -> None:
    token = keeper.form_token("/")
    unsafe = [route for route in routes if route.method in UNSAFE and route.name not in QUERY_ROUTES]
    assert unsafe
    for headers in FROM_ELSEWHERE:
        for route in unsafe:
            assert ask(keeper, route, data={"form_token": token}, headers=headers) == 403, (route, headers)
    assert keeper.get("/").status_code == 200  # the sign-out did not happen either


def test_every_unsafe_route_answers_its_own_page(
    visitors: Callable[[], Visitor], routes: list[KnownRoute]
) -> None:
    unsafe = [route for route in routes if route.method in UNSAFE and route.name not in QUERY_ROUTES]
    unsafe.sort(key=lambda route: route.name == "sign_out")  # after it nobody is signed in
    for headers in FROM_US:
        worker = visitors()
        worker.sign_in("csw", PASSWORDS["csw"])
        for route in unsafe:
            who = visitors() if route.name in PUBLIC_ROUTES else worker
            token = who.form_token("/sign-in" if route.name in PUBLIC_ROUTES else "/")
            answer = ask(who, route, data={"form_token": token}, headers=headers)
            assert answer in {200, 303, 422}, (route, headers)


def test_no_unsafe_route_answers_without_the_right_form_token(
    visitors: Callable[[], Visitor], routes: list[KnownRoute]
) -> None:
    worker, colleague = visitors(), visitors()
    worker.sign_in("csw", PASSWORDS["csw"])  # to whom no route is closed for another reason
    colleague.sign_in("worker", PASSWORDS["worker"])
    of_the_colleague = colleague.form_token("/")
    for route in routes:
        if route.method not in UNSAFE or route.name in QUERY_ROUTES:
            continue
        who = visitors() if route.name in PUBLIC_ROUTES else worker  # signed in, /sign-in does nothing
        for data in ({}, {"form_token": ""}, {"form_token": "x" * 64}, {"form_token": of_the_colleague}):
            assert ask(who, route, data=data, headers=OWN_PAGE) == 403, (route, data)


def test_a_get_request_changes_nothing(worker: Visitor, routes: list[KnownRoute]) -> None:
    pages = {route.path for route in routes if route.method == "GET"}
    for route in routes:
        if route.method in UNSAFE and route.path not in pages:
            assert worker.get(route.path).status_code == 405, route
    assert worker.get("/").status_code == 200


def test_the_pages_that_load_scripts_from_elsewhere_are_off(worker: Visitor) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert worker.get(path).status_code == 404


def test_no_page_names_another_host_or_holds_inline_code(keeper: Visitor, routes: list[KnownRoute]) -> None:
    for route in routes:
        if route.method != "GET":
            continue
        page = keeper.get(route.path).text
        for inline in ("<style", " style=", "<script>", " onclick=", " onload=", "javascript:", "//cdn"):
            assert inline not in page, (route, inline)
        assert "https://" not in page, route
        assert "http://" not in page, route
