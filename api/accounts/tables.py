"""The tables of sign-in. Import this module before the metadata is used, so that every table is known."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field

from resources.encryption import EncryptedText
from resources.tables.base import Row, VersionedRow


class Account(VersionedRow, table=True):
    """Somebody who signs in. `role` is a code of account_role.csv.

    `sign_in_name` is folded (width, case), so that one name is one account. The organisation decides
    which entries the account reads (`resources.scope.Scope`).
    """

    __tablename__ = "account"

    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    sign_in_name: str = Field(max_length=100, unique=True)
    display_name: str = Field(sa_column=Column(EncryptedText("account.display_name"), nullable=False))
    role: str = Field(max_length=20)
    password_hash: str = Field(max_length=200)
    disabled_at: datetime | None = None


class LoginSession(Row, table=True):
    """One signed-in browser. Only the SHA-256 of its token is here: a copy of the table opens nothing."""

    __tablename__ = "login_session"

    account_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    token_digest: str = Field(max_length=64, unique=True)
    seen_at: datetime = Field(index=True)


class SignInAttempt(Row, table=True):
    """A try that did not lead to a sign-in (yet).

    The name is kept as a digest only: people type passwords into the wrong field, and a name that belongs
    to nobody is counted like one that does.
    """

    __tablename__ = "sign_in_attempt"

    name_digest: str = Field(max_length=64, index=True)
