"""教育機関一覧 (headers that begin with 教育機関_) and the 学校コード一覧 of MEXT: 学校種 is a letter and a digit."""

from __future__ import annotations

from datetime import date

from resources.importing.dates import calendar_date
from resources.importing.facility import ListContext
from resources.importing.facility import read_row as read_facility
from resources.importing.findings import FindingLog, quoted
from resources.importing.kinds import kind_of_category, kind_of_school_code
from resources.importing.table import TableRow
from resources.records import ResourceRecord


def read_row(row: TableRow, log: FindingLog, context: ListContext, on: date | None) -> ResourceRecord | None:
    """The record of a school, or None when it has no name or was closed before `on` (today)."""
    text = row.text("abolished_on")
    closed = calendar_date(text)
    if text and (closed is None or on is None or closed <= on):
        what = f"廃止された学校です（廃止年月日{quoted(text)}）。"
        log.refuse(row.number, row.header("abolished_on"), what, "開いている学校なら日付を消してください。")
        return None
    if text:
        what = f"廃止される予定の学校です（廃止年月日{quoted(text)}）。"
        log.doubt(row.number, row.header("abolished_on"), what, "その日の後に取り込み直してください。")
    return read_facility(row, log, ListContext(_kind(row, log) or context.kind))


def _kind(row: TableRow, log: FindingLog) -> str | None:
    """What 学校種 says in words or as a code, else the code at the beginning of 学校コード."""
    stated = row.text("school_type")
    kind = kind_of_category(stated) or kind_of_school_code(stated) or None
    if stated and kind is None:
        what = f"学校種{quoted(stated)}は知らない語です。"
        log.doubt(row.number, row.header("school_type"), what, "種別を画面で選んでください。")
    return kind or kind_of_school_code(row.text("school_code"))
