"""The plain form of a catalogue entry: what every reader of a file makes and every consumer takes.

Values of a code list are codes (`resources/codes`); a value that no list knows is kept as written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class ScheduleRule:
    """When a place is open. Times are minutes since midnight; `raw` is the text it was read from.

    `weekdays` may be empty (no day stated). `start`/`end` None = hours unknown on those days.
    """

    weekdays: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    frequency: str | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class ResourceRecord:
    """One 地域資源.

    `key` is the collection's 資源ID or the database's public id. Empty limits are None = not stated.
    `fee_yen` is the price of one visit. `openings` 0 = full, None = not stated.
    `resource_fields` are the 資源分野 somebody set; empty = that of the kind (`resources.resource_fields`).
    `agencies` work with the place, in words: 「社協（初回の付き添い）」.
    `phone` and `contact_person` never reach the snapshot, the engine or a map.
    """

    key: str
    name: str
    kind: str
    name_kana: str = ""
    standing: str = "participation_place"
    operator: str = ""
    operator_kind: str | None = None
    summary: str = ""
    audience: str = ""
    age_min: int | None = None
    age_max: int | None = None
    gender: str = "any"
    conditions: tuple[str, ...] = ()
    district: str | None = None
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    delivery: tuple[str, ...] = ()
    schedule: tuple[ScheduleRule, ...] = ()
    capacity: int | None = None
    openings: int | None = None
    capacity_soft: str = ""
    group_size: str | None = None
    fee_yen: int | None = None
    fee_note: str = ""
    honorarium: str = ""
    transport: str | None = None
    accessibility: tuple[str, ...] = ()
    roles: str = ""
    stages: tuple[str, ...] = ()
    considerations: tuple[str, ...] = ()
    insurance: str = ""
    resource_fields: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    status: str = "open"
    confirmed_on: date | None = None
    phone: str = ""
    url: str = ""
    contact_person: str = ""
    remarks: str = ""
    extra: tuple[tuple[str, str], ...] = field(default=())
    """Columns that the file had and the model has no place for: (header, value), kept, never matched."""
