"""Put what was read into the database. Nothing here commits: all files go in with one commit, or none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import insert
from sqlmodel import Session, col, select

from geo.sources import Source
from resources.catalogue_writer import add_resources, replace_entries, touch_catalogue
from resources.clock import Clock
from resources.importing.locking import lock_imports
from resources.importing.merging import merge_updates, stated
from resources.importing.plan import FilePlan, ImportPlan, PlannedRow, make_plan
from resources.importing.record_json import record_to_json
from resources.importing.result import ReadResult
from resources.importing.stored_history import StoredHistory
from resources.keeping.changes import changed_fields, note_import
from resources.locating import locate_entries
from resources.stored_entries import load_entries
from resources.tables import ImportSource, Organisation, SourceRow

_CHUNK = 500
NO_SOURCE = Source("")


def plan_import(session: Session, results: Sequence[ReadResult]) -> ImportPlan:
    """What `apply_import` would do. Raises BadInput when a file must not go in as a whole."""
    plan = make_plan(results, StoredHistory(session))
    merge_updates(session, plan)
    return plan


def apply_import(
    session: Session,
    results: Sequence[ReadResult],
    *,
    owner: Organisation,
    clock: Clock,
    imported_by: str = "",
    source: Source = NO_SOURCE,
) -> ImportPlan:
    """Create and update the entries of `results`; the same file twice changes nothing.

    What people entered since the last import stays (see `resources.importing.merge`). Entries that a new
    edition of a file no longer holds stay as they are: a person decides about them.
    `source`: name, edition and licence of the publisher; what is stated is kept with lists that do not change
    too. Entries of lists without a licence are used here and never leave (`resources.publishing`); a licence
    holds for what earlier editions of the same lists brought without one.
    Raises BadInput when a file must not go in as a whole; then nothing was written.
    """
    lock_imports(session)
    plan = plan_import(session, results)
    licensed = bool(source.licence.strip()) and _state_licence(session, plan, source.licence.strip())
    for file in plan.files:
        if file.changes:
            source_id = _add_source(session, file, clock, imported_by, source)
            _apply_new_rows(session, file, source_id, owner=owner, clock=clock, actor=imported_by)
            _apply_updates(session, file, source_id, clock=clock, actor=imported_by)
        elif source != NO_SOURCE:
            _state_source(session, file, source)
    locate_entries(session, _touched(plan))
    if plan.changes_entries or licensed:
        touch_catalogue(session, clock=clock)
    return plan


def _touched(plan: ImportPlan) -> list[int]:
    """The entries that came or changed."""
    rows = (row for file in plan.files for row in file.rows if row.action in ("created", "updated"))
    return sorted({_key(row.slot.resource_id) for row in rows})


def _state_source(session: Session, file: FilePlan, source: Source) -> None:
    """The same list again, now with its source: all its editions have it."""
    editions = select(ImportSource).where(
        ImportSource.source_system == file.system, ImportSource.sha256 == file.result.sha256
    )
    for row in session.exec(editions):
        row.sqlmodel_update(_stated(source))


def _stated(source: Source) -> dict[str, str]:
    """As much as the table holds of what was said; what was not said takes nothing away."""
    said = {
        "name": source.name.strip()[:300],
        "edition": source.edition.strip()[:100],
        "licence": source.licence.strip()[:200],
    }
    return {name: value for name, value in said.items() if value}


def _state_licence(session: Session, plan: ImportPlan, licence: str) -> bool:
    """Give the licence to earlier editions of these lists that were imported without one; whether there were any."""
    systems = {file.system for file in plan.files}
    earlier = session.exec(
        select(ImportSource).where(col(ImportSource.source_system).in_(systems), ImportSource.licence == "")
    ).all()
    for row in earlier:
        row.licence = licence[:200]
    return bool(earlier)


def _add_source(session: Session, file: FilePlan, clock: Clock, imported_by: str, source: Source) -> int:
    row = ImportSource(
        file_name=file.result.file[:300],
        file_format=file.result.format,
        encoding=file.result.encoding,
        sha256=file.result.sha256,
        source_system=file.system,
        imported_at=clock.now(),
        imported_by=imported_by,
    )
    row.sqlmodel_update(_stated(source))
    session.add(row)
    session.flush()
    return _key(row.id)


def _apply_new_rows(
    session: Session, file: FilePlan, source_id: int, *, owner: Organisation, clock: Clock, actor: str
) -> None:
    new = [row for row in file.rows if row.action in ("created", "linked")]
    for start in range(0, len(new), _CHUNK):
        chunk = new[start : start + _CHUNK]
        created = [row for row in chunk if row.action == "created"]
        ids = add_resources(session, [row.record for row in created], owner=owner, clock=clock)
        for row, resource_id in zip(created, ids, strict=True):
            row.slot.resource_id = resource_id
        note_import(session, [(key, {}) for key in ids], "created", actor=actor, clock=clock)
        for row in chunk:
            if row.same_as is not None:
                row.slot.resource_id = row.same_as.resource_id
        session.connection().execute(
            insert(SourceRow), [_link(row, file.system, source_id, clock) for row in chunk]
        )


def _link(row: PlannedRow, system: str, source_id: int, clock: Clock) -> dict[str, object]:
    return {
        "created_at": clock.now(),
        "resource_id": _key(row.slot.resource_id),
        "source_system": system,
        "natural_key": row.slot.key,
        **_content(row, source_id),
    }


def _content(row: PlannedRow, source_id: int) -> dict[str, object]:
    """The columns of a source row that change with every edition."""
    return {
        "import_source_id": source_id,
        "external_id": row.record.key,
        "row_hash": row.slot.row_hash,
        "row_number": row.row,
        "record_json": record_to_json(row.record),
    }


def _apply_updates(session: Session, file: FilePlan, source_id: int, *, clock: Clock, actor: str) -> None:
    updated = [row for row in file.rows if row.action == "updated"]
    for start in range(0, len(updated), _CHUNK):
        chunk = {row.slot.key: row for row in updated[start : start + _CHUNK]}
        links = session.exec(
            select(SourceRow).where(
                col(SourceRow.source_system) == file.system, col(SourceRow.natural_key).in_(chunk)
            )
        ).all()
        for link in links:
            link.sqlmodel_update(_content(chunk[link.natural_key], source_id))
        _update_entries(session, chunk.values(), clock, actor)


def _update_entries(session: Session, rows: Collection[PlannedRow], clock: Clock, actor: str) -> None:
    """Write the entries of rows of which something is left to write after merging, with their history."""
    entries = load_entries(session, [_key(row.slot.resource_id) for row in rows])
    changes = []
    for row in rows:
        entry, merged = entries[_key(row.slot.resource_id)], row.merged or row.record
        current = stated(entry)
        if replace(merged, key=current.key, extra=current.extra) != current:
            changes.append((entry, merged))
    lines = [(entry.resource_id, changed_fields(stated(entry), merged)) for entry, merged in changes]
    replace_entries(session, changes, clock=clock)
    note_import(session, lines, "imported", actor=actor, clock=clock)


def _key(key: int | None) -> int:
    """The database key of a row that has been flushed."""
    if key is None:
        raise ValueError("the row has not been stored yet")
    return key
