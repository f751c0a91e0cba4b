"""Signed-in browsers: a random token in a cookie, its digest in the database, and when it ends."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_
from sqlmodel import Session, col, select

from api.accounts.tables import Account, LoginSession
from resources.code_lists import code_list
from resources.scope import Scope
from resources.tables import Organisation

IDLE_LIMIT = timedelta(minutes=30)
TOTAL_LIMIT = timedelta(hours=10)
_SEEN_STEP = timedelta(minutes=1)  # one write a minute is exact enough for a limit of thirty


@dataclass(frozen=True)
class Viewer:
    """Who is looking. `sees` is the widest 公開範囲 that the role reads: partners or internal."""

    account_id: int
    public_id: str
    display_name: str
    role: str
    role_label: str
    sees: str
    organisation_name: str
    scope: Scope


def new_token() -> str:
    """256 random bits as text for a cookie."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(session: Session, account: Account, *, old_token: str | None, now: datetime) -> str:
    """Start a session and return its token. The browser's earlier session ends; so do all that ran out."""
    if old_token:
        close_session(session, old_token)
    ended = or_(
        col(LoginSession.seen_at) <= now - IDLE_LIMIT, col(LoginSession.created_at) <= now - TOTAL_LIMIT
    )
    session.exec(delete(LoginSession).where(ended))
    token = new_token()
    assert account.id is not None
    session.add(
        LoginSession(account_id=account.id, token_digest=token_digest(token), seen_at=now, created_at=now)
    )
    return token


def close_session(session: Session, token: str) -> None:
    """End the session of this token; the cookie is worth nothing from now on."""
    session.exec(delete(LoginSession).where(col(LoginSession.token_digest) == token_digest(token)))


def find_viewer(session: Session, token: str, *, now: datetime) -> Viewer | None:
    """Who holds this token, if the session still runs and the account is not disabled."""
    found = session.exec(
        select(LoginSession, Account, Organisation)
        .join(Account, col(LoginSession.account_id) == col(Account.id))
        .join(Organisation, col(Account.organisation_id) == col(Organisation.id))
        .where(
            col(LoginSession.token_digest) == token_digest(token),
            col(LoginSession.seen_at) > now - IDLE_LIMIT,
            col(LoginSession.created_at) > now - TOTAL_LIMIT,
            col(Account.disabled_at).is_(None),
        )
    ).first()
    if found is None:
        return None
    login, account, organisation = found
    if now - login.seen_at >= _SEEN_STEP:
        login.seen_at = now
        session.add(login)
    return _viewer(account, organisation)


def _viewer(account: Account, organisation: Organisation) -> Viewer:
    role = code_list("account_role").codes[account.role]
    assert account.id is not None
    return Viewer(
        account_id=account.id,
        public_id=account.public_id,
        display_name=account.display_name,
        role=account.role,
        role_label=role.label_ja,
        sees=role.extra["sees"],
        organisation_name=organisation.name,
        scope=Scope(organisation_id=organisation.id, is_own=organisation.relation == "own"),
    )
