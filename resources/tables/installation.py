"""The one municipality of this database, and the state of its catalogue."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from resources.tables.base import Row, utc_now


class Installation(Row, table=True):
    """One row: whose database this is. Demo accounts exist only where `is_demo` is true."""

    __tablename__ = "installation"

    municipality_name: str = Field(max_length=100)
    municipality_code: str | None = Field(default=None, max_length=6)
    is_demo: bool = Field(default=False)


class CatalogueState(Row, table=True):
    """One row: `version` grows with every change of the catalogue; a snapshot belongs to one version."""

    __tablename__ = "catalogue_state"

    version: int = Field(default=0)
    changed_at: datetime = Field(default_factory=utc_now)
