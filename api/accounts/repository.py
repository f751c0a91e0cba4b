"""Accounts in the database: find, add, disable, and the count of tries in vain."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from api.accounts.passwords import check_new_password, hash_password
from api.accounts.tables import Account, LoginSession, SignInAttempt
from resources.code_lists import code_list
from resources.errors import BadInput, NotFound, NotReady
from resources.folding import fold_text
from resources.tables import Organisation

TRIES = 5
LONGEST_NAME = 100
TRY_WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class NewAccount:
    """What is needed to add an account. `organisation` is a name; None = the municipality itself."""

    sign_in_name: str
    display_name: str
    role: str
    password: str
    organisation: str | None = None


def fold_sign_in_name(name: str) -> str:
    """One spelling per name: width and case do not matter.

    Cut first: a long name belongs to nobody, and folding takes time with the square of the length.
    """
    return fold_text(name[: LONGEST_NAME + 1])


def find_account(session: Session, sign_in_name: str) -> Account | None:
    """The account of that name that may sign in."""
    account = _account_of_name(session, sign_in_name)
    return account if account and account.disabled_at is None else None


def add_account(session: Session, new: NewAccount, *, now: datetime) -> Account:
    """Add an account. Raises BadInput for a bad name, role, organisation or password."""
    name = fold_sign_in_name(new.sign_in_name)
    if not name or len(new.sign_in_name) > LONGEST_NAME or len(name) > LONGEST_NAME or " " in name:
        raise BadInput("利用者名は、空白を含まない100文字以内にしてください。", field="sign_in_name")
    if not new.display_name.strip():
        raise BadInput("画面に出す名前を入れてください。", field="display_name")
    roles = code_list("account_role")
    if new.role not in roles:
        known = "、".join(f"{role.code}({role.label_ja})" for role in roles)
        raise BadInput("役割がわかりません。", remedy=f"{known} のどれかにしてください。", field="role")
    check_new_password(new.password, name)
    if session.exec(select(Account).where(col(Account.sign_in_name) == name)).first():
        raise BadInput("その利用者名は、もう使われています。", field="sign_in_name")
    account = Account(
        organisation_id=_organisation_id(session, new.organisation),
        sign_in_name=name,
        display_name=new.display_name.strip(),
        role=new.role,
        password_hash=hash_password(new.password),
        created_at=now,
        updated_at=now,
    )
    session.add(account)
    session.flush()
    return account


def disable_account(session: Session, sign_in_name: str, *, now: datetime) -> None:
    """No more sign-in, and every open session of the account ends. Raises NotFound for an unknown name."""
    account = find_account(session, sign_in_name)
    if account is None:
        raise NotFound("その利用者は見つかりません。")
    account.disabled_at = account.updated_at = now
    session.add(account)
    _end_sessions(session, account)


def enable_account(session: Session, sign_in_name: str, *, now: datetime) -> None:
    """Sign-in works again, also when it waits after wrong tries. Raises NotFound for an unknown name."""
    account = _existing_account(session, sign_in_name)
    if account.disabled_at is not None:
        account.disabled_at, account.updated_at = None, now
        session.add(account)
    forget_attempts(session, sign_in_name)


def set_password(session: Session, sign_in_name: str, password: str, *, now: datetime) -> None:
    """A new password; every open session of the account ends, and tries in vain are forgotten.

    Raises NotFound for an unknown name, BadInput for a password that the rules refuse.
    """
    account = _existing_account(session, sign_in_name)
    check_new_password(password, account.sign_in_name)
    account.password_hash, account.updated_at = hash_password(password), now
    session.add(account)
    _end_sessions(session, account)
    forget_attempts(session, sign_in_name)


def note_attempt(session: Session, sign_in_name: str, *, now: datetime) -> int:
    """Write down a try before the password is looked at, so that many at once do not slip through."""
    session.exec(delete(SignInAttempt).where(col(SignInAttempt.created_at) < now - TRY_WINDOW))
    attempt = SignInAttempt(name_digest=_digest(sign_in_name), created_at=now)
    session.add(attempt)
    session.flush()
    assert attempt.id is not None
    return attempt.id


def withdraw_attempt(session: Session, attempt_id: int) -> None:
    """A try that was refused unseen does not make the wait longer."""
    session.exec(delete(SignInAttempt).where(col(SignInAttempt.id) == attempt_id))


def attempt_allowed(session: Session, sign_in_name: str, *, now: datetime) -> bool:
    """Whether the try just noted may be checked: it is not beyond the fifth in the window."""
    digest = col(SignInAttempt.name_digest) == _digest(sign_in_name)
    recent = col(SignInAttempt.created_at) >= now - TRY_WINDOW
    count = session.exec(select(func.count()).select_from(SignInAttempt).where(digest, recent)).one()
    return count <= TRIES


def forget_attempts(session: Session, sign_in_name: str) -> None:
    """After a sign-in the count starts again."""
    session.exec(delete(SignInAttempt).where(col(SignInAttempt.name_digest) == _digest(sign_in_name)))


def _account_of_name(session: Session, sign_in_name: str) -> Account | None:
    """The account of that name, disabled or not."""
    name = fold_sign_in_name(sign_in_name)
    return session.exec(select(Account).where(col(Account.sign_in_name) == name)).first()


def _existing_account(session: Session, sign_in_name: str) -> Account:
    account = _account_of_name(session, sign_in_name)
    if account is None:
        raise NotFound("その利用者は見つかりません。")
    return account


def _end_sessions(session: Session, account: Account) -> None:
    session.exec(delete(LoginSession).where(col(LoginSession.account_id) == account.id))


def _digest(sign_in_name: str) -> str:
    return hashlib.sha256(fold_sign_in_name(sign_in_name).encode()).hexdigest()


def _organisation_id(session: Session, name: str | None) -> int:
    wanted = col(Organisation.relation) == "own"
    if name is not None:
        wanted = (col(Organisation.name) == name) & col(Organisation.relation).in_(("own", "contractor"))
    organisation_id = session.exec(select(Organisation.id).where(wanted)).first()
    if organisation_id is not None:
        return organisation_id
    if name is not None:
        raise BadInput("その組織は登録されていません。", field="organisation")
    raise NotReady("自治体が登録されていません。先にデータベースを用意してください(tsunagite demo など)。")
