"""Which reader a table's rows go to, and what is done with all of them together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from resources.importing import (
    cafeteria,
    care,
    collection,
    education,
    events,
    facility,
    kayoinoba,
    own_list,
)
from resources.importing.area_checks import KnownDistricts
from resources.importing.column_mapping import ColumnMapping
from resources.importing.drafts import Entry, SheetDraft
from resources.importing.table import TableRow
from resources.records import ResourceRecord

RowReader = Callable[[TableRow], Entry | None]


def reader_of(
    sheet: SheetDraft, path: Path, known: KnownDistricts, on: date | None, own: ColumnMapping | None
) -> RowReader:
    """Row → entry, None for a row that is refused or (追加情報) that belongs to an entry elsewhere.

    `own` says how the columns of a home-made list are to be read.
    """
    log, seen = sheet.log, dict[str, int]()
    context = facility.context_of(sheet.table, path)
    match sheet.table.header.format.name:
        case "collection":
            return lambda row: _entry(row, collection.read_row(row, log, seen, on))
        case "own":
            mine = own_list.context_of(own, known, on)
            return lambda row: _entry(row, own_list.read_row(row, log, mine))
        case "cafeteria":
            return lambda row: cafeteria.read_row(row, log, known.names)
        case "cafeteria-sessions":
            return lambda row: sheet.sessions.append(cafeteria.read_session(row, log))
        case "event":
            return lambda row: _entry(row, events.read_row(row, log, on))
        case "kayoinoba":
            return lambda row: kayoinoba.read_row(row, log)
        case "facility-care":
            return lambda row: care.read_row(row, log, context)
        case "facility-education":
            return lambda row: _entry(row, education.read_row(row, log, context, on))
        case _:
            return lambda row: _entry(row, facility.read_row(row, log, context))


def join_rows(sheet: SheetDraft) -> None:
    """Several rows of one place to one entry, in the formats that have them."""
    match sheet.table.header.format.name:
        case "facility-care":
            care.join_services(sheet)
        case "kayoinoba":
            kayoinoba.join_repeated(sheet)


def _entry(row: TableRow, record: ResourceRecord | None) -> Entry | None:
    return None if record is None else Entry(row.number, record)
