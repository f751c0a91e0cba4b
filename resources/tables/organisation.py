"""Organisations (own, 委託先, 運営主体) and districts (学区)."""

from __future__ import annotations

from sqlmodel import Field

from resources.tables.base import Row, VersionedRow


class Organisation(VersionedRow, table=True):
    """An organisation. `relation`: own (the municipality), contractor (委託先), operator (運営主体).

    Rows that belong to somebody name their organisation; what a contractor sees follows from it.
    """

    __tablename__ = "organisation"

    name: str = Field(max_length=200, index=True)
    name_folded: str = Field(max_length=1200, index=True)  # folding makes ㍿ four characters
    relation: str = Field(default="operator", max_length=20)
    kind: str | None = Field(default=None, max_length=40)
    corporate_number: str | None = Field(default=None, max_length=13)


class District(Row, table=True):
    """A 学区 or another area of the city's own hierarchy. lat/lon: a representative point in degrees."""

    __tablename__ = "district"

    code: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=100)
    kind: str = Field(default="elementary_district", max_length=40)
    parent_code: str | None = Field(default=None, max_length=40)
    lat: float | None = None
    lon: float | None = None
    boundary_geojson: str | None = None
    source: str = Field(default="", max_length=300)
