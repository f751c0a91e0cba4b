"""Read resource files. `read_resources` is the way in for one file, `read_resource_files` for a set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from resources.errors import BadInput
from resources.importing import collection
from resources.importing.address_checks import check_addresses
from resources.importing.area_checks import KnownDistricts, check_districts
from resources.importing.column_mapping import ColumnMapping, mapped_table
from resources.importing.drafts import Entry, FileDraft, SheetDraft
from resources.importing.findings import FindingLog
from resources.importing.fitting import too_long
from resources.importing.formats import FORMATS, TableFormat, format_named
from resources.importing.header_rows import is_example_row, is_example_sheet
from resources.importing.headers import HeaderMapping, check_mapping
from resources.importing.hsds_files import services_sheet
from resources.importing.identity import natural_key
from resources.importing.joining import join_sessions
from resources.importing.result import ReadResult
from resources.importing.row_readers import join_rows, reader_of
from resources.importing.sources import read_source
from resources.importing.table import Table, find_table, no_header, report_header, report_width

_LIST_ID = 16


def read_resources(
    path: Path,
    *,
    format: str = "auto",
    mapping: HeaderMapping | None = None,
    districts: KnownDistricts | None = None,
    on: date | None = None,
) -> ReadResult:
    """Read one file.

    `format` is "auto" or a name of `formats.FORMATS`; `mapping` says what unusual headers stand for;
    `districts` resolves the 学区 column of municipal lists and checks stated districts against positions (a
    collection may bring districts.geojson beside it); `on` is today, after which no 情報更新日 is believed.
    Raises BadInput (one line) when the file cannot be read at all, or when it is a collection and a row of it
    is refused: a collection is our own form and all or nothing. Findings that only keep a file out of the
    database (an unknown 種別) do not raise here; see `ReadResult.import_refusal`.
    """
    result = read_resource_files([path], format=format, mapping=mapping, districts=districts, on=on)[0]
    if result.format == "collection":
        for finding in result.findings:
            if finding.severity == "refused":
                raise finding.as_bad_input()
    return result


def read_resource_files(
    paths: Sequence[Path],
    *,
    format: str = "auto",
    mapping: HeaderMapping | None = None,
    districts: KnownDistricts | None = None,
    on: date | None = None,
    mapped: Sequence[ColumnMapping | None] = (),
) -> tuple[ReadResult, ...]:
    """Read files that belong together (a list and its 追加情報), in their order.

    `mapped`: for each path how a home-made list is to be read, None for a file that is recognised by itself.

    Raises BadInput for a file that cannot be read. A row that is refused does not raise: it is in the findings.
    """
    only = _chosen_format(format)
    if mapping:
        check_mapping(mapping, {known.aliases for known in FORMATS})
    known = KnownDistricts() if districts is None else districts
    own = mapped or (None,) * len(paths)
    drafts = [_read_file(path, only, mapping, known, on, mine) for path, mine in zip(paths, own, strict=True)]
    join_sessions(drafts)
    return tuple(draft.result() for draft in drafts)


def _chosen_format(name: str) -> TableFormat | None:
    chosen = format_named(name)
    if name != "auto" and chosen is None:
        known = "、".join(["auto", *(known.name for known in FORMATS)])
        raise BadInput(f"形式「{name}」はありません。", remedy=f"{known} のどれかを指定してください。")
    return chosen


def _read_file(
    path: Path,
    only: TableFormat | None,
    mapping: HeaderMapping | None,
    known: KnownDistricts,
    on: date | None,
    own: ColumnMapping | None,
) -> FileDraft:
    source = read_source(path)
    log = FindingLog(path.name)
    sheets: list[SheetDraft] = []
    if source.services:
        sheet = services_sheet(source.services, source.grids[0], only)
        _report_equals(sheet)
        check_districts(sheet, known, path)
        return FileDraft(path.name, source.grids[0].encoding, source.sha256, [sheet], log)
    tables = [
        (grid, mapped_table(grid, own) if own else find_table(grid, mapping, only)) for grid in source.grids
    ]
    real = any(table is not None and not is_example_sheet(grid.sheet) for grid, table in tables)
    for grid, table in tables:
        if real and is_example_sheet(grid.sheet):
            log.note(None, None, f"{grid.label}: 記入例や説明のシートなので読みませんでした。")
        elif table is not None:
            sheets.append(_read_sheet(table, path, known, on, own))
        elif len(source.grids) > 1 and grid.rows:
            log.note(None, None, f"{grid.label}: 知っている見出しがないので読みませんでした。")
    if not sheets:
        raise no_header(source.grids[0], only)
    list_id = own.fingerprint[:_LIST_ID] if own else ""
    return FileDraft(path.name, source.grids[0].encoding, source.sha256, sheets, log, list_id)


def _read_sheet(
    table: Table, path: Path, known: KnownDistricts, on: date | None, own: ColumnMapping | None
) -> SheetDraft:
    sheet = SheetDraft(table, FindingLog(table.grid.label))
    report_header(table, sheet.log)
    if table.header.format.name == "collection":
        collection.check_columns(table, sheet.log)
    read_row = reader_of(sheet, path, known, on, own)
    for row in table:
        if is_example_row(row.cells):
            sheet.log.refuse(row.number, None, "記入例の行です。", "実際の行なら「例」の字を消してください。")
            continue
        report_width(row, sheet.log, ends_at_last_value=table.grid.encoding == "xlsx")
        entry = read_row(row)
        if entry is not None and not _is_too_long(entry, sheet.log):
            sheet.entries.append(entry)
    join_rows(sheet)
    _report_equals(sheet)
    check_districts(sheet, known, path)
    check_addresses(sheet, known)
    return sheet


def _is_too_long(entry: Entry, log: FindingLog) -> bool:
    what = too_long(entry.record)
    if what:
        log.refuse(entry.row, None, what, "カンマや引用符の位置を確かめてください。")
    return what is not None


def _report_equals(sheet: SheetDraft) -> None:
    """Rows of one file with the same name and place: both are taken, a person should look."""
    first: dict[str, int] = {}
    for entry in sheet.entries:
        row = first.setdefault(natural_key(entry.record), entry.row)
        if row != entry.row:
            sheet.log.doubt(
                entry.row,
                sheet.table.header.columns.header("name"),
                f"{row}行目と名称・場所が同じです。",
                "同じ所なら片方を消してください。別の登録として取り込みます。",
            )
