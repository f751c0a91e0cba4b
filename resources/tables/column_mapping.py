"""How home-made lists are read: mappings of columns that somebody confirmed, for the next edition."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field

from resources.encryption import EncryptedText
from resources.tables.base import VersionedRow


class SavedMapping(VersionedRow, table=True):
    """One `resources.importing.column_mapping.ColumnMapping`, for everybody of one organisation.

    `fingerprint` is that of its set of headers. The mapping holds an operator's name and words of the file.
    """

    __tablename__ = "saved_mapping"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    name: str = Field(max_length=100)
    fingerprint: str = Field(max_length=64, index=True)
    mapping_json: str = Field(sa_column=Column(EncryptedText("saved_mapping.mapping_json"), nullable=False))
    created_by: str = Field(default="", max_length=200)
    used_at: datetime | None = None
