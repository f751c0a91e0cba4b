"""Organisations: own, 委託先, 運営主体."""

from __future__ import annotations

from sqlmodel import Field

from resources.tables.base import VersionedRow


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
