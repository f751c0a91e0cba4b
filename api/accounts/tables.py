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


class PendingImport(VersionedRow, table=True):
    """Files that somebody has uploaded and not decided about yet; only that account sees them.

    `outcome_json`: what the import did, once it is done; the files are gone then.
    """

    __tablename__ = "pending_import"

    account_id: int = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    expires_at: datetime = Field(index=True)
    outcome_json: str = Field(
        default="", sa_column=Column(EncryptedText("pending_import.outcome_json"), nullable=False)
    )


class PendingFile(Row, table=True):
    """One uploaded file: its bytes as base64, and how its columns are to be read ("" = as recognised)."""

    __tablename__ = "pending_file"

    pending_import_id: int = Field(foreign_key="pending_import.id", index=True, ondelete="CASCADE")
    position: int
    sha256: str = Field(max_length=64)
    file_name: str = Field(sa_column=Column(EncryptedText("pending_file.file_name"), nullable=False))
    content: str = Field(sa_column=Column(EncryptedText("pending_file.content"), nullable=False))
    mapping_json: str = Field(
        default="", sa_column=Column(EncryptedText("pending_file.mapping_json"), nullable=False)
    )
