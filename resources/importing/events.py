"""イベント一覧: what is over is left out with its reason; the rest is kept for people to see, never suggested."""

from __future__ import annotations

from datetime import date

from resources.importing.cells import is_dash, without_mark
from resources.importing.dates import calendar_date
from resources.importing.fees import amount
from resources.importing.findings import FindingLog, quoted
from resources.importing.kinds import standing_of
from resources.importing.numbers import whole_number
from resources.importing.places import read_place
from resources.importing.table import TableRow
from resources.records import ResourceRecord, ScheduleRule

KIND = "municipal_event"
_KEPT = ("keep", "code_other", "town_id", "location_code", "contact_name", "booking", "postal_code")
_WHEN = ("first_day", "last_day", "start", "end", "hours_note")


def read_row(row: TableRow, log: FindingLog, on: date | None) -> ResourceRecord | None:
    """The record of one event, or None when it has no name or was over before `on` (today)."""
    name = row.text("name")
    if not without_mark(name):
        log.refuse(row.number, row.header("name"), "イベント名がありません。", "イベント名を書いてください。")
        return None
    if _is_over(row, log, on):
        return None
    place = read_place(row, log)
    venue, fee = row.text("venue"), row.text("fee")
    return ResourceRecord(
        key="",
        name=name,
        kind=KIND,
        name_kana=row.text("name_kana"),
        standing=standing_of(KIND),
        operator=row.text("operator"),
        summary=row.text("summary"),
        address=" ".join(part for part in (place.address, venue) if part and not is_dash(part)),
        lat=place.lat,
        lon=place.lon,
        municipality_code=place.municipality_code,
        delivery=("on_site",),
        schedule=_schedule(row),
        capacity=whole_number(row.text("capacity")) or None,
        fee_yen=amount(fee),
        fee_note=" ".join(part for part in (fee, row.text("fee_note")) if part),
        conditions=("reservation",) if without_mark(row.text("booking")) else (),
        phone=row.text("phone"),
        url=row.text("url"),
        remarks=row.text("remarks"),
        extra=row.kept(_KEPT),
    )


def _is_over(row: TableRow, log: FindingLog, on: date | None) -> bool:
    """By 終了日; without one nobody can tell, and the event is taken with a doubt."""
    first, last = (calendar_date(row.text(field)) for field in ("first_day", "last_day"))
    for field, day in (("first_day", first), ("last_day", last)):
        if day is None and without_mark(row.text(field)):
            what = f"日付として読めません{quoted(row.text(field))}。"
            log.doubt(row.number, row.header(field), what, "2026-07-14 の形で書いてください。")
    if first and last and last < first:
        what = "終了日が開始日より前です。"
        log.doubt(row.number, row.header("last_day"), what, "日付を確かめてください。")
    if last is not None and on is not None and max(last, first or last) < on:
        what = f"終了したイベントです（終了日{quoted(row.text('last_day'))}）。"
        log.refuse(row.number, row.header("last_day"), what, "続いているなら終了日を直してください。")
        return True
    if last is None and first is not None and on is not None and first < on:
        what = "開始日が過ぎていて、終了日がありません。"
        log.doubt(row.number, row.header("first_day"), what, "終わっていないか確かめてください。")
    return False


def _schedule(row: TableRow) -> tuple[ScheduleRule, ...]:
    """Only what is written: days of an event are no days of the week."""
    first, last, start, end, note = (row.text(field) for field in _WHEN)
    days = "〜".join(part for part in dict.fromkeys((first, last)) if part)
    hours = "〜".join(part for part in (start, end) if part)
    raw = " ".join(part for part in (days, hours, note) if part)
    return (ScheduleRule(raw=raw),) if raw else ()
