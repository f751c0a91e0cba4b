"""The updates of a plan, merged with what people entered since the last import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from resources.importing.field_labels import FIELD_LABELS
from resources.importing.findings import FindingLog
from resources.importing.merge import merge_records
from resources.importing.plan import FilePlan, ImportPlan, PlannedRow
from resources.importing.record_json import record_from_json
from resources.records import ResourceRecord
from resources.stored_entries import StoredEntry, load_entries
from resources.tables import SourceRow

CHUNK = 500


def merge_updates(session: Session, plan: ImportPlan) -> None:
    """Set `merged` and `current` of every row to update. What both sides changed is reported, never its values.

    Several rows may lead to one entry (entries that a person merged, lists that name one place): each goes on
    from what the one before it made of the entry.
    """
    current: dict[int, ResourceRecord] = {}
    for file in plan.files:
        updates = [row for row in file.rows if row.action == "updated"]
        for start in range(0, len(updates), CHUNK):
            _merge_chunk(session, file, updates[start : start + CHUNK], current)


def _merge_chunk(
    session: Session, file: FilePlan, rows: Sequence[PlannedRow], current: dict[int, ResourceRecord]
) -> None:
    bases = _last_records(session, file.system, [row.slot.key for row in rows])
    stored = [row.slot.resource_id for row in rows if row.slot.resource_id is not None]
    entries = load_entries(session, [key for key in stored if key not in current])
    current |= {key: stated(entry) for key, entry in entries.items()}
    for row in rows:
        base = bases.get(row.slot.key) or row.slot.first_record
        if base is None or row.slot.resource_id is None:  # came to be in this very run: nobody changed it yet
            row.merged = row.record
            continue
        row.current = current[row.slot.resource_id]
        merged = merge_records(base=base, new=row.record, current=row.current)
        row.merged, row.disputed = merged.record, merged.disputed
        current[row.slot.resource_id] = merged.record
        for field in merged.disputed:
            _report(file.log, row.row, FIELD_LABELS[field])


def stated(entry: StoredEntry) -> ResourceRecord:
    """The record without what we derived ourselves: nobody's statement is disputed with it."""
    record, place = entry.record, entry.parts.location
    if record.accuracy:
        record = replace(record, lat=None, lon=None, accuracy="")
    if place is not None and place.district_by_position:
        record = replace(record, district=None)
    return record


def _report(log: FindingLog, row: int, label: str) -> None:
    what = "登録後に人が直した項目が、ファイルでも変わっています。"
    log.doubt(row, label, what, "人が直した内容を残しました。どちらが正しいか確かめてください。")


def _last_records(session: Session, system: str, keys: Sequence[str]) -> dict[str, ResourceRecord]:
    rows = session.exec(
        select(SourceRow.natural_key, SourceRow.record_json).where(
            col(SourceRow.source_system) == system, col(SourceRow.natural_key).in_(keys)
        )
    )
    return {key: record_from_json(text) for key, text in rows}
