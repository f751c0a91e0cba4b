"""The towns (町字) by which addresses are located, and where the lists of them came from."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from resources.tables.base import Row, utc_now


class AddressSource(Row, table=True):
    """One imported list of towns. `attribution`: the words that its licence asks for; `sha256`: of its towns."""

    __tablename__ = "address_source"

    name: str = Field(max_length=300, unique=True)
    edition: str = Field(default="", max_length=100)
    licence: str = Field(default="", max_length=300)
    attribution: str = Field(default="", max_length=500)
    sha256: str = Field(max_length=64)
    towns: int = Field(default=0)
    imported_at: datetime = Field(default_factory=utc_now)


class AddressTown(Row, table=True):
    """One 町丁目 or 小字. lat/lon: a representative point in degrees, None = the source has none."""

    __tablename__ = "address_town"

    source_id: int = Field(foreign_key="address_source.id", index=True, ondelete="CASCADE")
    municipality_code: str = Field(default="", max_length=5)
    prefecture: str = Field(max_length=10)
    county: str = Field(default="", max_length=40)
    city: str = Field(max_length=60, index=True)
    ward: str = Field(default="", max_length=40)
    name: str = Field(max_length=200)
    koaza: str = Field(default="", max_length=200)
    lat: float | None = None
    lon: float | None = None
