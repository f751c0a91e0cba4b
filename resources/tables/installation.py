"""The one municipality of this database, and the state of its catalogue."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field

from resources.encryption import EncryptedText
from resources.tables.base import Row, utc_now

KEY_CHECK = "tsunagite"


class Installation(Row, table=True):
    """One row: whose database this is. Demo accounts exist only where `is_demo` is true."""

    __tablename__ = "installation"

    municipality_name: str = Field(max_length=100)
    municipality_code: str | None = Field(default=None, max_length=6)
    is_demo: bool = Field(default=False)
    key_check: str = Field(
        default=KEY_CHECK, sa_column=Column(EncryptedText("installation.key_check"), nullable=False)
    )
    """A known text under the database's key: reading the row with another key is refused."""


class CatalogueState(Row, table=True):
    """One row: `version` grows with every change of the catalogue; a snapshot belongs to one version."""

    __tablename__ = "catalogue_state"

    version: int = Field(default=0)
    changed_at: datetime = Field(default_factory=utc_now)
