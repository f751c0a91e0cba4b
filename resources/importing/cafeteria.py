"""Rows of 子ども食堂一覧 / こどもの居場所 (49 columns, both generations) and of its 追加情報, to records."""

from __future__ import annotations

import re

from resources.folding import fold_text
from resources.importing.cells import is_dash, split_list, without_mark
from resources.importing.districts import DistrictNames, read_district
from resources.importing.drafts import Entry, Session
from resources.importing.fees import read_fees
from resources.importing.findings import FindingLog, quoted
from resources.importing.kinds import standing_of
from resources.importing.meeting_times import meeting_schedule
from resources.importing.numbers import whole_number
from resources.importing.places import read_place
from resources.importing.table import TableRow
from resources.records import ResourceRecord

_KEPT = ("keep", "publisher_id", "session_id", "district", "reservation", "reservation_note")
_SESSION_KEPT = ("address", "building", "audience", "reservation", "reservation_note", "capacity", "remarks")
_SUSPENDED = re.compile("休止中|休止して|中止中|閉鎖|終了しました|活動終了")
_NO_RESERVATION = ("不要", "予約不要", "なし", "無")


def read_row(row: TableRow, log: FindingLog, districts: DistrictNames) -> Entry | None:
    """The entry of one row, or None when it has no name."""
    name = row.text("name")
    if not without_mark(name):
        log.refuse(row.number, row.header("name"), "名称がありません。", "名称を書いてください。")
        return None
    place = read_place(row, log)
    kind = _kind(row)
    fee_yen, fee_note = read_fees(row, log)
    capacity, capacity_soft = _capacity(row, log)
    record = ResourceRecord(
        key="",
        name=name,
        kind=kind,
        name_kana=row.text("name_kana"),
        standing=standing_of(kind),
        operator=row.text("operator").replace("\n", " "),
        summary="\n".join(text for text in (row.text("purpose"), row.text("support")) if text),
        audience=row.text("audience"),
        conditions=_conditions(row),
        district=read_district(row, log, districts),
        address=place.address,
        lat=place.lat,
        lon=place.lon,
        municipality_code=place.municipality_code,
        delivery=("on_site",),
        schedule=meeting_schedule(row, log),
        capacity=capacity,
        capacity_soft=capacity_soft,
        fee_yen=fee_yen,
        fee_note=fee_note,
        status=_status(row, log),
        phone=row.text("phone"),
        url=row.text("url"),
        remarks=row.text("remarks"),
        extra=row.kept(_KEPT),
    )
    ids = (*split_list(row.text("publisher_id")), *split_list(row.text("session_id")))
    return Entry(row.number, record, tuple(dict.fromkeys(map(fold_text, ids))))


def read_session(row: TableRow, log: FindingLog) -> Session:
    """One row of 追加情報. Where it differs from its parent (place, condition, fee) is kept as extra."""
    _, fee_note = read_fees(row, log)
    extra = row.kept(_SESSION_KEPT)
    label = "追加情報"
    pairs = [*((f"{label}_{header}", value) for header, value in extra)]
    if fee_note:
        pairs.append((f"{label}_参加費", fee_note))
    return Session(row.number, fold_text(row.text("publisher_id")), meeting_schedule(row, log), tuple(pairs))


def _kind(row: TableRow) -> str:
    """こどもの居場所 and 子ども食堂 share one layout; what a place says of itself decides."""
    name = row.text("name")
    said = name + row.text("purpose") + row.text("support")
    return "third_place" if "居場所" in said and "食堂" not in name else "children_cafeteria"


def _conditions(row: TableRow) -> tuple[str, ...]:
    how = row.text("reservation")
    needed = bool(without_mark(how)) and fold_text(how) not in _NO_RESERVATION
    return ("reservation",) if needed else ()


def _capacity(row: TableRow, log: FindingLog) -> tuple[int | None, str]:
    text = row.text("capacity")
    if not text or is_dash(text):
        return None, ""
    number = whole_number(text)
    if not number:
        what = f"定員{quoted(text)}を人数として読めません。"
        log.doubt(row.number, row.header("capacity"), what, "原文を「受入の余地」に残しました。")
        return None, text
    return number, ""


def _status(row: TableRow, log: FindingLog) -> str:
    if not _SUSPENDED.search(row.text("remarks") + row.text("hours_note")):
        return "open"
    log.doubt(
        row.number, row.header("remarks"), "休止中または終了と書かれています。", "休止中として扱いました。"
    )
    return "paused"
