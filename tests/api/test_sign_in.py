"""Signing in and out: the right people come in, and nobody learns anything else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
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


def test_a_sign_in_form_of_another_tab_leads_on_with_the_session_that_there_is(
    visitor: Visitor,
) -> None:
    second_tab = {
        "form_token": visitor.form_token("/sign-in"),
        "sign_in_name": "csw",
        "password": PASSWORDS["csw"],
        "next": "/about",
    }
    visitor.sign_in("worker", PASSWORDS["worker"])
    token = visitor.client.cookies[COOKIE]
    response = visitor.client.post("/sign-in", data=second_tab, headers=OWN_PAGE)
    assert response.status_code == 303
    assert response.headers["location"] == "/about"
    assert visitor.client.cookies[COOKIE] == token
    assert "workerさん" in visitor.get("/about").text


def test_a_new_sign_in_ends_the_session_that_ran_out_in_this_browser(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    old = worker.client.cookies[COOKIE]
    moving_clock.forward(minutes=31)
    worker.sign_in("worker", PASSWORDS["worker"])
    assert worker.client.cookies[COOKIE] != old
    with app.state.parts.database.session() as session:
        assert len(session.exec(select(LoginSession)).all()) == 1


def test_sign_out_works_from_an_error_page_of_a_public_route(worker: Visitor) -> None:
    page = worker.get("/sign-in?next=%00")
    assert page.status_code == 422
    token = re.search(r'name="form_token" value="([^"]*)"', page.text)
    assert token
    sent = {"form_token": token.group(1)}
    assert worker.client.post("/sign-out", data=sent, headers=OWN_PAGE).headers["location"] == "/sign-in"
    assert not is_signed_in(worker)


def test_the_cookie_of_the_form_goes_at_the_sign_in_and_that_of_the_session_at_the_sign_out(
    visitor: Visitor,
) -> None:
    visitor.get("/sign-in")
    assert "tsunagite_visitor" in visitor.client.cookies
    visitor.sign_in("worker", PASSWORDS["worker"])
    assert "tsunagite_visitor" not in visitor.client.cookies
    visitor.send("/sign-out", {}, page="/")
    assert COOKIE not in visitor.client.cookies


def test_an_unknown_name_costs_one_hash_like_a_known_one(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, stored: str, password: str) -> bool:
        verified.append(stored)
        return verify(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for name in ("worker", "nobody"):
        verified.clear()
        attempt(visitor, name, "wrong-password")
        assert len(verified) == 1, name
        assert verified[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_sign_in_refuses_another_site_even_with_a_fitting_token(visitor: Visitor) -> None:
    form = {"sign_in_name": "worker", "password": PASSWORDS["worker"]}
    form["form_token"] = visitor.form_token("/sign-in")
    for headers in ({}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert visitor.client.post("/sign-in", data=form, headers=headers).status_code == 403
        assert not is_signed_in(visitor)
    assert visitor.client.post("/sign-in", data=form, headers=OWN_PAGE).status_code == 303


def test_a_page_left_on_another_site_is_not_where_signing_in_leads(visitor: Visitor) -> None:
    for referer in ("https://evil.example/resources", f"http://{HOST}.evil.example/resources"):
        response = visitor.client.post("/suggestions", headers={**OWN_PAGE, "Referer": referer})
        assert response.headers["location"] == "/sign-in?unsaved=1"
    ours = {**OWN_PAGE, "Referer": f"http://{HOST}/resources"}
    assert (
        visitor.client.post("/suggestions", headers=ours).headers["location"]
        == "/sign-in?next=/resources&unsaved=1"
    )
    assert "保存されていません" in visitor.get("/sign-in?next=/resources&unsaved=1").text
    assert "保存されていません" not in visitor.get("/sign-in?next=/resources").text


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
        page = visitor.get("/sign-in")
        form["form_token"] = visitor.form_token("/sign-in")
        response = visitor.client.post("/sign-in", data=form, headers={"Origin": f"https://{HOST}"})
    of_the_form = page.headers["set-cookie"]
    assert of_the_form.startswith("__Host-tsunagite_visitor=")
    assert "Secure" in of_the_form
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
