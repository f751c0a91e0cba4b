"""The services of an HSDS file as a sheet of entries; "row" n is the n-th service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from resources.errors import BadInput
from resources.hsds.documents import has_uuid
from resources.importing.drafts import Entry, SheetDraft
from resources.importing.findings import FindingLog, quoted
from resources.importing.fitting import too_long
from resources.importing.formats import FoundHeader, TableFormat, format_named
from resources.importing.grid import Grid, GridRow
from resources.importing.headers import Columns
from resources.importing.hsds_services import service_record
from resources.importing.kinds import WITHOUT_CATEGORY
from resources.importing.limits import MAX_CELL_CHARACTERS, MAX_ROWS
from resources.importing.table import Table

_NO_COLUMNS = Columns((), {}, (), (), ())


def services_sheet(services: Sequence[dict[str, Any]], grid: Grid, only: TableFormat | None) -> SheetDraft:
    """One entry per service that has a name. Raises BadInput when another format was asked for, or too many."""
    known = format_named("hsds")
    if known is None or (only is not None and only != known):
        wanted = only.label_ja if only else ""
        raise BadInput(f"HSDS のファイルです（指定された形式: {wanted}）。", file=grid.file)
    if len(services) > MAX_ROWS:
        raise BadInput(
            f"サービスが {MAX_ROWS:,} を超えています。", file=grid.file, remedy="ファイルを分けてください。"
        )
    rows = tuple(GridRow(number, ("",)) for number in range(1, len(services) + 1))
    table = Table(grid, FoundHeader(known, known.name, _NO_COLUMNS), 0, rows)
    sheet = SheetDraft(table, FindingLog(grid.label))
    for row, service in zip(rows, services, strict=True):
        if entry := _entry(service, row.number, sheet.log):
            sheet.entries.append(entry)
    return sheet


def _entry(service: dict[str, Any], number: int, log: FindingLog) -> Entry | None:
    record = service_record(service)
    if record is None:
        log.refuse(number, "name", "名称がありません。", "サービスに name を書いてください。")
        return None
    longest = max(len(record.summary), len(record.remarks), len(record.audience), len(record.roles))
    what = "文章が長すぎます。" if longest > MAX_CELL_CHARACTERS else too_long(record)
    if what:
        log.refuse(number, None, what, "サービスの内容を確かめてください。")
        return None
    if not has_uuid(service):
        log.note(number, "id", "id が UUID ではありません。")
    if record.kind == WITHOUT_CATEGORY:
        terms = quoted("、".join(value for _, value in record.extra))
        log.doubt(
            number,
            "attributes",
            f"種別が分かりません{terms}。",
            "種別を画面で選んでください。参考施設として扱います。",
        )
    if not record.status:
        log.doubt(number, "status", "状態が分かりません。", "公開中・休止中・終了のどれかを選んでください。")
    return Entry(number, record)
