"""The snapshot of the next catalogue version from the one before and the entries that changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from resources.columns import Coded, Flags, Timetables, smallest_uint
from resources.quality.limits import StalenessLimits
from resources.record_sequences import SplicedRecords
from resources.records import ResourceRecord
from resources.snapshot import Snapshot, build_snapshot, column_names
from resources.splicing import Splice

IntArray = npt.NDArray[np.int64]


def updated_snapshot(
    snapshot: Snapshot,
    changed: Iterable[ResourceRecord],
    removed: Collection[str],
    version: str,
    *,
    limits: StalenessLimits | None = None,
) -> tuple[Splice, Snapshot]:
    """`changed` entries take the place of those with their keys, `removed` keys go. An entry that is no longer a
    参加先 goes as well.

    Telephone numbers are in no snapshot, so one that a changed entry shares with an unchanged one is noticed only
    when the snapshot is built from nothing; a changed entry keeps the group that it had. Limits that were set anew
    also need a snapshot from nothing.
    """
    changed = list(changed)
    new = build_snapshot(changed, version, limits=limits)
    gone = np.array(sorted({*removed, *(record.key for record in changed)}), dtype=np.str_)
    stays = ~np.isin(snapshot.keys, gone)
    new_rows = np.searchsorted(snapshot.keys[stays], new.keys) + np.arange(len(new))
    splice = Splice(stays, new_rows.astype(np.int64))
    columns: dict[str, Any] = {
        name: _spliced(getattr(snapshot, name), getattr(new, name), splice) for name in column_names()
    }
    columns["phone_group"] = _phone_groups(snapshot, new, splice)
    return splice, replace(
        snapshot,
        version=version,
        newest_confirmed_on=_newest(columns["confirmed_ordinal"]),
        records=SplicedRecords(snapshot.records, new.records, splice),
        **columns,
    )


def _spliced(old: Any, new: Any, splice: Splice) -> Any:
    if isinstance(old, Coded):
        return _spliced_codes(old, new, splice)
    if isinstance(old, Flags):
        return Flags(old.codes, splice.column(old.bits, new.bits))
    if isinstance(old, Timetables):
        return _spliced_timetables(old, new, splice)
    return splice.column(old, new)


def _spliced_codes(old: Coded, new: Coded, splice: Splice) -> Coded:
    names = tuple(sorted({*old.names, *new.names}))
    number_of = {name: number for number, name in enumerate(names)}
    kind = smallest_uint(max(len(names) - 1, 0))
    renumbered = [
        np.array([number_of[name] for name in column.names], dtype=kind)[column.numbers]
        for column in (old, new)
    ]
    return Coded(names, splice.column(*renumbered))


def _spliced_timetables(old: Timetables, new: Timetables, splice: Splice) -> Timetables:
    """The new timetables stand after the old ones, also where they are the same."""
    size = old.size + new.size
    kind = smallest_uint(size - 1)
    numbers = splice.column(old.numbers.astype(kind), new.numbers.astype(kind) + kind(old.size))
    weekday = np.concatenate([old.weekday, new.weekday])
    order = np.argsort(weekday, kind="stable")
    return Timetables(
        numbers=numbers,
        timetable=np.concatenate([old.timetable, new.timetable + np.int32(old.size)])[order],
        weekday=weekday[order],
        start=np.concatenate([old.start, new.start])[order],
        end=np.concatenate([old.end, new.end])[order],
        size=size,
    )


def _phone_groups(snapshot: Snapshot, new: Snapshot, splice: Splice) -> IntArray:
    rows = np.minimum(np.searchsorted(snapshot.keys, new.keys), max(len(snapshot) - 1, 0))
    groups = new.phone_group.copy()
    groups[groups >= 0] += snapshot.phone_group.max(initial=-1) + 1
    if len(snapshot):
        before = np.where(snapshot.keys[rows] == new.keys, snapshot.phone_group[rows], -1)
        groups = np.where(before >= 0, before, groups)
    column: IntArray = splice.column(snapshot.phone_group, groups)
    members = np.bincount(column[column >= 0], minlength=1)
    alone = (column >= 0) & (members[np.maximum(column, 0)] < 2) if len(members) else column >= 0
    column[alone] = -1
    return column


def _newest(confirmed: npt.NDArray[np.float64]) -> date | None:
    known = confirmed[~np.isnan(confirmed)]
    return date.fromordinal(int(known.max())) if len(known) else None
