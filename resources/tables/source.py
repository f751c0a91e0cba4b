"""Where an entry came from: the files that were imported, and which row became which resource."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field

from resources.encryption import EncryptedText
from resources.tables.base import Row, utc_now


class ImportSource(Row, table=True):
    """One imported file. `sha256` is of its bytes; the file itself is not kept.

    `name`, `edition` and `licence` are those of the publisher: a list without a licence is never passed on.
    `source_system` is the list that its rows belong to: a file of the same bytes belongs to it too, whatever
    its name.
    """

    __tablename__ = "import_source"

    file_name: str = Field(max_length=300)
    file_format: str = Field(max_length=60)
    encoding: str = Field(max_length=40)
    sha256: str = Field(max_length=64, index=True)
    source_system: str = Field(default="", max_length=60)
    name: str = Field(default="", max_length=300)
    edition: str = Field(default="", max_length=100)
    licence: str = Field(default="", max_length=200)
    imported_at: datetime = Field(default_factory=utc_now)
    imported_by: str = Field(default="", max_length=200)


class SourceRow(Row, table=True):
    """The link from a row of a publisher to our resource; rows of several lists may lead to one resource.

    `natural_key` is made from name and place, never from the publisher's id (`external_id`), which is
    empty, reused and repeated in real files. `row_hash` changes when the row's content does. Both are keyed
    fingerprints (`resources.encryption.fingerprint`): a volunteer's address cannot be guessed from them.
    """

    __tablename__ = "source_row"
    __table_args__ = (UniqueConstraint("source_system", "natural_key"),)

    resource_id: int = Field(foreign_key="resource.id", index=True, ondelete="CASCADE")
    import_source_id: int = Field(foreign_key="import_source.id", index=True)
    source_system: str = Field(max_length=60)
    natural_key: str = Field(max_length=64, index=True)
    external_id: str = Field(default="", max_length=100)
    row_hash: str = Field(max_length=64)
    row_number: int | None = None
    record_json: str = Field(sa_column=Column(EncryptedText("source_row.record_json"), nullable=False))
    """The record as it was last read from the file, with the columns that the model has no place for: what a
    later import compares with, to tell the publisher's changes from ours. It may name people: never shown."""
