"""One entry as it leaves: its public record and the organisation that answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from resources.records import ResourceRecord


@dataclass(frozen=True, slots=True)
class PublishedOrganisation:
    """An operator, or the keeper of an entry. `kind` is a code of organisation_kind.csv or as written."""

    public_id: str
    name: str
    kind: str | None
    corporate_number: str | None


@dataclass(frozen=True, slots=True)
class PublishedEntry:
    """`record.key` is the public id; blanked for the public, of a volunteer the offer without any position.

    `organisation` is the operator; where none is stated, and for a volunteer, who may operate under a
    person's name, it is the organisation that keeps the entry (`kept_by_organisation`).
    """

    record: ResourceRecord
    updated_at: datetime
    organisation: PublishedOrganisation
    kept_by_organisation: bool
    district_name: str = ""
