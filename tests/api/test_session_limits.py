"""How long a signed-in browser stays so, and what of it is stored."""

from __future__ import annotations

import hashlib
import time
from datetime import datetime, timedelta

from fastapi import FastAPI
from sqlalchemy import update
from sqlmodel import select

from api.accounts.tables import LoginSession
from tests.api.conftest import MovingClock
from tests.api.test_sign_in import COOKIE, is_signed_in
from tests.api.visitor import Visitor


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
        assert worker.get("/session").status_code == 200


def test_only_a_digest_of_the_token_is_stored(worker: Visitor, app: FastAPI) -> None:
    token = worker.client.cookies[COOKIE]
    with app.state.parts.database.session() as session:
        stored = session.exec(select(LoginSession)).one()
        assert stored.token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43  # 256 bits as base64


def test_a_busy_database_does_not_keep_a_page_from_coming(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    moving_clock.forward(minutes=5)
    with app.state.parts.database.engine.connect() as writer:
        writer.execute(update(LoginSession).values(token_digest=LoginSession.token_digest))
        started = time.monotonic()
        assert is_signed_in(worker)
        assert time.monotonic() - started < 3  # SQLite would wait for five seconds, PostgreSQL for ever
        writer.rollback()
    assert is_signed_in(worker)
    moving_clock.forward(minutes=29)
    assert is_signed_in(worker)  # the second request moved the limit


def test_a_request_within_the_minute_writes_nothing(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    def seen() -> datetime:
        with app.state.parts.database.session() as session:
            moment: datetime = session.exec(select(LoginSession.seen_at)).one()
            return moment

    before = seen()
    moving_clock.forward(seconds=59)
    assert is_signed_in(worker)
    assert seen() == before
    moving_clock.forward(seconds=1)
    assert is_signed_in(worker)
    assert seen() == before + timedelta(minutes=1)
