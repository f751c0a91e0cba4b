"""Entries that an earlier edition of a list brought and the new one no longer has: a person asks what became of them."""

from __future__ import annotations

from collections import defaultdict

from sqlmodel import Session, col, select

from resources.importing.plan import ImportPlan
from resources.tables import Resource, SourceRow

_OVER = ("retired",)


def absent_entries(session: Session, plan: ImportPlan) -> list[int]:
    """Keys of entries of the same lists that no file of `plan` holds, by name; without those that ended.

    Before the import is applied or after it: rows that came with it count as held.
    """
    held: dict[str, set[str]] = defaultdict(set)
    here = {row.slot.resource_id for file in plan.files for row in file.rows}
    for file in plan.files:
        held[file.system].update(row.slot.key for row in file.rows)
    rows = session.exec(
        select(SourceRow.source_system, SourceRow.natural_key, SourceRow.resource_id)
        .join(Resource, col(Resource.id) == col(SourceRow.resource_id))
        .where(col(SourceRow.source_system).in_(held), col(Resource.status).not_in(_OVER))
        .order_by(col(Resource.name), col(Resource.id))
    )
    gone = (entry for system, key, entry in rows if key not in held[system] and entry not in here)
    return list(dict.fromkeys(gone))
