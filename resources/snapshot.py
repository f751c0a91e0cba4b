"""The read-only snapshot that the engine and the maps use: one numpy column per fact.

Built once per catalogue version from the 参加先 only: a 会場候補 or a 参考施設 is not in it, so it cannot be
suggested. Telephone numbers, contact persons and volunteers' addresses are not in it either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from resources.code_lists import code_list
from resources.opening_hours import stretches
from resources.records import ResourceRecord

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Flags:
    """A list-valued column as a matrix: `matrix[i, codes.index(c)]` says whether entry i has code c."""

    codes: tuple[str, ...]
    matrix: BoolArray

    def has(self, code: str) -> BoolArray:
        """Shape (n,): which entries carry `code`."""
        return self.matrix[:, self.codes.index(code)]


@dataclass(frozen=True)
class Slots:
    """All opening hours, one row per (entry, weekday), hours over midnight two (resources.opening_hours).

    `start`/`end` in minutes since midnight, NaN = hours unknown.
    """

    entry: IntArray
    weekday: IntArray
    start: FloatArray
    end: FloatArray


@dataclass(frozen=True)
class Snapshot:
    """The catalogue as columns of length n, ordered by key.

    Limits that are not stated are -inf / +inf (ages), NaN (positions, fee, openings) or "" (codes).
    """

    version: str
    newest_confirmed_on: date | None
    records: tuple[ResourceRecord, ...]
    keys: npt.NDArray[np.str_]
    kind: npt.NDArray[np.str_]
    status: npt.NDArray[np.str_]
    openings: FloatArray
    age_min: FloatArray
    age_max: FloatArray
    gender: npt.NDArray[np.str_]
    district: npt.NDArray[np.str_]
    lat: FloatArray
    lon: FloatArray
    fee_yen: FloatArray
    group_size: npt.NDArray[np.str_]
    transport: npt.NDArray[np.str_]
    confirmed_ordinal: FloatArray
    conditions: Flags
    delivery: Flags
    accessibility: Flags
    stages: Flags
    slots: Slots

    def __len__(self) -> int:
        return len(self.records)


def build_snapshot(records: Iterable[ResourceRecord], version: str | None = None) -> Snapshot:
    """Columns of the 参加先 among `records`, ordered by key.

    `version` names the catalogue version; without it a digest of the records stands for it.
    Raises ValueError when two records share a key.
    """
    given = [
        record
        for record in sorted(records, key=lambda record: record.key)
        if record.standing == "participation_place"
    ]
    entries = tuple(map(_without_personal_data, given))
    keys = [record.key for record in entries]
    if len(set(keys)) != len(keys):
        raise ValueError("two records share a key")
    confirmed = [record.confirmed_on for record in entries]
    return Snapshot(
        version=version or _digest(entries),
        newest_confirmed_on=max((day for day in confirmed if day), default=None),
        records=entries,
        keys=np.array(keys, dtype=np.str_),
        kind=_text([record.kind for record in entries]),
        status=_text([record.status for record in entries]),
        openings=_number([record.openings for record in entries], np.nan),
        age_min=_number([record.age_min for record in entries], -np.inf),
        age_max=_number([record.age_max for record in entries], np.inf),
        gender=_text([record.gender for record in entries]),
        district=_text([record.district for record in entries]),
        lat=_number([record.lat for record in given], np.nan),
        lon=_number([record.lon for record in given], np.nan),
        fee_yen=_number([record.fee_yen for record in entries], np.nan),
        group_size=_text([record.group_size for record in entries]),
        transport=_text([record.transport for record in entries]),
        confirmed_ordinal=_number([day.toordinal() if day else None for day in confirmed], np.nan),
        conditions=_flags([record.conditions for record in entries], "resource_condition"),
        delivery=_flags([record.delivery for record in entries], "delivery_method"),
        accessibility=_flags([record.accessibility for record in entries], "accessibility"),
        stages=_flags([record.stages for record in entries], "participation_stage"),
        slots=_slots(entries),
    )


def _without_personal_data(record: ResourceRecord) -> ResourceRecord:
    """No telephone, no contact person; of a volunteer no address and no position either.

    A volunteer's position stays in the columns `lat` and `lon`, which only travel times are computed from:
    of a database it is the district's, of a collection the file's.
    """
    record = replace(record, phone="", contact_person="", extra=())
    if record.kind == "volunteer_person":
        return replace(record, address="", lat=None, lon=None)
    return record


def _digest(records: Sequence[ResourceRecord]) -> str:
    return hashlib.sha256("\n".join(map(repr, records)).encode()).hexdigest()[:16]


def _text(values: Sequence[str | None]) -> npt.NDArray[np.str_]:
    return np.array([value or "" for value in values], dtype=np.str_)


def _number(values: Sequence[float | None], missing: float) -> FloatArray:
    return np.array([missing if value is None else value for value in values], dtype=np.float64)


def _flags(values: Sequence[Sequence[str]], list_name: str) -> Flags:
    codes = tuple(code_list(list_name).codes)
    column = {code: index for index, code in enumerate(codes)}
    matrix = np.zeros((len(values), len(codes)), dtype=np.bool_)
    for row, entry in enumerate(values):
        for code in entry:
            if code in column:  # an unknown value is kept in the record, and excludes nothing
                matrix[row, column[code]] = True
    return Flags(codes, matrix)


def _slots(records: Sequence[ResourceRecord]) -> Slots:
    weekday_of = {code: index for index, code in enumerate(code_list("weekday").codes)}
    rows = [
        (
            index,
            weekday_of[stretch.weekday],
            np.nan if stretch.start is None else stretch.start,
            np.nan if stretch.end is None else stretch.end,
        )
        for index, record in enumerate(records)
        for rule in record.schedule
        for stretch in stretches(rule)
    ]
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    return Slots(
        table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2].copy(), table[:, 3].copy()
    )
