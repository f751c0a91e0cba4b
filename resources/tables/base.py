"""What every table shares: constraint names, UTC times, public ids and the version for optimistic locking."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

# Before any table exists: a constraint without a name cannot be dropped by a later migration on SQLite.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
METADATA = SQLModel.metadata

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is misread on paper or by telephone


def new_public_id() -> str:
    """A random id for URLs and exports: 12 characters, 59 bits; says nothing about order or number."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


def utc_now() -> datetime:
    """Default of the created_at columns. Business code takes a Clock instead."""
    return datetime.now(UTC)


class Row(SQLModel):
    """A row with an internal key, which never leaves the database, and its time of creation (UTC)."""

    id: int | None = Field(default=None, primary_key=True)
    created_at: datetime = Field(default_factory=utc_now, nullable=False)


class VersionedRow(Row):
    """A row that people edit: a public id, the time of the last change, and optimistic locking.

    Saving a row that somebody else changed meanwhile raises sqlalchemy's StaleDataError, which the
    database session turns into `resources.errors.Conflict`.
    """

    public_id: str = Field(default_factory=new_public_id, max_length=12, unique=True, nullable=False)
    updated_at: datetime = Field(default_factory=utc_now, nullable=False)
    version: int = Field(default=1, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}
