"""What looking after the catalogue needs to remember: limits, doubts found, calls under way, pairs and merges."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field

from resources.encryption import EncryptedText
from resources.tables.base import Row, VersionedRow


class StalenessLimit(Row, table=True):
    """Days for which a confirmation is good, as this city set them; without rows staleness_limit.csv holds.

    `applies_to`: kind, operator_kind or other; `code` of that list ("other" for all others).
    """

    __tablename__ = "staleness_limit"
    __table_args__ = (UniqueConstraint("applies_to", "code"),)

    applies_to: str = Field(max_length=20)
    code: str = Field(max_length=60)
    days: int


class CatalogueCheck(Row, table=True):
    """One row: when the doubts that take long to find were looked for, and in which catalogue version."""

    __tablename__ = "catalogue_check"

    catalogue_version: int
    checked_at: datetime


class FoundDoubt(Row, table=True):
    """A doubt about one entry that a query cannot see; `cause` is a code of quality_cause.csv."""

    __tablename__ = "found_doubt"
    __table_args__ = (UniqueConstraint("resource_id", "cause"),)

    resource_id: int = Field(foreign_key="resource.id", index=True, ondelete="CASCADE")
    cause: str = Field(max_length=40, index=True)


class DuplicateCandidate(Row, table=True):
    """Two entries that may be one place, a_id < b_id. `verdict` "different" is what a person said, "" open.

    `evidence` is one sentence per line.
    """

    __tablename__ = "duplicate_candidate"
    __table_args__ = (UniqueConstraint("a_id", "b_id"),)

    a_id: int = Field(foreign_key="resource.id", index=True, ondelete="CASCADE")
    b_id: int = Field(foreign_key="resource.id", index=True, ondelete="CASCADE")
    probability: float
    evidence: str = Field(default="")
    verdict: str = Field(default="", max_length=20)
    verdict_by: str = Field(default="", max_length=200)
    verdict_at: datetime | None = None


class ResourceMerge(VersionedRow, table=True):
    """One entry absorbed by another, with what undoing it needs.

    `before_json` and `after_json`: the kept entry before and after (resources.keeping.merge_state). `link_ids`:
    ids of the source rows that led to the absorbed entry, ";"-separated.
    """

    __tablename__ = "resource_merge"

    kept_id: int = Field(foreign_key="resource.id", index=True, ondelete="CASCADE")
    absorbed_id: int = Field(foreign_key="resource.id", index=True, ondelete="CASCADE")
    merged_at: datetime
    merged_by: str = Field(default="", max_length=200)
    before_json: str = Field(sa_column=Column(EncryptedText("resource_merge.before_json"), nullable=False))
    after_json: str = Field(sa_column=Column(EncryptedText("resource_merge.after_json"), nullable=False))
    link_ids: str = Field(default="")
    undone_at: datetime | None = None
    undone_by: str = Field(default="", max_length=200)


class CallClaim(Row, table=True):
    """Who has an entry of the phone round before them, until when; `holder` is an account's public id, "" nobody."""

    __tablename__ = "call_claim"

    resource_id: int = Field(foreign_key="resource.id", unique=True, ondelete="CASCADE")
    holder: str = Field(default="", max_length=12)
    until: datetime
