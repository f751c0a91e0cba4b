"""What an import would change in entries that are there already, field by field, for the person who decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from resources.importing.field_changes import field_changes
from resources.importing.plan import FilePlan, PlannedRow
from resources.keeping.changes import changed_fields


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One entry (by its database key) that the file says something else of than last time.

    `changed`: field → (before, after) of what is written. `disputed`: field → (ours, the file's), where a
    person changed the entry too; ours stays. Values are plain JSON values, see `keeping.changes`.
    """

    row: int
    resource_id: int
    name: str
    changed: Mapping[str, tuple[Any, Any]]
    disputed: Mapping[str, tuple[Any, Any]]


def differences(file: FilePlan) -> Iterator[RowDifference]:
    """The entries of one planned file that would change or that are disputed, in the order of the file."""
    for row in file.rows:
        difference = _difference(row) if row.action == "updated" else None
        if difference and (difference.changed or difference.disputed):
            yield difference


def _difference(row: PlannedRow) -> RowDifference | None:
    current = row.current
    if current is None or row.slot.resource_id is None:  # came to be in this very run
        return None
    of_the_file = changed_fields(current, row.record)
    disputed = {name: of_the_file[name] for name in row.disputed if name in of_the_file}
    return RowDifference(row.row, row.slot.resource_id, current.name, field_changes(row), disputed)
