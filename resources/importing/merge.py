"""A new edition of a file against what people have entered since: field by field, in three ways.

base: what the file said last time. new: what it says now. current: what the catalogue says.
A field that the publisher did not change keeps its current value. A field that only the publisher changed
takes the new one. A field that both changed keeps ours, and is named, so that a person looks.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, fields, replace

from resources.folding import fold_name
from resources.records import ResourceRecord
from resources.rows import is_volunteer

_UNITS: tuple[tuple[str, ...], ...] = (("lat", "lon"), ("operator", "operator_kind"))
"""Fields that are one statement: half of a position is none."""
_NOT_OURS = ("key", "extra", "accuracy")
"""Of the file alone: the catalogue has its own ids, and keeps columns without a place beside the entry."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The record to store, and the fields that both sides changed to different values, in order."""

    record: ResourceRecord
    disputed: tuple[str, ...]


def merge_records(*, base: ResourceRecord, new: ResourceRecord, current: ResourceRecord) -> Merged:
    """What the catalogue should say now.

    A row whose 種別 turns a person's offer into a place changes nothing: a home must not stand in the open
    because of a slip in a list. The other way it protects more, and is taken.
    """
    if is_volunteer(current) and not is_volunteer(new):
        return Merged(current, ("kind",))
    taken: dict[str, object] = {name: getattr(new, name) for name in _NOT_OURS}
    disputed: list[str] = []
    for unit in field_units():
        before, after, ours = (_meaning(record, unit) for record in (base, new, current))
        if after in (before, ours):
            continue
        if ours == before:
            taken.update((name, getattr(new, name)) for name in unit)
        else:
            disputed.append(unit[0])
    if "kind" in disputed:
        taken.pop("standing", None)  # it follows from a kind that we do not take
    return Merged(replace(current, **taken), tuple(disputed))  # type: ignore[arg-type]


def field_units() -> list[tuple[str, ...]]:
    """The fields of a record that the catalogue keeps, those together that are one statement."""
    joined = {name for unit in _UNITS for name in unit}
    single = [(f.name,) for f in fields(ResourceRecord) if f.name not in joined and f.name not in _NOT_OURS]
    return [*single, *_UNITS]


def _meaning(record: ResourceRecord, unit: tuple[str, ...]) -> Hashable:
    """What is compared. An operator is known by its folded name: the catalogue has one spelling of it."""
    if unit[0] == "operator":
        return fold_name(record.operator)
    return tuple(getattr(record, name) for name in unit)
