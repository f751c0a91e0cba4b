"""The exchange form (resources.csv of a collection folder) and the workbook, which has the same columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from resources.code_lists import code_list
from resources.exporting.csv_lines import csv_line
from resources.exporting.opendata import degrees
from resources.exporting.schedule_columns import schedule_columns
from resources.importing.headers import main_headers
from resources.publishing.model import PublishedEntry

NUMBERS = ("緯度", "経度", "対象年齢_下限", "対象年齢_上限", "定員", "空き", "費用_円")
"""Headers of the columns that hold numbers; in a workbook they are numbers."""
_FREQUENCIES = (None, "weekly", "biweekly", "twice_monthly", "monthly", "irregular")
_OTHER_HOURS = "日時: "


def header() -> tuple[str, ...]:
    """The headers of the form, 資源ID first."""
    return tuple(main_headers("collection")[field] for field in _fields())


@cache
def _fields() -> tuple[str, ...]:
    """The fields of the form in the order of its columns."""
    return tuple(main_headers("collection"))[::-1]


def collection_lines(entries: Iterable[PublishedEntry]) -> Iterator[str]:
    """The lines of the CSV file, its header first."""
    yield csv_line(header())
    for entry in entries:
        yield csv_line(cells(entry))


def cells(entry: PublishedEntry) -> list[str]:
    """The texts of one entry in the order of the header."""
    values = _values(entry)
    return [values[field] for field in _fields()]


def _values(entry: PublishedEntry) -> dict[str, str]:
    """Field of the form → text."""
    record = entry.record
    hours = schedule_columns(record.schedule, frequencies=_FREQUENCIES)
    remarks = [record.remarks, f"{_OTHER_HOURS}{hours.words}" if hours.words else ""]
    return {
        "external_id": record.key,
        "name": record.name,
        "name_kana": record.name_kana,
        "kind": _label("resource_kind", record.kind),
        "operator": record.operator,
        "operator_kind": _label("organisation_kind", record.operator_kind),
        "summary": record.summary,
        "audience": record.audience,
        "age_min": _number(record.age_min),
        "age_max": _number(record.age_max),
        "gender": _label("gender", record.gender),
        "conditions": _labels("resource_condition", record.conditions),
        "district": record.district or "",
        "address": record.address,
        "lat": degrees(record.lat),
        "lon": degrees(record.lon),
        "delivery": _labels("delivery_method", record.delivery),
        "weekdays": _labels("weekday", hours.weekdays),
        "start": hours.start,
        "end": hours.end,
        "frequency": hours.frequency,
        "capacity": _number(record.capacity),
        "openings": _number(record.openings),
        "group_size": _label("group_size", record.group_size),
        "fee_yen": _number(record.fee_yen),
        "transport": _label("transport", record.transport),
        "accessibility": _labels("accessibility", record.accessibility),
        "roles": record.roles,
        "stages": _labels("participation_stage", record.stages),
        "considerations": ";".join(record.considerations),
        "status": _label("resource_status", record.status),
        "confirmed_on": record.confirmed_on.isoformat() if record.confirmed_on else "",
        "phone": record.phone,
        "remarks": "\n".join(part for part in remarks if part),
    }


def _label(list_name: str, code: str | None) -> str:
    return code_list(list_name).label(code) if code else ""


def _labels(list_name: str, codes: Sequence[str]) -> str:
    return ";".join(code_list(list_name).label(code) for code in codes)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
