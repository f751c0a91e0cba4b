"""Put what was read into the database. Nothing here commits: all files go in with one commit, or none."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlmodel import Session, col, select

from resources.catalogue_writer import add_resource, replace_resource, touch_catalogue
from resources.clock import Clock
from resources.importing.plan import FilePlan, ImportPlan, PlannedRow, Slot, make_plan, system_of
from resources.importing.result import ReadResult
from resources.tables import ImportSource, Organisation, Resource, SourceRow


def plan_import(session: Session, results: Sequence[ReadResult]) -> ImportPlan:
    """What `apply_import` would do. Raises BadInput when a file must not go in as a whole."""
    return make_plan(results, {system: _stored(session, system) for system in map(system_of, results)})


def apply_import(
    session: Session,
    results: Sequence[ReadResult],
    *,
    owner: Organisation,
    clock: Clock,
    imported_by: str = "",
) -> ImportPlan:
    """Create and update the entries of `results`; the same file twice changes nothing.

    Entries that a new edition of a file no longer holds stay as they are: a person decides about them.
    Raises BadInput when a file must not go in as a whole; then nothing was written.
    """
    plan = plan_import(session, results)
    for file in plan.files:
        if file.changes:
            source_id = _add_source(session, file, clock, imported_by)
            for row in file.rows:
                _apply_row(session, row, file.system, source_id, owner=owner, clock=clock)
    if plan.changes:
        touch_catalogue(session, clock=clock)
    return plan


def _stored(session: Session, system: str) -> dict[str, Slot]:
    rows = session.exec(select(SourceRow).where(col(SourceRow.source_system) == system))
    return {row.natural_key: Slot(row.natural_key, row.row_hash, row.resource_id, row.id) for row in rows}


def _add_source(session: Session, file: FilePlan, clock: Clock, imported_by: str) -> int:
    source = ImportSource(
        file_name=file.result.file[:300],
        file_format=file.result.format,
        encoding=file.result.encoding,
        sha256=file.result.sha256,
        imported_at=clock.now(),
        imported_by=imported_by,
    )
    session.add(source)
    session.flush()
    return _key(source.id)


def _apply_row(
    session: Session,
    row: PlannedRow,
    system: str,
    source_id: int,
    *,
    owner: Organisation,
    clock: Clock,
) -> None:
    if row.action == "created":
        resource = add_resource(session, row.record, owner=owner, clock=clock)
        link = SourceRow(
            resource_id=_key(resource.id),
            import_source_id=source_id,
            source_system=system,
            natural_key=row.slot.key,
            row_hash=row.slot.row_hash,
        )
    elif row.action == "updated":
        resource = session.get_one(Resource, row.slot.resource_id)
        replace_resource(session, resource, row.record, clock=clock)
        link = session.get_one(SourceRow, row.slot.source_row_id)
    else:
        return
    link.import_source_id = source_id
    link.row_hash = row.slot.row_hash
    link.row_number = row.row
    link.external_id = row.record.key[:100]
    link.unmapped = json.dumps(row.record.extra, ensure_ascii=False) if row.record.extra else ""
    session.add(link)
    session.flush()
    row.slot.resource_id, row.slot.source_row_id = resource.id, link.id


def _key(key: int | None) -> int:
    """The database key of a row that has been flushed."""
    if key is None:
        raise ValueError("the row has not been stored yet")
    return key
