"""The read-only snapshot that the engine and the maps use: one numpy column per fact.

Built once per catalogue version from the 参加先 only: a 会場候補 or a 参考施設 is not in it, so it cannot be
suggested. Telephone numbers, contact persons and volunteers' addresses are not in it either.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from geo.travel.sphere import on_sphere
from resources.columns import (
    BoolArray,
    Coded,
    Flags,
    FloatArray,
    IntArray,
    Slots,
    Timetables,
    UintArray,
    classes_of,
    coded,
    flags,
    smallest_uint,
    timetables,
)
from resources.quality.limits import StalenessLimits, default_limits
from resources.record_sequences import SomeRecords
from resources.records import ResourceRecord


@dataclass(frozen=True)
class Snapshot:
    """The catalogue as columns of length n, ordered by key.

    Limits that are not stated are -inf / +inf (ages), NaN (positions, fee, openings, days) or "" (codes).
    `records` may be read from a store one by one: go through all of them only where nothing else will do.
    """

    version: str
    newest_confirmed_on: date | None
    records: Sequence[ResourceRecord]
    keys: npt.NDArray[np.str_]
    kind_codes: Coded
    status_codes: Coded
    gender_codes: Coded
    district_codes: Coded
    group_size_codes: Coded
    transport_codes: Coded
    openings: FloatArray
    age_min: FloatArray
    age_max: FloatArray
    lat: FloatArray
    lon: FloatArray
    fee_yen: FloatArray
    confirmed_ordinal: FloatArray
    confirmation_span: FloatArray
    """How many times longer than by the code list a confirmation is good here (1: as it says)."""
    phone_group: IntArray
    """Entries with the same telephone number share a number ≥ 0 here; −1: no other entry has it."""
    names_roles: BoolArray
    """Whether the entry names roles (役割の機会)."""
    conditions: Flags
    delivery: Flags
    accessibility: Flags
    stages: Flags
    timetables: Timetables
    told_apart: frozenset[tuple[str, str]] = frozenset()
    """Pairs of keys, the smaller first, of which a person said that they are two places (別の所)."""

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def kind(self) -> npt.NDArray[np.str_]:
        """Shape (n,); for comparing with one code `kind_codes.equals` is faster. So are the others below."""
        return self.kind_codes.text()

    @cached_property
    def status(self) -> npt.NDArray[np.str_]:
        return self.status_codes.text()

    @cached_property
    def gender(self) -> npt.NDArray[np.str_]:
        return self.gender_codes.text()

    @cached_property
    def district(self) -> npt.NDArray[np.str_]:
        return self.district_codes.text()

    @cached_property
    def group_size(self) -> npt.NDArray[np.str_]:
        return self.group_size_codes.text()

    @cached_property
    def transport(self) -> npt.NDArray[np.str_]:
        return self.transport_codes.text()

    @cached_property
    def slots(self) -> Slots:
        """The opening hours entry by entry."""
        return self.timetables.slots()

    @cached_property
    def sphere(self) -> FloatArray:
        """Shape (3, n): positions as unit vectors; the cosine of two is that of the angle between them."""
        return on_sphere(self.lat, self.lon)

    @cached_property
    def admission(self) -> Classes:
        """Entries that admit the same people, whatever they offer and wherever they are."""
        columns = (
            self.status_codes.numbers,
            self.openings == 0,
            self.gender_codes.numbers,
            self.age_min,
            self.age_max,
            self.conditions.bits,
        )
        return self._classes(columns)

    @cached_property
    def offer(self) -> Classes:
        """Entries that offer in the same way: place or visit, access, way there, size, fee."""
        columns = (
            self.delivery.bits,
            self.accessibility.bits,
            self.transport_codes.numbers,
            self.group_size_codes.numbers,
            self.fee_yen,
        )
        return self._classes(columns)

    @cached_property
    def reception(self) -> Classes:
        """Entries of one 種別 that receive the same people in the same way."""
        columns = (
            self.kind_codes.numbers,
            self.group_size_codes.numbers,
            self.stages.bits,
            self.names_roles,
            self.age_min,
            self.age_max,
        )
        return self._classes(columns)

    @cached_property
    def bound_to(self) -> UintArray:
        """1 + the number of the 学区 to whose residents an entry is bound (学区内在住); 0: to none, or unknown."""
        numbers = self.district_codes.numbers.astype(np.uint32) + np.uint32(1)
        bound = self.conditions.has("resident_district") & ~self.district_codes.equals("")
        size = smallest_uint(len(self.district_codes.names))
        return np.where(bound, numbers, np.uint32(0)).astype(size)

    @cached_property
    def sureness(self) -> Classes:
        """Entries confirmed on the same day with the same to say of free places."""
        columns = (
            self.confirmed_ordinal,
            self.confirmation_span,
            self.openings > 0,
            np.isnan(self.openings),
        )
        return self._classes(columns)

    @cached_property
    def hours(self) -> Classes:
        """Entries with the same timetable."""
        return self._classes((self.timetables.numbers,))

    def _classes(self, columns: Sequence[npt.NDArray[Any]]) -> Classes:
        numbers, rows = classes_of(columns)
        return Classes(numbers, rows, self.take(rows))

    def take(self, rows: IntArray) -> Snapshot:
        """The snapshot of these rows alone, in their order; its version and newest day stay the catalogue's."""
        columns = {name: _taken(getattr(self, name), rows) for name in column_names()}
        return replace(self, records=SomeRecords(self.records, rows), **columns)

    def row_of(self, key: str) -> int:
        """The row of a key. Raises KeyError."""
        row = int(np.searchsorted(self.keys, key))
        if row == len(self.keys) or self.keys[row] != key:
            raise KeyError(key)
        return row


@dataclass(frozen=True, eq=False)
class Classes:
    """Entry i is of class `numbers[i]`; row c of `places`, `rows[c]` of the snapshot, stands for all of class c."""

    numbers: UintArray
    rows: IntArray
    places: Snapshot

    def __len__(self) -> int:
        return len(self.places)


def _taken(column: Any, rows: IntArray) -> Any:
    return column[rows] if isinstance(column, np.ndarray) else column.take(rows)


def column_names() -> tuple[str, ...]:
    """The names of the columns, in their order: everything of a snapshot that has one value per entry."""
    whole = ("version", "newest_confirmed_on", "records", "told_apart")
    return tuple(field.name for field in fields(Snapshot) if field.name not in whole)


def build_snapshot(
    records: Iterable[ResourceRecord],
    version: str | None = None,
    *,
    limits: StalenessLimits | None = None,
    told_apart: Iterable[tuple[str, str]] = (),
) -> Snapshot:
    """Columns of the 参加先 among `records`, ordered by key. `limits`: those that the city set for staleness.

    `told_apart`: pairs of keys that a person called two places, in any order.

    `version` names the catalogue version; without it a digest of the records stands for it.
    Raises ValueError when two records share a key.
    """
    given = [record for record in records if record.standing == "participation_place"]
    given.sort(key=lambda record: record.key)
    entries = tuple(map(without_personal_data, given))
    keys = [record.key for record in entries]
    if len(set(keys)) != len(keys):
        raise ValueError("two records share a key")
    confirmed = [record.confirmed_on for record in entries]
    limits = limits or default_limits()
    return Snapshot(
        version=version or _digest(entries),
        newest_confirmed_on=max((day for day in confirmed if day), default=None),
        records=entries,
        keys=np.array(keys, dtype=np.str_),
        kind_codes=coded([record.kind for record in entries]),
        status_codes=coded([record.status for record in entries]),
        gender_codes=coded([record.gender for record in entries]),
        district_codes=coded([record.district for record in entries]),
        group_size_codes=coded([record.group_size for record in entries]),
        transport_codes=coded([record.transport for record in entries]),
        openings=_number([record.openings for record in entries], np.nan),
        age_min=_number([record.age_min for record in entries], -np.inf),
        age_max=_number([record.age_max for record in entries], np.inf),
        lat=_number([record.lat for record in given], np.nan),
        lon=_number([record.lon for record in given], np.nan),
        fee_yen=_number([record.fee_yen for record in entries], np.nan),
        confirmed_ordinal=_number([day.toordinal() if day else None for day in confirmed], np.nan),
        confirmation_span=np.array([limits.span(record) for record in entries], dtype=np.float64),
        phone_group=_phone_groups(given),
        names_roles=np.array([bool(record.roles.strip()) for record in entries], dtype=np.bool_),
        conditions=flags([record.conditions for record in entries], "resource_condition"),
        delivery=flags([record.delivery for record in entries], "delivery_method"),
        accessibility=flags([record.accessibility for record in entries], "accessibility"),
        stages=flags([record.stages for record in entries], "participation_stage"),
        timetables=timetables([record.schedule for record in entries]),
        told_apart=frozenset((min(pair), max(pair)) for pair in told_apart),
    )


def without_personal_data(record: ResourceRecord) -> ResourceRecord:
    """No telephone, no contact person; of a volunteer no address and no position either.

    A volunteer's position stays in the columns `lat` and `lon`, which only travel times are computed from:
    of a database it is the district's, of a collection the file's.
    """
    volunteer = record.kind == "volunteer_person"
    if not (record.phone or record.contact_person or record.extra or volunteer):
        return record
    record = replace(record, phone="", contact_person="", extra=())
    return replace(record, address="", lat=None, lon=None) if volunteer else record


def _digest(records: Sequence[ResourceRecord]) -> str:
    digest = hashlib.sha256()
    for record in records:
        digest.update(repr(record).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def _number(values: Sequence[float | None], missing: float) -> FloatArray:
    return np.array([missing if value is None else value for value in values], dtype=np.float64)


def _phone_groups(records: Sequence[ResourceRecord]) -> IntArray:
    """Which entries share a telephone number, without the numbers themselves."""
    digits = ["".join(filter(str.isdigit, record.phone)) if record.phone else "" for record in records]
    times = Counter(digits)
    numbered = {
        number: group for group, number in enumerate(n for n, count in times.items() if n and count > 1)
    }
    return np.array([numbered.get(number, -1) for number in digits], dtype=np.int64)
