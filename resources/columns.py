"""Columns of a snapshot: codes as small integers, lists as bits, opening hours once per timetable.

What many entries have in common is kept once: a question is then put to the distinct values, and each entry looks
its answer up. Everything is an array that can be stored as it is and mapped into memory again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from resources.code_lists import code_list
from resources.opening_hours import stretches
from resources.records import ScheduleRule

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
UintArray = npt.NDArray[np.unsignedinteger]


def smallest_uint(largest: int) -> type[np.unsignedinteger]:
    """The smallest unsigned type that holds `largest`."""
    return next(kind for kind in (np.uint8, np.uint16, np.uint32, np.uint64) if largest <= np.iinfo(kind).max)


@dataclass(frozen=True)
class Coded:
    """A column of codes: entry i has `names[numbers[i]]`. `names` are sorted; "" stands for "not stated".

    A value that no code list knows is a name like any other.
    """

    names: tuple[str, ...]
    numbers: UintArray

    def equals(self, name: str) -> BoolArray:
        """Shape (n,): which entries have `name`."""
        if name not in self._number_of:
            return np.zeros(len(self.numbers), dtype=np.bool_)
        return np.asarray(self.numbers == self._number_of[name], dtype=np.bool_)

    def number(self, name: str) -> int:
        """The number of `name`, −1 when no entry has it."""
        return self._number_of.get(name, -1)

    def looked_up(self, values: Mapping[str, float], missing: float = 0.0) -> FloatArray:
        """Shape (n,): `values` of every entry's name, `missing` for names that are not in it."""
        table = np.array([values.get(name, missing) for name in self.names], dtype=np.float64)
        return table[self.numbers]

    def text(self) -> npt.NDArray[np.str_]:
        """Shape (n,): the names themselves."""
        return np.array(self.names or ("",), dtype=np.str_)[self.numbers]

    def take(self, rows: IntArray) -> Coded:
        """The column of these entries."""
        return Coded(self.names, self.numbers[rows])

    @cached_property
    def _number_of(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.names)}


def coded(values: Sequence[str | None]) -> Coded:
    """The column of these codes; None becomes ""."""
    given = [value or "" for value in values]
    names = tuple(sorted(set(given)))
    number_of = {name: number for number, name in enumerate(names)}
    kind = smallest_uint(max(len(names) - 1, 0))
    return Coded(names, np.array([number_of[value] for value in given], dtype=kind))


@dataclass(frozen=True)
class Flags:
    """A list-valued column: bit j of `bits[i]` says whether entry i has `codes[j]`."""

    codes: tuple[str, ...]
    bits: UintArray

    def has(self, code: str) -> BoolArray:
        """Shape (n,): which entries carry `code`. Raises ValueError for an unknown code."""
        return self.has_any([code])

    def has_any(self, codes: Iterable[str]) -> BoolArray:
        """Shape (n,): which entries carry at least one of `codes`."""
        return np.asarray((self.bits & self.mask(codes)) != 0, dtype=np.bool_)

    def mask(self, codes: Iterable[str]) -> np.unsignedinteger:
        """The bits of `codes`."""
        return self.bits.dtype.type(sum(1 << self.codes.index(code) for code in set(codes)))

    def number_of_codes(self) -> npt.NDArray[np.uint8]:
        """Shape (n,): how many codes each entry carries."""
        return np.asarray(np.bitwise_count(self.bits), dtype=np.uint8)

    @property
    def matrix(self) -> BoolArray:
        """Shape (n, number of codes)."""
        shifts = np.arange(len(self.codes), dtype=self.bits.dtype)
        return np.asarray((self.bits[:, None] >> shifts) & 1, dtype=np.bool_)

    def take(self, rows: IntArray) -> Flags:
        """The column of these entries."""
        return Flags(self.codes, self.bits[rows])


def flags(values: Sequence[Sequence[str]], list_name: str) -> Flags:
    """The column of these lists; a value that the code list does not know is left out (and excludes nothing)."""
    codes = tuple(code_list(list_name).codes)
    bit = {code: 1 << place for place, code in enumerate(codes)}
    sums = {entry: sum(bit.get(code, 0) for code in set(entry)) for entry in set(values)}
    bits = np.array([sums[entry] for entry in values], dtype=smallest_uint((1 << len(codes)) - 1))
    return Flags(codes, bits)


@dataclass(frozen=True)
class Slots:
    """Opening hours, one row per (entry, weekday), hours over midnight two (resources.opening_hours).

    `start`/`end` in minutes since midnight, NaN = hours unknown.
    """

    entry: IntArray
    weekday: IntArray
    start: FloatArray
    end: FloatArray


@dataclass(frozen=True)
class Timetables:
    """Opening hours, each distinct timetable once: entry i has timetable `numbers[i]`.

    The slots of the timetables are sorted by weekday; `timetable` says whose a slot is. Timetable 0 has none.
    """

    numbers: UintArray
    timetable: npt.NDArray[np.int32]
    weekday: npt.NDArray[np.int8]
    start: npt.NDArray[np.float32]
    end: npt.NDArray[np.float32]
    size: int = field(default=1)
    """How many timetables there are."""

    def take(self, rows: IntArray) -> Timetables:
        """The column of these entries; timetables that none of them has stay."""
        return replace(self, numbers=self.numbers[rows])

    def states_days(self) -> BoolArray:
        """Shape (size,): timetables that name a weekday."""
        named = np.zeros(self.size, dtype=np.bool_)
        named[self.timetable] = True
        return named

    def on(self, weekday: int) -> slice:
        """The slots of one weekday (its position in weekday.csv)."""
        first, last = np.searchsorted(self.weekday, [weekday, weekday + 1])
        return slice(int(first), int(last))

    def slots(self) -> Slots:
        """The opening hours entry by entry, in the order of the entries."""
        order = np.argsort(self.timetable, kind="stable")
        begins = np.searchsorted(self.timetable[order], np.arange(self.size + 1))
        counts = np.diff(begins)[self.numbers]
        entry = np.repeat(np.arange(len(self.numbers), dtype=np.int64), counts)
        within = np.arange(len(entry)) - np.repeat(np.cumsum(counts) - counts, counts)
        rows = order[np.repeat(begins[:-1][self.numbers], counts) + within]
        hours = (
            self.weekday[rows].astype(np.int64),
            *(a[rows].astype(float) for a in (self.start, self.end)),
        )
        return Slots(entry, *hours)


def timetables(schedules: Sequence[Sequence[ScheduleRule]]) -> Timetables:
    """The timetables of these entries' rules."""
    rows = {rules: _slot_rows(rules) for rules in {tuple(rules) for rules in schedules}}
    distinct = sorted({row for row in rows.values() if row})
    number_of = {(): 0, **{row: number for number, row in enumerate(distinct, start=1)}}
    table = np.array([(number_of[row], *slot) for row in distinct for slot in row], dtype=np.float64).reshape(
        -1, 4
    )
    table = table[np.argsort(table[:, 1], kind="stable")]
    unknown = np.where(table[:, 2:] < 0, np.nan, table[:, 2:]).astype(np.float32)
    numbers = [number_of[rows[tuple(rules)]] for rules in schedules]
    return Timetables(
        numbers=np.array(numbers, dtype=smallest_uint(len(distinct))),
        timetable=table[:, 0].astype(np.int32),
        weekday=table[:, 1].astype(np.int8),
        start=unknown[:, 0],
        end=unknown[:, 1],
        size=len(distinct) + 1,
    )


def _slot_rows(rules: Sequence[ScheduleRule]) -> tuple[tuple[int, int, int], ...]:
    """(weekday, start, end), −1 where the hours are unknown."""
    weekday_of = {code: index for index, code in enumerate(code_list("weekday").codes)}
    return tuple(
        (
            weekday_of[stretch.weekday],
            -1 if stretch.start is None else stretch.start,
            -1 if stretch.end is None else stretch.end,
        )
        for rule in rules
        for stretch in stretches(rule)
    )


def classes_of(columns: Sequence[npt.NDArray[Any]]) -> tuple[UintArray, IntArray]:
    """Entries that agree in all `columns` are one class: (class of every entry, one entry of every class)."""
    number, width = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        part, size = _as_numbers(column)
        if width * size > _WIDEST:
            found, number = np.unique(number, return_inverse=True)
            width = len(found)
        number, width = number * size + part, width * size
    _, first, number = np.unique(number, return_index=True, return_inverse=True)
    return number.astype(smallest_uint(max(len(first) - 1, 0))), first.astype(np.int64)


_WIDEST = 1 << 31  # times another column of at most 2**31 values it still fits


def _as_numbers(column: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], int]:
    """A column as numbers in [0, size); NaN is one value like the others."""
    if column.dtype.kind in "bu":
        return column, int(column.max(initial=0)) + 1
    found, part = np.unique(column, return_inverse=True)
    return part, len(found)
