"""Rows of our own template and of home-made lists whose columns a person has named, to records.

It takes what people write: a range of ages or hours in one cell, a fee in words, a category of their own.
What cannot be read is kept and reported. Only the name is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from resources.code_lists import code_list
from resources.folding import fold_text
from resources.importing.ages import age_range
from resources.importing.area_checks import KnownDistricts
from resources.importing.cells import is_dash, split_list, without_mark
from resources.importing.collection import read_code, read_codes, read_date, read_number
from resources.importing.column_mapping import ColumnMapping
from resources.importing.fees import amount
from resources.importing.findings import FindingLog, quoted
from resources.importing.hours import READ_TEXT, facility_schedule, raw_text, read_weekdays, rules_of_text
from resources.importing.kinds import WITHOUT_CATEGORY, kind_of_category, standing_of
from resources.importing.places import read_place
from resources.importing.table import TableRow
from resources.records import ResourceRecord, ScheduleRule
from resources.schedules.parsing import parse_schedule

_KIND_CHARACTERS = 60
_KEPT = ("external_id", "collection_id")
_SUMS = frozenset({"計", "小計", "合計", "総計", "総合計"})
_WHEN = ("frequency", "weekdays", "hours", "hours_note")


@dataclass(frozen=True, slots=True)
class OwnContext:
    """What counts for every row: the constants of the mapping, the names of districts, today."""

    kind: str = ""
    operator: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[str, str] = field(default_factory=dict)
    on: date | None = None


def context_of(mapping: ColumnMapping | None, districts: KnownDistricts, on: date | None) -> OwnContext:
    """The context of a file that is read with this mapping, or of a filled template."""
    if mapping is None:
        return OwnContext(districts=districts.names, on=on)
    return OwnContext(mapping.kind, mapping.operator, mapping.kinds, districts.names, on)


def read_row(row: TableRow, log: FindingLog, context: OwnContext) -> ResourceRecord | None:
    """The record of one row, or None when it has no name or only adds up the others."""
    name = row.text("name")
    if not without_mark(name):
        log.refuse(row.number, row.header("name"), "名称がありません。", "名称を書いてください。")
        return None
    if fold_text(name).replace(" ", "") in _SUMS:
        log.refuse(
            row.number, row.header("name"), f"合計の行のようです{quoted(name)}。", "そのままでかまいません。"
        )
        return None
    place = read_place(row, log)
    kind = _kind(row, log, context)
    fee_yen, fee_note = _fee(row)
    age_min, age_max, age_words = _ages(row, log)
    confirmed_on, kept = read_date(row, log, context.on)
    return ResourceRecord(
        key="",
        name=name,
        kind=kind,
        name_kana=row.text("name_kana"),
        standing=standing_of(kind),
        operator=_value(row, "operator") or context.operator,
        operator_kind=read_code(row, log, "operator_kind", "organisation_kind"),
        summary=_value(row, "summary"),
        audience="　".join(part for part in (_value(row, "audience"), age_words) if part),
        age_min=age_min,
        age_max=age_max,
        gender=read_code(row, log, "gender", "gender") or "any",
        conditions=read_codes(row, log, "conditions", "resource_condition"),
        district=_district(row, log, context),
        address=place.address,
        lat=place.lat,
        lon=place.lon,
        municipality_code=place.municipality_code,
        delivery=read_codes(row, log, "delivery", "delivery_method") or ("on_site",),
        schedule=_schedule(row, log),
        capacity=read_number(row, log, "capacity"),
        openings=read_number(row, log, "openings"),
        group_size=read_code(row, log, "group_size", "group_size"),
        fee_yen=fee_yen,
        fee_note=fee_note,
        transport=read_code(row, log, "transport", "transport"),
        accessibility=read_codes(row, log, "accessibility", "accessibility"),
        roles=row.text("roles"),
        stages=read_codes(row, log, "stages", "participation_stage"),
        considerations=split_list(row.text("considerations")),
        capacity_soft=_value(row, "capacity_soft"),
        honorarium=_value(row, "honorarium"),
        insurance=_value(row, "insurance"),
        resource_fields=read_codes(row, log, "resource_fields", "resource_field"),
        agencies=split_list(_value(row, "agencies")),
        status=read_code(row, log, "status", "resource_status") or "open",
        confirmed_on=confirmed_on,
        phone=_value(row, "phone"),
        url=_value(row, "url"),
        contact_person=_value(row, "contact_person"),
        remarks=row.text("remarks"),
        extra=row.kept((*_KEPT, *kept, "category")),
    )


def _value(row: TableRow, field: str) -> str:
    text = row.text(field)
    return "" if is_dash(text) else text


def _kind(row: TableRow, log: FindingLog, context: OwnContext) -> str:
    """What a person said of this category, what the word itself says, or the kind of the whole file."""
    text = row.text("category")
    if known := context.kinds.get(fold_text(text)) or (kind_of_category(text) if text else None):
        return known
    if context.kind:
        return context.kind
    what = f"種別{quoted(text)}は知らない語です。" if text else "種別がありません。"
    log.doubt(
        row.number, row.header("category"), what, "種別の一覧から選んでください。参考施設として扱います。"
    )
    return text[:_KIND_CHARACTERS] or WITHOUT_CATEGORY


def _fee(row: TableRow) -> tuple[int | None, str]:
    """(fee_yen, fee_note): the price of a visit where the cell says nothing else, and otherwise its words."""
    text = _value(row, "fee")
    price = amount(text)
    return price, "" if price is not None else text


def _ages(row: TableRow, log: FindingLog) -> tuple[int | None, int | None, str]:
    """(lowest, highest, words): 対象年齢 in one cell, or its two limits."""
    low, high = read_number(row, log, "age_min"), read_number(row, log, "age_max")
    text = _value(row, "age")
    if low is not None or high is not None:
        return low, high, text
    found = age_range(text) or age_range(_value(row, "audience"))
    if found is None:
        return None, None, text
    return (*found, "" if age_range(text) else text)


def _district(row: TableRow, log: FindingLog, context: OwnContext) -> str | None:
    """The district's code; a name that nobody knows is reported, and stays as it is written."""
    text = _value(row, "district")
    if not text or not context.districts or text in context.districts:
        return text or None
    wanted = fold_text(text)
    found = [code for code, name in context.districts.items() if fold_text(name) == wanted]
    if len(found) == 1:
        return found[0]
    log.doubt(
        row.number,
        row.header("district"),
        f"学区{quoted(text)}は登録されていません。",
        "学区の名前かコードに直してください。空として扱いました。",
    )
    return None


def _schedule(row: TableRow, log: FindingLog) -> tuple[ScheduleRule, ...]:
    """From the columns of times where there are any; else from days, hours and words read as one sentence."""
    if row.text("start") or row.text("end") or not (row.text("hours") or row.text("hours_note")):
        rules = facility_schedule(row, log)
        return _as_often(row, log, rules) if row.text("frequency") else rules
    raw = raw_text(row, _WHEN)
    read = rules_of_text(parse_schedule(raw))
    if read is None:
        column = row.header("hours_note") or row.header("hours")
        log.doubt(row.number, column, f"曜日と時刻を読み取れません{quoted(raw)}。", READ_TEXT)
        read = (ScheduleRule(read_weekdays(row.text("weekdays")) or (), doubtful=True),)
    return tuple(replace(rule, raw=raw) for rule in read)


def _as_often(row: TableRow, log: FindingLog, rules: tuple[ScheduleRule, ...]) -> tuple[ScheduleRule, ...]:
    """The rules of the other columns, as often as the column 頻度 says; its words stay beside them."""
    text, often = row.text("frequency"), _how_often(row, log, rules)
    if often is None:
        return rules or (ScheduleRule(raw=text, doubtful=True),)
    return tuple(
        replace(
            rule,
            weekdays=rule.weekdays or often.weekdays,
            frequency=often.frequency or rule.frequency,
            weeks=often.weeks or rule.weeks,
            months=often.months or rule.months,
            raw=f"{text} {rule.raw}".strip(),
        )
        for rule in rules or (ScheduleRule(),)
    )


def _how_often(row: TableRow, log: FindingLog, rules: Sequence[ScheduleRule]) -> ScheduleRule | None:
    """毎週, or words such as 第2・4 beside a column of weekdays; None for what cannot be read."""
    text = row.text("frequency")
    if code := code_list("frequency").code_of(text):
        return ScheduleRule(frequency=code)
    parsed = parse_schedule(f"{text} {row.text('weekdays')}")
    often = parsed.rules[0] if len(parsed.rules) == 1 and not parsed.closings else None
    same_days = often is not None and all(rule.weekdays in ((), often.weekdays) for rule in rules)
    if often is not None and same_days and not (often.exceptions or often.month_days or often.occasion):
        return often
    log.doubt(row.number, row.header("frequency"), f"頻度として読めません{quoted(text)}。", READ_TEXT)
    return None
