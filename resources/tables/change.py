"""What happened to an entry of the catalogue: the history that every change of it writes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field

from resources.encryption import EncryptedText
from resources.tables.base import Row


class ResourceChange(Row, table=True):
    """One thing that somebody did to one resource, at one time (UTC). Rows are added, never changed.

    `action` is a code of change_action.csv, `actor` the display name of who did it. `fields_json` maps a
    field of `ResourceRecord` to [before, after]; it and the note may hold a host's telephone or name.
    """

    __tablename__ = "resource_change"

    resource_id: int = Field(foreign_key="resource.id", index=True, ondelete="CASCADE")
    at: datetime = Field(index=True)
    action: str = Field(max_length=40)
    actor: str = Field(default="", max_length=200)
    fields_json: str = Field(
        default="", sa_column=Column(EncryptedText("resource_change.fields_json"), nullable=False)
    )
    note: str = Field(default="", sa_column=Column(EncryptedText("resource_change.note"), nullable=False))
