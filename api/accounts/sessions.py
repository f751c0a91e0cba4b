"""Signed-in browsers: a random token in a cookie, its digest in the database, and when it ends."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, or_, text, update
from sqlmodel import Session, col, select

from api.accounts.tables import Account, LoginSession
from resources.code_lists import code_list
from resources.database import BUSY_MILLISECONDS, Database
from resources.errors import Conflict, NotReady
from resources.scope import Scope
from resources.tables import Organisation

IDLE_LIMIT = timedelta(minutes=30)
TOTAL_LIMIT = timedelta(hours=10)
_SEEN_STEP = timedelta(minutes=1)  # one write a minute is exact enough for a limit of thirty
_SHORT_WAIT = 100  # milliseconds

log = structlog.get_logger("tsunagite.accounts")


@dataclass(frozen=True)
class Viewer:
    """Who is looking, and what of the catalogue is there for them (`scope`)."""

    session_id: int
    seen_at: datetime
    account_id: int
    public_id: str
    display_name: str
    role: str
    role_label: str
    organisation_name: str
    scope: Scope
    keeps_catalogue: bool
    confirms_entries: bool


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
    return _viewer(login, account, organisation)


def note_seen(database: Database, viewer: Viewer, *, now: datetime) -> None:
    """Move the idle limit on, at most once a minute, without making anybody wait or fail.

    While somebody else writes (an import), the next request tries again: reading a page needs no write.
    """
    if now - viewer.seen_at < _SEEN_STEP:
        return
    this_one = (col(LoginSession.id) == viewer.session_id) & (col(LoginSession.seen_at) < now)
    try:
        with database.session() as session, _hurried(session):
            session.exec(update(LoginSession).where(this_one).values(seen_at=now))
    except (NotReady, Conflict) as error:
        log.info("seen_not_noted", error=type(error).__name__)


@contextmanager
def _hurried(session: Session) -> Iterator[None]:
    """Wait for a lock no longer than a reader notices."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text(f"SET LOCAL lock_timeout = {_SHORT_WAIT}"))
        yield
        return
    session.connection().execute(text(f"PRAGMA busy_timeout = {_SHORT_WAIT}"))
    try:
        yield
    finally:  # the connection goes back to the pool
        session.connection().execute(text(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}"))


def _viewer(login: LoginSession, account: Account, organisation: Organisation) -> Viewer:
    role = code_list("account_role").codes[account.role]
    assert login.id is not None
    assert account.id is not None
    return Viewer(
        session_id=login.id,
        seen_at=login.seen_at,
        account_id=account.id,
        public_id=account.public_id,
        display_name=account.display_name,
        role=account.role,
        role_label=role.label_ja,
        organisation_name=organisation.name,
        scope=Scope(organisation.id, is_own=organisation.relation == "own", sees=role.extra["sees"]),
        keeps_catalogue=role.extra["keeps"] == "true",
        confirms_entries=role.extra["confirms"] == "true",
    )
