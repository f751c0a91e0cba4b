"""Opening hours from columns: weekday strings, time cells, one column per weekday, and a text for the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from resources.code_lists import code_list
from resources.folding import fold_text
from resources.importing.cells import is_dash
from resources.importing.findings import FindingLog, quoted
from resources.importing.table import TableRow
from resources.records import ScheduleRule
from resources.schedules.clock_times import time_of_day, written
from resources.schedules.combining import combined
from resources.schedules.parsing import TextSchedule, parse_schedule
from resources.schedules.rules import apply_closings
from resources.schedules.week import CODE_OF_DAY, in_week_order
from resources.schedules.words import rule_words

_SUFFIXES = re.compile("曜日|曜")
_BETWEEN = re.compile(r"[・,、/;: ]|及び|と")
_HOLIDAYS = re.compile("祝日|祝")
_WITHHELD = ("非公開",)
CANNOT_READ = "開催日時を読み取れません"
READ_TEXT = "原文を残しました。曜日と時刻を画面で確かめてください。"


def read_weekdays(text: str) -> tuple[str, ...] | None:
    """Codes of a weekday cell (月火水木金, 水曜日, 月～金, 土日祝, 平日), () when empty, None otherwise.

    None too where the cell says more than days (月～土（第2・4土曜を除く）): see `weekday_rules`.
    """
    rules = _rules_of_days(text)
    if rules is None or len(rules) > 1:
        return None
    days = rules[0].weekdays if rules else ()
    return days if not rules or rules == (ScheduleRule(days, frequency=rules[0].frequency),) else None


@lru_cache(maxsize=1_000)
def _rules_of_days(text: str) -> tuple[ScheduleRule, ...] | None:
    """The rules of a weekday cell, () when it is empty, None when it says no days or also hours."""
    letters = _BETWEEN.sub("", _SUFFIXES.sub("", _HOLIDAYS.sub("", fold_text(text))))
    if all(letter in CODE_OF_DAY for letter in letters):
        days = in_week_order(tuple(CODE_OF_DAY[letter] for letter in letters))
        return (ScheduleRule(days),) if days else ()
    parsed = parse_schedule(text)
    plain = all(rule.start is None and rule.end is None and rule.names_days for rule in parsed.rules)
    return parsed.rules if parsed.understood and parsed.rules and plain and not parsed.closings else None


def read_time_cell(row: TableRow, log: FindingLog, field: str) -> int | None:
    """Minutes of a time cell; None for an empty, withheld or unreadable one (the last two are reported)."""
    text = row.text(field)
    if not text or is_dash(text):
        return None
    minutes = time_of_day(text.rstrip("~～〜"))
    if text in _WITHHELD:
        log.note(row.number, row.header(field), "時刻は非公開です。", "空として扱いました。")
    elif minutes is None:
        log.doubt(row.number, row.header(field), f"時刻として読めません{quoted(text)}。", READ_TEXT)
    return minutes


def weekday_rules(row: TableRow, log: FindingLog, field: str) -> tuple[ScheduleRule, ...]:
    """Days of a weekday cell with all that it says of them (weeks, months, 祝日を除く), without hours.

    () for an empty cell, and for one that cannot be read, which is reported.
    """
    text = row.text(field)
    rules = () if is_dash(text) else _rules_of_days(text)
    if rules is None:
        log.doubt(row.number, row.header(field), f"曜日として読めません{quoted(text)}。", READ_TEXT)
    return rules or ()


def facility_schedule(row: TableRow, log: FindingLog) -> tuple[ScheduleRule, ...]:
    """The hours of a facility: the columns, as the text beside them changes them, or the text alone."""
    columns = _one_column_per_weekday(row, log)
    days = weekday_rules(row, log, "weekdays")
    start, end = read_time_cell(row, log, "start"), read_time_cell(row, log, "end")
    note = "" if is_dash(row.text("hours_note")) else row.text("hours_note")
    raw = raw_text(row, ("weekdays", "start", "end", "hours_note"))
    parsed = parse_schedule(note)
    if not columns and (days or start is not None):
        columns = tuple(_with_hours(rule, start, end) for rule in days or (ScheduleRule(),))
    if not note:
        return tuple(_with_raw(rule, raw) for rule in columns)
    rules = combined(columns, parsed) if columns else rules_of_text(parsed)
    if rules is None:
        what = f"時間の特記事項があります{quoted(note)}。" if columns else f"{CANNOT_READ}{quoted(note)}。"
        log.doubt(row.number, row.header("hours_note"), what, READ_TEXT)
        rules = tuple(replace(rule, doubtful=True) for rule in columns or (ScheduleRule(),))
    else:
        note_reading(row, log, "hours_note", rules)
    return tuple(_with_raw(rule, raw, note) for rule in rules)


def _with_hours(rule: ScheduleRule, start: int | None, end: int | None) -> ScheduleRule:
    often = rule.frequency or ("weekly" if rule.weekdays else None)
    return replace(rule, start=start, end=end, frequency=often)


def note_reading(row: TableRow, log: FindingLog, field: str, rules: Sequence[ScheduleRule]) -> None:
    """Put the rules in words beside the text that they were read from, so that a person can compare."""
    words = " / ".join(filter(None, map(rule_words, rules)))
    if words:
        log.note(row.number, row.header(field), f"{quoted(row.text(field))}を「{words}」と読みました。")


def rules_of_text(parsed: TextSchedule) -> tuple[ScheduleRule, ...] | None:
    """The rules of a text without columns; 祝日は休み alone is a rule without days. None when it is flagged."""
    if not parsed.understood:
        return None
    if parsed.rules:
        return None if parsed.closings else parsed.rules
    if not all(closing.code for closing in parsed.closings):
        return None
    made = apply_closings([ScheduleRule()], parsed.closings)
    return tuple(made[0]) if made else None


def raw_text(row: TableRow, fields: tuple[str, ...]) -> str:
    """What the columns say, as written, for people."""
    return " ".join(text for text in (row.text(field) for field in fields) if text)


def _with_raw(rule: ScheduleRule, raw: str, note: str = "") -> ScheduleRule:
    """A rule of a column per weekday says itself which cells it came from."""
    return replace(rule, raw=" ".join(part for part in (rule.raw, note) if part) if rule.raw else raw)


def _one_column_per_weekday(row: TableRow, log: FindingLog) -> tuple[ScheduleRule, ...]:
    """Rules from columns such as 月曜開放開始時刻; days with the same hours become one rule."""
    days_of: dict[tuple[int | None, int | None], list[str]] = {}
    for fields, days in _DAY_COLUMNS:
        start, end = (read_time_cell(row, log, f"{edge}_{fields}") for edge in ("open", "close"))
        if start is not None or end is not None:
            days_of.setdefault((start, end), []).extend(days)
    return tuple(
        ScheduleRule(in_week_order(tuple(days)), start, end, "weekly", _shown(days, start, end))
        for (start, end), days in days_of.items()
    )


_DAY_COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    *((code, (code,)) for code in CODE_OF_DAY.values()),
    ("workdays", tuple(CODE_OF_DAY.values())[:5]),
)


def _shown(days: list[str], start: int | None, end: int | None) -> str:
    labels = "".join(code_list("weekday").label(day) for day in in_week_order(tuple(days)))
    edges = [written(edge) if edge is not None else "" for edge in (start, end)]
    return f"{labels} {'〜'.join(edges)}"
