"""Between the plain record and the tables. No query here: repository.py and catalogue_writer.py do that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from resources.code_lists import code_list
from resources.folding import fold_text
from resources.records import ResourceRecord, ScheduleRule
from resources.tables import Resource, ResourceContact, ResourceFeature, ResourceLocation, ResourceSchedule

FEATURE_LISTS = {
    "resource_condition": "conditions",
    "delivery_method": "delivery",
    "accessibility": "accessibility",
    "participation_stage": "stages",
    "consideration": "considerations",
}
"""list_name of a feature row → field of the record."""

_SAME_NAME = (
    *("standing", "kind", "name", "name_kana", "summary", "audience", "age_min", "age_max", "gender"),
    *("openings", "capacity_soft", "group_size", "fee_yen", "fee_note", "honorarium", "transport"),
    *("roles", "insurance", "status", "url", "remarks", "confirmed_on"),
)
"""Columns of `resource` that a record carries under the same name."""


@dataclass
class Parts:
    """The rows that hang on one resource."""

    operator_name: str = ""
    operator_kind: str | None = None
    location: ResourceLocation | None = None
    schedule: list[ResourceSchedule] = field(default_factory=list)
    features: list[ResourceFeature] = field(default_factory=list)
    contact: ResourceContact | None = None


def record_of(resource: Resource, parts: Parts) -> ResourceRecord:
    """The record of stored rows; its key is the public id."""
    lists: dict[str, Any] = {
        name: tuple(
            f.value for f in sorted(parts.features, key=lambda f: f.position) if f.list_name == list_name
        )
        for list_name, name in FEATURE_LISTS.items()
    }
    place, contact = parts.location, parts.contact
    values: dict[str, Any] = {name: getattr(resource, name) for name in _SAME_NAME}
    return ResourceRecord(
        **values,
        **lists,
        key=resource.public_id,
        operator=parts.operator_name,
        operator_kind=parts.operator_kind,
        capacity=resource.capacity_hard,
        district=place.district_code if place else None,
        address=place.address if place else "",
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        schedule=tuple(_rule_of(row) for row in sorted(parts.schedule, key=lambda row: row.position)),
        phone=contact.phone if contact else "",
        contact_person=contact.person if contact else "",
    )


def _rule_of(row: ResourceSchedule) -> ScheduleRule:
    weekdays = tuple(day for day in row.weekdays.split(";") if day)
    return ScheduleRule(weekdays, row.start_minute, row.end_minute, row.frequency, row.raw_text)


def write_columns(resource: Resource, record: ResourceRecord) -> None:
    """Set the columns of `resource` from `record`. A standing that a person decided stays."""
    for name in _SAME_NAME:
        if name == "standing" and resource.standing_set_by:
            continue
        setattr(resource, name, getattr(record, name))
    known = code_list("resource_kind").codes.get(record.kind)
    resource.facet = known.extra["facet"] if known else None
    resource.capacity_hard = record.capacity
    resource.search_text = search_text(record)


def search_text(record: ResourceRecord) -> str:
    """What the catalogue search looks through, folded. No telephone, no address, no person.

    The operator's name is in it, except for a volunteer, who may operate under a person's name.
    """
    words = [record.name, record.name_kana, code_list("resource_kind").label(record.kind), record.summary]
    words += [record.audience, record.roles, record.remarks, *record.considerations]
    if record.kind != "volunteer_person":
        words.append(record.operator)
    return hiragana(fold_text(" ".join(words)))


def hiragana(text: str) -> str:
    """Katakana as hiragana, so that サロン and さろん meet."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def schedule_rows(resource_id: int, rules: Sequence[ScheduleRule]) -> list[ResourceSchedule]:
    """One row per rule, in order."""
    return [
        ResourceSchedule(
            resource_id=resource_id,
            position=position,
            weekdays=";".join(rule.weekdays),
            start_minute=rule.start,
            end_minute=rule.end,
            frequency=rule.frequency,
            raw_text=rule.raw,
        )
        for position, rule in enumerate(rules)
    ]


def feature_rows(resource_id: int, record: ResourceRecord) -> list[ResourceFeature]:
    """One row per value of every list-valued column, in order."""
    return [
        ResourceFeature(resource_id=resource_id, list_name=list_name, position=position, value=value)
        for list_name, name in FEATURE_LISTS.items()
        for position, value in enumerate(getattr(record, name))
    ]
