"""Entries that nobody confirmed for too long (domain.md 1.3.4). How long is a setting: resources.quality.limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from resources.quality.limits import StalenessLimits, default_limits
from resources.records import ResourceRecord


@dataclass(frozen=True, slots=True)
class StaleEntry:
    """`days` since the last confirmation; None = never confirmed."""

    key: str
    name: str
    days: int | None
    limit: int


def is_stale(record: ResourceRecord, on: date, limits: StalenessLimits | None = None) -> bool:
    """Whether an entry that is not retired was last confirmed longer ago than its limit allows.

    Without `limits` those of the code list hold: for a collection, which has no settings.
    """
    limit = (limits or default_limits()).of(record)
    return record.status != "retired" and (
        record.confirmed_on is None or (on - record.confirmed_on).days > limit
    )


def find_stale(
    records: Sequence[ResourceRecord], on: date, limits: StalenessLimits | None = None
) -> list[StaleEntry]:
    """Stale entries, never confirmed first, then the oldest."""
    limits = limits or default_limits()
    entries = [
        StaleEntry(r.key, r.name, (on - r.confirmed_on).days if r.confirmed_on else None, limits.of(r))
        for r in records
        if is_stale(r, on, limits)
    ]
    return sorted(entries, key=lambda e: (e.days is not None, -(e.days or 0), e.key))
