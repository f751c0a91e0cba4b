"""介護サービス事業所一覧: one office stands in as many rows as it has services; it becomes one entry."""

from __future__ import annotations

from dataclasses import replace

from resources.folding import fold_name, fold_text
from resources.importing.cells import split_list
from resources.importing.drafts import Entry, SheetDraft
from resources.importing.facility import ListContext
from resources.importing.facility import read_row as read_facility
from resources.importing.findings import FindingLog
from resources.importing.table import TableRow


def read_row(row: TableRow, log: FindingLog, context: ListContext) -> Entry | None:
    """The entry of one row; 事業所番号 and address say to which office it belongs."""
    record = read_facility(row, log, context)
    if record is None:
        return None
    services = "・".join(split_list(row.text("services")))
    number = fold_text(row.text("office_id"))
    group = f"{number}\n{fold_name(record.address)}" if number else ""
    return Entry(row.number, record, group=group, part=services)


def join_services(sheet: SheetDraft) -> None:
    """One entry per office: its services in the summary, a 定員 only where all its rows agree."""
    groups: dict[str, list[Entry]] = {}
    for entry in sheet.entries:
        groups.setdefault(entry.group or f"row {entry.row}", []).append(entry)
    for group in groups.values():
        _join(sheet, group)
    sheet.entries = [group[0] for group in groups.values()]


def _join(sheet: SheetDraft, group: list[Entry]) -> None:
    first = group[0]
    services = "、".join(dict.fromkeys(entry.part for entry in group if entry.part))
    said = f"実施サービス: {services}" if services else ""
    capacities = {entry.record.capacity for entry in group}
    first.record = replace(
        first.record,
        summary="\n".join(text for text in (first.record.summary, said) if text),
        capacity=capacities.pop() if len(capacities) == 1 else None,
        schedule=tuple(dict.fromkeys(rule for entry in group for rule in entry.record.schedule)),
        extra=tuple(dict.fromkeys(pair for entry in group for pair in entry.record.extra)),
    )
    sheet.joined |= {entry.row for entry in group[1:]}
    if len(group) > 1:
        what = f"{len(group)}行を1つの事業所にまとめました（事業所番号と住所が同じです）。"
        sheet.log.note(first.row, sheet.table.header.columns.header("office_id"), what)
