"""What an import would change in entries that are there already, field by field, for the person who decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from resources.importing.plan import FilePlan, PlannedRow
from resources.keeping.changes import changed_fields
from resources.records import ResourceRecord
from resources.stored_entries import StoredEntry, load_entries

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One entry that the file says something else of than last time.

    `changed`: field → (before, after) of what is written. `disputed`: field → (ours, the file's), where a
    person changed the entry too; ours stays. Values are plain JSON values, see `keeping.changes`.
    """

    row: int
    public_id: str
    name: str
    changed: Mapping[str, tuple[Any, Any]]
    disputed: Mapping[str, tuple[Any, Any]]


def differences(session: Session, file: FilePlan) -> Iterator[RowDifference]:
    """The entries of one file that would change or that are disputed, in the order of the file."""
    rows = [row for row in file.rows if row.action == "updated" and row.slot.resource_id is not None]
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        entries = load_entries(session, [row.slot.resource_id for row in chunk if row.slot.resource_id])
        found = (_difference(row, entries[row.slot.resource_id]) for row in chunk if row.slot.resource_id)
        yield from (one for one in found if one.changed or one.disputed)


def _difference(row: PlannedRow, entry: StoredEntry) -> RowDifference:
    current = entry.record
    written = changed_fields(current, _of_content(row.merged or row.record, current))
    of_the_file = changed_fields(current, _of_content(row.record, current))
    disputed = {name: of_the_file[name] for name in row.disputed if name in of_the_file}
    return RowDifference(row.row, entry.resource.public_id, current.name, written, disputed)


def _of_content(record: ResourceRecord, current: ResourceRecord) -> ResourceRecord:
    return replace(record, key=current.key, extra=current.extra)
