"""The person behind a volunteer offer: protected like a client, apart from the catalogue entry."""

from __future__ import annotations

from sqlalchemy import Column
from sqlmodel import Field

from resources.encryption import EncryptedText
from resources.tables.base import VersionedRow


class VolunteerPerson(VersionedRow, table=True):
    """Who offers. Never in a feed, the engine's index or a map; the offer shows the district only."""

    __tablename__ = "volunteer_person"

    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    offer_id: int = Field(foreign_key="resource.id", unique=True, ondelete="CASCADE")
    name: str = Field(default="", sa_column=Column(EncryptedText("volunteer_person.name"), nullable=False))
    phone: str = Field(default="", sa_column=Column(EncryptedText("volunteer_person.phone"), nullable=False))
    address: str = Field(
        default="", sa_column=Column(EncryptedText("volunteer_person.address"), nullable=False)
    )
    position: str = Field(
        default="", sa_column=Column(EncryptedText("volunteer_person.position"), nullable=False)
    )
    """"lat,lon" as text: an exact position is as telling as an address."""
