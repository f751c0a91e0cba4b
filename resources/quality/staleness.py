"""Entries that nobody confirmed for too long (domain.md 1.3.4: 180 days, 365 for companies)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from resources.records import ResourceRecord

DAYS_BY_OPERATOR_KIND = {"company": 365}
DEFAULT_DAYS = 180


@dataclass(frozen=True, slots=True)
class StaleEntry:
    """`days` since the last confirmation; None = never confirmed."""

    key: str
    name: str
    days: int | None
    limit: int


def is_stale(record: ResourceRecord, on: date) -> bool:
    """Whether an entry that is not retired was last confirmed longer ago than its kind allows."""
    return record.status != "retired" and (
        record.confirmed_on is None or (on - record.confirmed_on).days > _limit(record)
    )


def find_stale(records: Sequence[ResourceRecord], on: date) -> list[StaleEntry]:
    """Stale entries, never confirmed first, then the oldest."""
    entries = [
        StaleEntry(r.key, r.name, (on - r.confirmed_on).days if r.confirmed_on else None, _limit(r))
        for r in records
        if is_stale(r, on)
    ]
    return sorted(entries, key=lambda e: (e.days is not None, -(e.days or 0), e.key))


def _limit(record: ResourceRecord) -> int:
    return DAYS_BY_OPERATOR_KIND.get(record.operator_kind or "", DEFAULT_DAYS)
