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
    `weeks`: which of these weekdays in a month, 1 to 5, -1 the last; `month_days` 1 to 31, -1 the last day of
    the month; `months` 1 to 12; each empty = all. `occasion`: the rule holds only then (a code of
    schedule_exception.csv: holidays 祝日, school_holidays …), "" = always.
    `exceptions`: when it does not hold: codes of the same list, "sun#3", "d12", "08-13", "12-29/01-03"
    (resources.schedules.exceptions). `doubtful`: part of `raw` could not be read, somebody should look.
    """

    weekdays: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    frequency: str | None = None
    raw: str = ""
    weeks: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    occasion: str = ""
    exceptions: tuple[str, ...] = ()
    doubtful: bool = False

    @property
    def names_days(self) -> bool:
        """Whether the rule says on which days: weekdays, days of the month or an occasion."""
        return bool(self.weekdays or self.month_days or self.occasion)


@dataclass(frozen=True, slots=True)
class ResourceRecord:
    """One 地域資源.

    `key` is the collection's 資源ID or the database's public id. Empty limits are None = not stated.
    `fee_yen` is the price of one visit. `openings` 0 = full, None = not stated.
    `accuracy`: "" where somebody stated the position; else how it was derived from the address
    (position_accuracy.csv). Only `resources.locating` derives one; whoever writes an entry leaves it alone.
    `municipality_code`: five digits, where a list says in which municipality the row lies.
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
    accuracy: str = ""
    municipality_code: str = ""
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
