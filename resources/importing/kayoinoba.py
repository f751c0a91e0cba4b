"""通いの場 (厚生労働省, national): hours by 平日, 土曜, 日曜, 祝日, and the weekday in no column at all.

Flags are 1, 0 or empty; line breaks are the text （改行）, which `cells.clean` knows. The same No may stand twice.
"""

from __future__ import annotations

from dataclasses import replace

from resources.folding import fold_text
from resources.importing.cells import is_dash, without_mark
from resources.importing.drafts import Entry, SheetDraft
from resources.importing.findings import FindingLog, quoted
from resources.importing.hours import READ_TEXT, read_time_cell
from resources.importing.kinds import standing_of
from resources.importing.numbers import whole_number
from resources.importing.places import read_place
from resources.importing.table import TableRow
from resources.records import ResourceRecord, ScheduleRule
from resources.schedules.clock_times import written
from resources.schedules.parsing import parse_schedule
from resources.schedules.week import WORKDAYS

KIND = "salon"
_KEPT = ("keep", "publisher_id", "code_other", "area", "welfare_project", "meals", "own_food", "postal_code")
_HOURS = (
    ("workday", "平日", ScheduleRule()),
    ("saturday", "土曜", ScheduleRule(("sat",))),
    ("sunday", "日曜", ScheduleRule(("sun",))),
    ("holiday", "祝日", ScheduleRule(occasion="holidays")),
)
_YES, _NO = frozenset({"1", "有", "あり", "true"}), frozenset({"0", "無", "なし", "false"})
_CLOSED, _PAUSED = ("終了", "廃止", "閉鎖", "解散"), ("休止", "中止", "停止")


def read_row(row: TableRow, log: FindingLog) -> Entry | None:
    """The entry of one row, or None when it has no name."""
    name = row.text("name")
    if not without_mark(name):
        log.refuse(row.number, row.header("name"), "名称がありません。", "名称を書いてください。")
        return None
    place = read_place(row, log)
    record = ResourceRecord(
        key="",
        name=name,
        kind=KIND,
        name_kana=row.text("name_kana"),
        standing=standing_of(KIND),
        operator=row.text("operator"),
        summary=row.text("summary"),
        audience=row.text("audience"),
        address=place.address,
        lat=place.lat,
        lon=place.lon,
        municipality_code=place.municipality_code,
        delivery=("on_site",),
        schedule=_schedule(row, log),
        capacity=whole_number(row.text("capacity")) or None,
        fee_note=row.text("fee_note"),
        transport=_flag(row, log, "transport"),
        status=_status(row, log),
        phone=row.text("phone"),
        url=row.text("url"),
        remarks=row.text("remarks"),
        extra=row.kept(_KEPT),
    )
    number = fold_text(row.text("publisher_id"))
    return Entry(row.number, record, group=f"{row.text('code_other')} {number}" if number else "")


def join_repeated(sheet: SheetDraft) -> None:
    """Rows of one No: the same content is one entry; other content is another entry, and a person looks."""
    first: dict[str, Entry] = {}
    kept: list[Entry] = []
    column = sheet.table.header.columns.header("publisher_id")
    for entry in sheet.entries:
        known = first.setdefault(entry.group, entry) if entry.group else entry
        if known is not entry and known.record == entry.record:
            sheet.joined.add(entry.row)
            sheet.log.note(entry.row, column, f"{known.row}行目と同じ内容です。", "1つにまとめました。")
            continue
        if known is not entry:
            what = f"No が {known.row}行目と同じで、内容が違います。"
            sheet.log.doubt(entry.row, column, what, "同じ所なら片方を消してください。")
        kept.append(entry)
    sheet.entries = kept


def _schedule(row: TableRow, log: FindingLog) -> tuple[ScheduleRule, ...]:
    """Hours with the days that are stated. 平日 says which hours, not that it meets on all five days."""
    closed = row.text("closed_days")
    stated = _stated_workdays(row)
    rules = []
    for field, label, own_days in _HOURS:
        start, end = (read_time_cell(row, log, f"{field}_{edge}") for edge in ("start", "end"))
        if start is None and end is None:
            continue
        hours = "〜".join("" if edge is None else written(edge) for edge in (start, end))
        raw = " ".join(
            part for part in (f"{label} {hours}", f"定休日: {closed}" if without_mark(closed) else "") if part
        )
        days = stated if field == "workday" else own_days
        rules.append(replace(days, start=start, end=end, raw=raw))
    if any(not rule.names_days for rule in rules):
        what = "開く曜日の列がない形式です。"
        log.note(row.number, row.header("workday_start"), what, READ_TEXT)
    return tuple(rules)


def _stated_workdays(row: TableRow) -> ScheduleRule:
    """平日 that 活動内容 or その他 name, with their weeks, only where the whole text says nothing else."""
    for field in ("summary", "remarks"):
        parsed = parse_schedule(row.text(field))
        days = parsed.rules[0] if len(parsed.rules) == 1 and not parsed.closings else ScheduleRule()
        if days.weekdays and set(days.weekdays) <= set(WORKDAYS) and days.start is None and days.end is None:
            return days
    return ScheduleRule()


def _flag(row: TableRow, log: FindingLog, field: str) -> str | None:
    """yes, no, or None when nothing is stated."""
    text = row.text(field)
    answer = fold_text(text)
    if answer in _YES:
        return "yes"
    if answer in _NO:
        return "no"
    if text and not is_dash(text):
        log.doubt(
            row.number,
            row.header(field),
            f"有・無として読めません{quoted(text)}。",
            "1 か 0 で書いてください。",
        )
    return None


def _status(row: TableRow, log: FindingLog) -> str:
    text = row.text("state")
    status = (
        "retired"
        if any(word in text for word in _CLOSED)
        else "paused"
        if any(word in text for word in _PAUSED)
        else "open"
    )
    if status != "open":
        log.doubt(
            row.number,
            row.header("state"),
            f"ステータスが{quoted(text)}です。",
            "開いているか確かめてください。",
        )
    return status
