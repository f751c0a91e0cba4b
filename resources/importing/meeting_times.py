"""When a 子ども食堂 meets: a frequency code, weekday and date columns, time cells and remarks, together.

Publishers contradict themselves: the text wins over the code, and the contradiction is reported. No code book
of 開催頻度 is published; the meanings below were inferred from 273 values (docs: importing).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from resources.importing.cells import is_dash
from resources.importing.findings import FindingLog, quoted
from resources.importing.hours import (
    CANNOT_READ,
    READ_TEXT,
    note_reading,
    raw_text,
    read_time_cell,
    weekday_rules,
)
from resources.importing.table import TableRow
from resources.records import ScheduleRule
from resources.schedules.parsing import TextSchedule, parse_schedule
from resources.schedules.rules import apply_closings
from resources.schedules.week import in_week_order

FREQUENCY_OF_CODE = {
    "1": "weekly",
    "2": "weekly",
    "3": "weekly",
    "4": "twice_monthly",
    "5": "monthly",
    "6": "隔月",
    "8": "irregular",
}
"""1: four or more days a week, 2: two or three, 3: one, 4: twice a month … 7 is not known."""
_DAYS_A_WEEK = {"1": range(4, 8), "2": range(2, 4), "3": range(1, 2)}
_FIELDS = ("frequency_code", "meeting_days", "meeting_dates", "start", "end", "hours_note")


def meeting_schedule(row: TableRow, log: FindingLog) -> tuple[ScheduleRule, ...]:
    """Rules of one row; every rule keeps the text of all columns. () when the row says nothing of time."""
    texts = [row.text(field) for field in _FIELDS[1:]]
    code = unicodedata.normalize("NFKC", row.text("frequency_code"))
    if not code and not any(text and not is_dash(text) for text in texts):
        return ()
    days = weekday_rules(row, log, "meeting_days")
    dates, remarks = _parsed(row, log, "meeting_dates"), _parsed(row, log, "hours_note")
    weekdays = in_week_order(day for rule in days for day in rule.weekdays)
    frequency = _frequency(row, log, code, weekdays, (dates, remarks))
    start, end = read_time_cell(row, log, "start"), read_time_cell(row, log, "end")
    raw = _raw(row, code)
    rules = _rules(row, log, days, (start, end), (dates, remarks))
    made = apply_closings(rules, (*dates.closings, *remarks.closings))
    doubtful = made is None or not (dates.understood and remarks.understood)
    read = tuple(
        replace(rule, frequency=rule.frequency or frequency, raw=raw, doubtful=doubtful)
        for rule in (made[0] if made else rules)
    )
    for field, text in (("meeting_dates", dates), ("hours_note", remarks)):
        if text.understood and (text.rules or text.closings):
            note_reading(row, log, field, read)
    return read


def _parsed(row: TableRow, log: FindingLog, field: str) -> TextSchedule:
    text = row.text(field)
    parsed = parse_schedule("" if is_dash(text) else text)
    if not parsed.understood:
        log.doubt(row.number, row.header(field), f"{CANNOT_READ}{quoted(text)}。", READ_TEXT)
    return parsed


def _frequency(
    row: TableRow, log: FindingLog, code: str, days: Sequence[str], texts: tuple[TextSchedule, TextSchedule]
) -> str | None:
    """The frequency for days that the text gives none of its own. An unknown code is kept as written."""
    coded = FREQUENCY_OF_CODE.get(code, code or None)
    stated = texts[0].frequencies or texts[1].frequencies
    header = row.header("frequency_code")
    if code and code not in FREQUENCY_OF_CODE:
        log.doubt(
            row.number,
            header,
            f"開催頻度の番号{quoted(code)}の意味が分かりません。",
            "頻度を確かめてください。",
        )
    elif code and stated and coded not in stated:
        log.doubt(
            row.number, header, f"開催頻度{code}が開催日の記載と合いません。", "開催日の記載を採りました。"
        )
    elif days and code in _DAYS_A_WEEK and not stated and len(days) not in _DAYS_A_WEEK[code]:
        log.doubt(
            row.number, header, f"開催頻度{code}が開催曜日の数と合いません。", "頻度を確かめてください。"
        )
    return next(iter(stated)) if len(stated) == 1 else coded


def _rules(
    row: TableRow,
    log: FindingLog,
    days: tuple[ScheduleRule, ...],
    hours: tuple[int | None, int | None],
    texts: tuple[TextSchedule, TextSchedule],
) -> list[ScheduleRule]:
    """Days from the date text, else the weekday column, else the remarks; hours from the cells, else the texts."""
    dates, remarks = texts
    if dates.weekdays and days and not any(set(dates.weekdays) & set(rule.weekdays) for rule in days):
        log.doubt(
            row.number,
            row.header("meeting_days"),
            "開催曜日が開催日の記載と合いません。",
            "開催日の記載を採りました。",
        )
    source = dates if dates.names_days else remarks if remarks.names_days and not days else None
    dated = [rule for rule in source.rules if rule.names_days] if source else [*days] or [ScheduleRule()]
    own_hours = any(rule.start is not None for rule in dated)
    if hours == (None, None) and own_hours:
        stated, used = [], source
    elif hours == (None, None):
        used = next((text for text in texts if _hours_of(text)), source)
        stated = _hours_of(used) if used else []
    else:
        stated, used = [hours], source
    if remarks.understood and remarks.rules and used is not remarks and source is not remarks:
        what = f"特記事項の曜日や時刻は使っていません{quoted(row.text('hours_note'))}。"
        log.doubt(row.number, row.header("hours_note"), what, READ_TEXT)
    if not stated:
        return dated
    return list(dict.fromkeys(replace(rule, start=start, end=end) for rule in dated for start, end in stated))


def _hours_of(text: TextSchedule) -> list[tuple[int | None, int | None]]:
    """The hours that a text states."""
    return list(dict.fromkeys((rule.start, rule.end) for rule in text.rules if rule.start is not None))


def _raw(row: TableRow, code: str) -> str:
    text = raw_text(row, _FIELDS[1:])
    return f"{text}（開催頻度{code}）" if code else text
