"""Which fields of which entries an import changes, before → after: for the preview, and for the history."""

from __future__ import annotations

from typing import Any

from resources.importing.plan import PlannedRow
from resources.keeping.changes import changed_fields
from resources.records import ResourceRecord


def field_changes(row: PlannedRow, current: ResourceRecord | None = None) -> dict[str, tuple[Any, Any]]:
    """Field → (before, after) as JSON values; labels of fields are in `FIELD_LABELS`.

    `current` is what the catalogue says now; without it what the plan saw (`plan_import`). {} for a row that
    is new, linked, unchanged, or of whose changes people's own entries leave nothing. What says who a
    volunteer is, is named but not shown. Whoever shows this must be allowed to read every field of the entry.
    """
    before = current or row.current
    if row.action != "updated" or before is None:
        return {}
    return changed_fields(before, row.merged or row.record)
