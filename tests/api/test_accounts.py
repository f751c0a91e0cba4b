"""Accounts: who may be added, on the command line and in a demo, and how a password is kept."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from sqlmodel import select

from api.accounts.demo import DEMO_ACCOUNTS, add_demo_accounts
from api.accounts.passwords import check_new_password, hash_password, password_matches
from api.accounts.repository import attempt_allowed, find_account, note_attempt
from api.accounts.sessions import open_session
from api.accounts.tables import Account, LoginSession, SignInAttempt
from api.cli.main import run_with
from api.installing import add_first_rows, create_tables, open_existing
from api.settings import Settings
from resources.database import Database
from resources.errors import BadInput, NotPermitted
from tests.api.conftest import MovingClock
from tests.api.sample_city import PASSWORDS

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def city(settings: Settings) -> Iterator[Database]:
    opened = open_existing(settings)
    yield opened
    opened.close()


@pytest.fixture
def command_line(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands meet the test's city."""
    monkeypatch.setenv("TSUNAGITE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("TSUNAGITE_KEY_FILE", str(settings.key_file))


@pytest.mark.parametrize(
    "password", ["short-pw1", "aaaaaaaaaaaa", "abababababab", "my-name-is-hanako", "x1" * 101]
)
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(BadInput):
        check_new_password(password, "hanako")


def test_a_password_of_ten_characters_is_accepted() -> None:
    check_new_password("ぬれた犬と三つの傘だ", "hanako")


def test_a_password_typed_in_full_width_is_the_same() -> None:
    stored = hash_password("tukareta-neko-3")
    assert password_matches("ｔｕｋａｒｅｔａ－ｎｅｋｏ－３", stored)
    assert not password_matches("tukareta-neko-4", stored)


def test_nobodys_password_never_matches() -> None:
    assert not password_matches("no account has this password", None)


def test_a_user_added_on_the_command_line_can_sign_in(
    city: Database, command_line: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("nagai-kotoba-desu\n"))
    assert run_with(["user", "add", "Hanako", "--name", "担当 花子", "--role", "planner"]) == 0
    assert "hanako" in capsys.readouterr().out
    with city.session() as session:
        account = find_account(session, "hanako")
        assert account is not None
        assert (account.role, account.display_name) == ("planner", "担当 花子")
        assert password_matches("nagai-kotoba-desu", account.password_hash)


@pytest.mark.parametrize(
    ("arguments", "password", "message"),
    [
        (["hanako", "--name", "花子"], "short", "10文字以上"),
        (["worker", "--name", "花子"], "nagai-kotoba-desu", "もう使われています"),
        (["hanako", "--name", "花子", "--role", "king"], "nagai-kotoba-desu", "worker(参加支援の担当)"),
        (
            ["hanako", "--name", "花子", "--organisation", "ない法人"],
            "nagai-kotoba-desu",
            "登録されていません",
        ),
        (["ha nako", "--name", "花子"], "nagai-kotoba-desu", "空白を含まない"),
        (["hanako", "--name", " "], "nagai-kotoba-desu", "画面に出す名前"),
    ],
)
def test_a_user_that_cannot_be_added_leaves_one_line_and_no_account(
    city: Database,
    command_line: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    password: str,
    message: str,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    assert run_with(["user", "add", *arguments]) == 1
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1
    with city.session() as session:
        assert len(session.exec(select(Account)).all()) == len(PASSWORDS)


def test_the_command_takes_no_password_as_an_argument(
    city: Database, command_line: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_with(["user", "add", "hanako", "--name", "花子", "--password", "nagai-kotoba-desu"]) == 2


def test_a_disabled_user_is_gone_and_an_unknown_one_is_said_to_be(
    city: Database, command_line: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_with(["user", "disable", "worker"]) == 0
    with city.session() as session:
        assert find_account(session, "worker") is None
    assert run_with(["user", "disable", "worker"]) == 1
    assert "見つかりません" in capsys.readouterr().err


def test_an_enabled_user_is_back(
    city: Database, command_line: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_with(["user", "disable", "worker"]) == 0
    capsys.readouterr()
    assert run_with(["user", "enable", "worker", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"enabled": "worker"}
    with city.session() as session:
        assert find_account(session, "worker") is not None
    assert run_with(["user", "enable", "nobody"]) == 1
    assert "見つかりません" in capsys.readouterr().err


def test_enabling_ends_the_wait_after_wrong_tries(city: Database, command_line: None) -> None:
    with city.session() as session:
        for name in ("worker", "csw"):
            for _ in range(6):
                note_attempt(session, name, now=NOW)
    assert run_with(["user", "enable", "WORKER"]) == 0
    with city.session() as session:
        assert attempt_allowed(session, "worker", now=NOW)
        assert not attempt_allowed(session, "csw", now=NOW)


def test_a_new_password_replaces_the_old_one_and_ends_the_sessions(
    city: Database,
    command_line: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with city.session() as session:
        for name in ("worker", "csw"):
            account = find_account(session, name)
            assert account is not None
            open_session(session, account, old_token=None, now=NOW)
    monkeypatch.setattr("sys.stdin", io.StringIO("atarashii-kotoba\n"))
    assert run_with(["user", "password", "worker", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"password_changed": "worker"}
    with city.session() as session:
        account = find_account(session, "worker")
        assert account is not None
        assert password_matches("atarashii-kotoba", account.password_hash)
        assert not password_matches(PASSWORDS["worker"], account.password_hash)
        left = session.exec(select(LoginSession.account_id)).all()
        assert account.id not in left
        assert len(left) == 1


def test_a_new_password_that_is_too_weak_changes_nothing(
    city: Database,
    command_line: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for typed, name in (("short", "worker"), ("atarashii-kotoba", "nobody")):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
        assert run_with(["user", "password", name]) == 1
        assert capsys.readouterr().err.count("\n") == 1
    with city.session() as session:
        account = find_account(session, "worker")
        assert account is not None
        assert password_matches(PASSWORDS["worker"], account.password_hash)


def test_no_more_than_four_passwords_are_checked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = hash_password("tukareta-neko-3")
    running, most, lock = 0, 0, threading.Lock()
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str, password: str) -> bool:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        try:
            return verify(self, kept, password)
        finally:
            with lock:
                running -= 1

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: password_matches("tukareta-neko-3", stored), range(12)))
    assert all(answers)
    assert most == 4


def test_demo_accounts_exist_in_a_demo_database_only(
    city: Database, database_url: str, moving_clock: MovingClock
) -> None:
    with pytest.raises(NotPermitted), city.session() as session:
        add_demo_accounts(session, now=NOW)
    demo = create_tables(Settings(database_url=database_url))
    with demo.session() as session:
        add_first_rows(session, "デモ市", is_demo=True, clock=moving_clock)
    for _ in range(2):  # a second time adds nothing
        with demo.session() as session:
            add_demo_accounts(session, now=NOW)
    with demo.session() as session:
        names = set(session.exec(select(Account.sign_in_name)).all())
    demo.close()
    assert names == {account.sign_in_name for account in DEMO_ACCOUNTS}


def test_many_tries_at_once_do_not_slip_past_the_limit(city: Database) -> None:
    allowed: list[bool] = []
    ready = threading.Barrier(12)

    def attempt() -> None:
        ready.wait()
        with city.session() as session:
            note_attempt(session, "worker", now=NOW)
        with city.session() as session:
            allowed.append(attempt_allowed(session, "worker", now=NOW))

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(allowed) == 12
    assert sum(allowed) <= 5
    with city.session() as session:
        assert len(session.exec(select(SignInAttempt)).all()) == 12
