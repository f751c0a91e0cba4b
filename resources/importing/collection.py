"""Rows of the collection format (resources.csv of a collection folder) to records.

Empty limits mean "not stated". A value that a code list does not know is kept as written, reported, and
excludes nothing.
"""

from __future__ import annotations

from datetime import date, timedelta

from resources.code_lists import code_list
from resources.errors import BadInput
from resources.importing.cells import clean, split_list
from resources.importing.dates import calendar_date
from resources.importing.findings import FindingLog, quoted
from resources.importing.formats import COLLECTION_NEEDS
from resources.importing.headers import main_headers
from resources.importing.numbers import whole_number
from resources.importing.positions import MESSAGES, Position, read_position
from resources.importing.table import Table, TableRow
from resources.records import ResourceRecord, ScheduleRule
from resources.schedules.clock_times import time_of_day

_TOMORROW = timedelta(days=1)  # a file may come from a machine whose clock is a little ahead
_KEEP = "一覧にある語に直してください。値はそのまま残しました。"


def check_columns(table: Table, log: FindingLog) -> None:
    """Raises BadInput when a column is missing without which no row can be used; notes the other missing ones."""
    columns, headers = table.header.columns, main_headers("collection")
    missing = {field: quoted(header) for field, header in headers.items() if field not in columns}
    if needed := [missing[field] for field in COLLECTION_NEEDS if field in missing]:
        raise BadInput(
            f"{'・'.join(needed)}の列がありません。",
            file=table.grid.label,
            row=table.header_row,
            remedy="交換形式の見出しを付けてください。",
        )
    if missing:
        what = f"{'・'.join(missing.values())}の列がありません。"
        log.note(table.header_row, None, what, "どの行にも書かれていないものとして読みました。")


def read_row(row: TableRow, log: FindingLog, seen: dict[str, int], on: date | None) -> ResourceRecord | None:
    """The record of one row, or None when the row is refused.

    `seen` maps 資源ID to its row. `on` is today: a later 情報更新日 is not believed.
    """
    key, name = row.text("external_id"), row.text("name")
    position = read_position(row.text("lat"), row.text("lon"))
    if _is_refused(row, log, key, name, position, seen):
        return None
    seen[key] = row.number
    if position.problem:
        what, remedy = MESSAGES[position.problem]
        log.doubt(row.number, row.header("lat"), what, remedy)
    kind = _kind(row, log)
    confirmed_on, kept = read_date(row, log, on)
    known_kind = code_list("resource_kind").codes.get(kind)
    return ResourceRecord(
        key=key,
        name=name,
        kind=kind,
        name_kana=row.text("name_kana"),
        standing=known_kind.extra["standing"] if known_kind else "participation_place",
        operator=row.text("operator"),
        operator_kind=read_code(row, log, "operator_kind", "organisation_kind"),
        summary=row.text("summary"),
        audience=row.text("audience"),
        age_min=read_number(row, log, "age_min"),
        age_max=read_number(row, log, "age_max"),
        gender=read_code(row, log, "gender", "gender") or "any",
        conditions=read_codes(row, log, "conditions", "resource_condition"),
        district=row.text("district") or None,
        address=row.text("address"),
        lat=position.lat,
        lon=position.lon,
        delivery=read_codes(row, log, "delivery", "delivery_method"),
        schedule=_schedule(row, log),
        capacity=read_number(row, log, "capacity"),
        openings=read_number(row, log, "openings"),
        group_size=read_code(row, log, "group_size", "group_size"),
        fee_yen=read_number(row, log, "fee_yen"),
        transport=read_code(row, log, "transport", "transport"),
        accessibility=read_codes(row, log, "accessibility", "accessibility"),
        roles=row.text("roles"),
        stages=read_codes(row, log, "stages", "participation_stage"),
        considerations=split_list(row.text("considerations")),
        status=read_code(row, log, "status", "resource_status") or _no_status(row, log),
        confirmed_on=confirmed_on,
        phone=row.text("phone"),
        remarks=row.text("remarks"),
        extra=row.kept(kept),
    )


def _is_refused(
    row: TableRow, log: FindingLog, key: str, name: str, position: Position, seen: dict[str, int]
) -> bool:
    if not key:
        log.refuse(
            row.number, row.header("external_id"), "資源IDがありません。", "行ごとに違うIDを付けてください。"
        )
    elif key in seen:
        what = f"資源ID{quoted(key)}が {seen[key]}行目と同じです。"
        log.refuse(row.number, row.header("external_id"), what, "行ごとに違うIDを付けてください。")
    elif not name:
        log.refuse(row.number, row.header("name"), "名称がありません。", "名称を書いてください。")
    elif position.problem == "swapped":
        log.refuse(row.number, row.header("lat"), *MESSAGES["swapped"])
    else:
        return False
    return True


def _kind(row: TableRow, log: FindingLog) -> str:
    text = row.text("kind")
    code = code_list("resource_kind").code_of(text)
    if code is None:
        what = f"種別{quoted(text)}は種別の一覧にありません。" if text else "種別がありません。"
        remedy = "種別の一覧にある語に直してください。"
        log.doubt(row.number, row.header("kind"), what, remedy, refuses_import=True)
    return code or text


def read_code(row: TableRow, log: FindingLog, field: str, list_name: str) -> str | None:
    codes = read_codes(row, log, field, list_name, single=True)
    return codes[0] if codes else None


def read_codes(
    row: TableRow, log: FindingLog, field: str, list_name: str, *, single: bool = False
) -> tuple[str, ...]:
    known, text = code_list(list_name), row.text(field)
    values = ((text,) if text else ()) if single else split_list(text)
    for value in values:
        if known.code_of(value) is None:
            log.doubt(row.number, row.header(field), f"一覧にない値{quoted(value)}です。", _KEEP)
    return tuple(known.code_or_raw(value) for value in values)


def read_number(row: TableRow, log: FindingLog, field: str) -> int | None:
    text = row.text(field)
    value = whole_number(text)
    if text and (value is None or value < 0):
        log.doubt(
            row.number,
            row.header(field),
            f"数として読めません{quoted(text)}。",
            "0以上の整数で書いてください。",
        )
        return None
    return value


def read_date(row: TableRow, log: FindingLog, on: date | None) -> tuple[date | None, tuple[str, ...]]:
    """情報更新日, and the fields to keep as written because they were not used."""
    text = row.text("confirmed_on")
    value = calendar_date(text)
    if not text:
        return None, ()
    if value is None:
        what, remedy = f"日付として読めません{quoted(text)}。", "2026-07-14 の形で書いてください。"
    elif on is not None and value > on + _TOMORROW:
        what, remedy = (
            f"情報更新日{quoted(text)}が先の日付です。",
            "日付を直してください。使わずに読みました。",
        )
    else:
        return value, ()
    log.doubt(row.number, row.header("confirmed_on"), what, remedy)
    return None, ("confirmed_on",)


def _no_status(row: TableRow, log: FindingLog) -> str:
    """An empty 状態 is not 公開中: it stays empty, which no reader takes for open."""
    log.doubt(
        row.number,
        row.header("status"),
        "状態がありません。",
        "公開中・休止中・終了のどれかを書いてください。",
    )
    return ""


def _schedule(row: TableRow, log: FindingLog) -> tuple[ScheduleRule, ...]:
    fields = ("weekdays", "start", "end", "frequency")
    texts = [clean(row.text(field)) for field in fields]
    if not any(texts):
        return ()
    start, end = _time(row, log, "start"), _time(row, log, "end")
    if start is not None and end is not None and end <= start:
        log.doubt(row.number, row.header("end"), "終了時刻が開始時刻より前です。", "時刻を確かめてください。")
    return (
        ScheduleRule(
            weekdays=read_codes(row, log, "weekdays", "weekday"),
            start=start,
            end=end,
            frequency=read_code(row, log, "frequency", "frequency"),
            raw=" ".join(text for text in (texts[0], "〜".join(texts[1:3]).strip("〜"), texts[3]) if text),
        ),
    )


def _time(row: TableRow, log: FindingLog, field: str) -> int | None:
    text = row.text(field)
    minutes = time_of_day(text)
    if text and minutes is None:
        log.doubt(
            row.number,
            row.header(field),
            f"時刻として読めません{quoted(text)}。",
            "13:00 の形で書いてください。",
        )
    return minutes
