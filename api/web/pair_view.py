"""Two entries side by side: every statement of both, and which of them a merge would keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.web.history_view import EMPTY, field_label, value_in_words
from resources.importing.merge import field_units
from resources.records import ResourceRecord
from resources.repository import Entry
from resources.rows import OF_A_VOLUNTEER, is_volunteer


@dataclass(frozen=True)
class SideBySide:
    """One statement: `name` is its first field; `newer` says whose value is offered first, "a" or "b"."""

    name: str
    label: str
    a: str
    b: str
    differs: bool
    newer: str


def side_by_side(a: Entry, b: Entry, district_names: Mapping[str, str]) -> list[SideBySide]:
    """The statements that at least one of the two makes, in the order of the model."""
    fresher = fresher_of(a, b)
    closed = OF_A_VOLUNTEER if is_volunteer(a.record) or is_volunteer(b.record) else frozenset()
    lines = []
    for unit in field_units():
        left, right = (_words(entry.record, unit, district_names) for entry in (a, b))
        if (left == right == EMPTY) or not closed.isdisjoint(unit):
            continue
        differs = any(getattr(a.record, name) != getattr(b.record, name) for name in unit)
        other = "b" if fresher == "a" else "a"
        empty = {"a": left == EMPTY, "b": right == EMPTY}
        newer = other if empty[fresher] and not empty[other] else fresher
        lines.append(SideBySide(unit[0], field_label(unit[0]), left, right, differs, newer))
    return lines


def fresher_of(a: Entry, b: Entry) -> str:
    """Which entry was confirmed later, "a" or "b"; of two that were not, the first."""
    days = [entry.record.confirmed_on.toordinal() if entry.record.confirmed_on else 0 for entry in (a, b)]
    return "b" if days[1] > days[0] else "a"


def _words(record: ResourceRecord, unit: tuple[str, ...], district_names: Mapping[str, str]) -> str:
    if unit[0] == "lat":
        return EMPTY if record.lat is None else f"{record.lat:.5f}, {record.lon:.5f}"
    return value_in_words(unit[0], getattr(record, unit[0]), district_names)
