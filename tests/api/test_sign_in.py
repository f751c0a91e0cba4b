"""Signing in and out: the right people come in, and nobody learns anything else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlmodel import select

from api.accounts.repository import disable_account
from api.accounts.tables import Account, LoginSession, SignInAttempt
from api.app import create_app
from api.settings import Settings
from tests.api.conftest import MovingClock
from tests.api.sample_city import PASSWORDS
from tests.api.visitor import HOST, OWN_PAGE, Visitor

COOKIE = "tsunagite_session"
WRONG = "利用者名かパスワードが違います。"


def attempt(visitor: Visitor, name: str, password: str) -> str:
    response = visitor.send("/sign-in", {"sign_in_name": name, "password": password, "next": "/"})
    assert response.status_code == 422
    return response.text


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.get("/").status_code == 200


def test_a_worker_signs_in_and_lands_on_the_page_that_was_asked_for(visitor: Visitor) -> None:
    asked = visitor.get("/resources?kind=salon")
    assert asked.status_code == 303
    assert asked.headers["location"] == "/sign-in?next=/resources%3Fkind%3Dsalon"
    page = visitor.get(asked.headers["location"])
    assert 'name="next" value="/resources?kind=salon"' in page.text
    response = visitor.sign_in("worker", PASSWORDS["worker"], to="/resources?kind=salon")
    assert response.headers["location"] == "/resources?kind=salon"
    assert "サロン ひだまり" in visitor.get(response.headers["location"]).text


def test_the_name_is_found_whatever_its_width_and_case(visitor: Visitor) -> None:
    visitor.sign_in("ＷＯＲＫＥＲ", PASSWORDS["worker"])
    assert is_signed_in(visitor)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(visitor: Visitor) -> None:
    known = attempt(visitor, "worker", "not the password")
    unknown = attempt(visitor, "nobody", "not the password")
    assert WRONG in known
    assert known.replace('value="worker"', 'value="nobody"') == unknown


def test_the_typed_name_stays_in_the_form_and_the_password_does_not(visitor: Visitor) -> None:
    page = attempt(visitor, "worker", "himitsu-no-kotoba")
    assert 'value="worker"' in page
    assert "himitsu-no-kotoba" not in page


@pytest.mark.parametrize("name", ["worker", "nobody"])
def test_after_five_wrong_tries_even_the_right_password_waits(visitor: Visitor, name: str) -> None:
    for _ in range(5):
        assert WRONG in attempt(visitor, name, "wrong-password")
    assert "15分ほど待ってください" in attempt(visitor, name, PASSWORDS["worker"])
    assert not is_signed_in(visitor)


def test_a_name_that_is_locked_does_not_lock_another(visitor: Visitor) -> None:
    for _ in range(6):
        attempt(visitor, "worker", "wrong-password")
    visitor.sign_in("csw", PASSWORDS["csw"])
    assert is_signed_in(visitor)


def test_the_wait_is_a_quarter_of_an_hour_and_trying_meanwhile_does_not_prolong_it(
    visitor: Visitor, moving_clock: MovingClock
) -> None:
    for _ in range(5):
        attempt(visitor, "worker", "wrong-password")
    moving_clock.forward(minutes=14)
    for _ in range(5):
        attempt(visitor, "worker", PASSWORDS["worker"])
    moving_clock.forward(minutes=2)
    visitor.sign_in("worker", PASSWORDS["worker"])
    assert is_signed_in(visitor)


def test_a_sign_in_starts_the_count_again(visitor: Visitor) -> None:
    for _ in range(2):
        for _ in range(4):
            attempt(visitor, "worker", "wrong-password")
        visitor.sign_in("worker", PASSWORDS["worker"])
        assert is_signed_in(visitor)
        visitor.client.cookies.clear()


def test_typed_names_are_not_kept_in_the_clear(visitor: Visitor, app: FastAPI) -> None:
    attempt(visitor, "my-password-by-mistake", "wrong-password")
    with app.state.parts.database.session() as session:
        kept = session.exec(select(SignInAttempt)).one()
        assert kept.name_digest == hashlib.sha256(b"my-password-by-mistake").hexdigest()


def test_half_an_hour_without_a_request_ends_the_session(worker: Visitor, moving_clock: MovingClock) -> None:
    for _ in range(2):
        moving_clock.forward(minutes=29)
        assert is_signed_in(worker)
    moving_clock.forward(minutes=30)
    assert not is_signed_in(worker)


def test_ten_hours_end_the_session_even_in_use(worker: Visitor, moving_clock: MovingClock) -> None:
    for _ in range(29):
        moving_clock.forward(minutes=20)
        assert is_signed_in(worker)
    moving_clock.forward(minutes=20)
    assert not is_signed_in(worker)


def test_typing_keeps_the_session_open(worker: Visitor, moving_clock: MovingClock) -> None:
    for _ in range(3):
        moving_clock.forward(minutes=20)
        assert worker.get("/session").status_code == 204


def test_only_a_digest_of_the_token_is_stored(worker: Visitor, app: FastAPI) -> None:
    token = worker.client.cookies[COOKIE]
    with app.state.parts.database.session() as session:
        stored = session.exec(select(LoginSession)).one()
        assert stored.token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43  # 256 bits as base64


def test_signing_in_again_makes_a_new_token_and_ends_the_old_session(
    visitors: Callable[[], Visitor],
) -> None:
    browser, thief = visitors(), visitors()
    second_tab = {
        "form_token": browser.form_token("/sign-in"),
        "sign_in_name": "worker",
        "password": PASSWORDS["worker"],
    }
    visitor_cookie = browser.client.cookies["tsunagite_visitor"]
    browser.sign_in("worker", PASSWORDS["worker"])
    old = browser.client.cookies[COOKIE]
    browser.client.cookies.set("tsunagite_visitor", visitor_cookie, domain=HOST)
    assert browser.client.post("/sign-in", data=second_tab, headers=OWN_PAGE).status_code == 303
    assert browser.client.cookies[COOKIE] != old
    assert is_signed_in(browser)
    thief.client.cookies.set(COOKIE, old, domain=HOST)
    assert not is_signed_in(thief)


def test_a_token_chosen_by_somebody_else_is_never_adopted(visitors: Callable[[], Visitor]) -> None:
    victim, attacker = visitors(), visitors()
    for browser in (victim, attacker):
        browser.client.cookies.set(COOKIE, "chosen-by-an-attacker", domain=HOST, path="/")
    victim.sign_in("worker", PASSWORDS["worker"])
    assert is_signed_in(victim)
    assert not is_signed_in(attacker)


def test_a_cookie_from_before_the_sign_out_opens_nothing(
    visitors: Callable[[], Visitor], app: FastAPI
) -> None:
    worker, replay = visitors(), visitors()
    worker.sign_in("worker", PASSWORDS["worker"])
    replay.client.cookies.set(COOKIE, worker.client.cookies[COOKIE], domain=HOST)
    assert is_signed_in(replay)
    assert worker.send("/sign-out", {}, page="/").headers["location"] == "/sign-in"
    assert not is_signed_in(replay)
    with app.state.parts.database.session() as session:
        assert session.exec(select(LoginSession)).all() == []


def test_disabling_an_account_ends_its_sessions_and_its_sign_in(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    with app.state.parts.database.session() as session:
        disable_account(session, "worker", now=moving_clock.now())
    assert not is_signed_in(worker)
    assert WRONG in attempt(worker, "worker", PASSWORDS["worker"])


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(visitor: Visitor) -> None:
    cookie = visitor.sign_in("worker", PASSWORDS["worker"]).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie  # a browser on plain HTTP would drop it


def test_with_tls_the_cookie_is_secure_and_bound_to_the_host(
    settings: Settings, moving_clock: MovingClock
) -> None:
    secure = settings.model_copy(update={"tls": True})
    with Visitor.of(create_app(secure, clock=moving_clock), scheme="https") as visitor:
        form = {"sign_in_name": "worker", "password": PASSWORDS["worker"]}
        form["form_token"] = visitor.form_token("/sign-in")
        response = visitor.client.post("/sign-in", data=form, headers={"Origin": f"https://{HOST}"})
    cookies = response.headers.get_list("set-cookie")
    session_cookie = next(line for line in cookies if line.startswith("__Host-tsunagite_session="))
    assert "Secure" in session_cookie
    assert "Path=/" in session_cookie
    assert "Domain" not in session_cookie
    assert response.headers["strict-transport-security"]


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/\t/evil.example/",
    "javascript:alert(1)",
    "\\\\evil.example",
    "http:evil.example",
    "/x\r\nSet-Cookie:x",
)


def test_signing_in_never_leads_to_another_site(visitors: Callable[[], Visitor]) -> None:
    for target in ELSEWHERE:
        visitor = visitors()
        assert 'name="next" value="/"' in visitor.get("/sign-in", params={"next": target}).text, target
        assert visitor.sign_in("worker", PASSWORDS["worker"], to=target).headers["location"] == "/", target
        assert visitor.get("/sign-in", params={"next": target}).headers["location"] == "/", target


def test_an_empty_form_names_both_fields(visitor: Visitor) -> None:
    response = visitor.send("/sign-in", {"sign_in_name": " ", "password": ""})
    assert response.status_code == 422
    assert '<a href="#field-sign_in_name">利用者名を入れてください。</a>' in response.text
    assert 'aria-describedby="error-password" aria-invalid="true"' in response.text


def test_passwords_are_stored_as_argon2id_with_their_own_salt(app: FastAPI) -> None:
    with app.state.parts.database.session() as session:
        hashes = session.exec(select(Account.password_hash)).all()
    assert all(value.startswith("$argon2id$") for value in hashes)
    assert len(set(hashes)) == len(hashes)
