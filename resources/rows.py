"""Between the plain record and the tables. No query here: repository.py and catalogue_writer.py do that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from resources.code_lists import code_list
from resources.records import ResourceRecord, ScheduleRule
from resources.searching.folding import fold_search
from resources.tables import (
    Resource,
    ResourceContact,
    ResourceFeature,
    ResourceLocation,
    ResourceSchedule,
    VolunteerPerson,
)

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

FEATURE_LISTS = {
    "resource_condition": "conditions",
    "delivery_method": "delivery",
    "accessibility": "accessibility",
    "participation_stage": "stages",
    "consideration": "considerations",
    "resource_field": "resource_fields",
    "agency": "agencies",
}
"""list_name of a feature row → field of the record."""

_SAME_NAME = (
    *("standing", "kind", "name", "name_kana", "summary", "audience", "age_min", "age_max", "gender"),
    *("openings", "capacity_soft", "group_size", "fee_yen", "fee_note", "honorarium", "transport"),
    *("roles", "insurance", "status", "url", "remarks", "confirmed_on"),
)
"""Columns of `resource` that a record carries under the same name."""


DERIVED = ("representative", "oaza")
"""Accuracies of a position that was derived from the address: nobody stated it."""


VOLUNTEER = "volunteer_person"
"""The 種別 of a person's offer."""
OF_A_VOLUNTEER = frozenset({"contact_person", "phone", "address", "lat", "lon"})
"""Fields of a record that say who or where a volunteer is: kept apart from the offer."""


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
        accuracy=place.accuracy if place and place.accuracy in DERIVED else "",
        municipality_code=place.municipality_code if place else "",
        schedule=tuple(rule_of(row) for row in sorted(parts.schedule, key=lambda row: row.position)),
        phone=contact.phone if contact else "",
        contact_person=contact.person if contact else "",
    )


def rule_of(row: ResourceSchedule) -> ScheduleRule:
    """The rule of a stored row."""
    return ScheduleRule(
        weekdays=_parts(row.weekdays),
        start=row.start_minute,
        end=row.end_minute,
        frequency=row.frequency,
        raw=row.raw_text,
        weeks=tuple(map(int, _parts(row.weeks))),
        month_days=tuple(map(int, _parts(row.month_days))),
        months=tuple(map(int, _parts(row.months))),
        occasion=row.occasion,
        exceptions=_parts(row.exceptions),
        doubtful=row.doubtful,
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def resource_values(record: ResourceRecord) -> dict[str, Any]:
    """The columns of `resource` that a record carries, its operator's id excepted."""
    known = code_list("resource_kind").codes.get(record.kind)
    return {
        **{name: getattr(record, name) for name in _SAME_NAME},
        "facet": known.extra["facet"] if known else None,
        "capacity_hard": record.capacity,
        "search_text": search_text(record),
    }


def search_text(record: ResourceRecord) -> str:
    """What the catalogue search looks through, folded. No telephone, no address, no person.

    The operator's name is in it, except for a volunteer, who may operate under a person's name.
    """
    words = [record.name, record.name_kana, code_list("resource_kind").label(record.kind), record.summary]
    words += [record.audience, record.roles, record.remarks, *record.considerations]
    if not is_volunteer(record):
        words.append(record.operator)
    return fold_search(" ".join(words))


def schedule_values(rules: Sequence[ScheduleRule]) -> list[dict[str, Any]]:
    """The columns of `resource_schedule`, one row per rule, in order."""
    return [
        {
            "position": position,
            "weekdays": ";".join(rule.weekdays),
            "start_minute": rule.start,
            "end_minute": rule.end,
            "frequency": rule.frequency,
            "raw_text": rule.raw,
            "weeks": ";".join(map(str, rule.weeks)),
            "month_days": ";".join(map(str, rule.month_days)),
            "months": ";".join(map(str, rule.months)),
            "occasion": rule.occasion,
            "exceptions": ";".join(rule.exceptions),
            "doubtful": rule.doubtful,
        }
        for position, rule in enumerate(rules)
    ]


def feature_values(record: ResourceRecord) -> list[dict[str, Any]]:
    """The columns of `resource_feature`, one row per value of every list-valued column, in order."""
    return [
        {"list_name": list_name, "position": position, "value": value}
        for list_name, name in FEATURE_LISTS.items()
        for position, value in enumerate(getattr(record, name))
    ]


def location_values(record: ResourceRecord, point: Point | None) -> dict[str, Any]:
    """The columns of the main `resource_location`. A volunteer's is `point`, that of the district, alone."""
    if is_volunteer(record):
        lat, lon = point or (None, None)
        known = "district" if point else "unknown"
        return {
            "district_code": record.district,
            "address": "",
            "lat": lat,
            "lon": lon,
            "accuracy": known,
            "municipality_code": "",
        }
    return {
        "district_code": record.district,
        "address": record.address,
        "lat": record.lat,
        "lon": record.lon,
        "accuracy": "unknown" if record.lat is None else "exact",
        "municipality_code": record.municipality_code,
    }


def contact_values(record: ResourceRecord) -> dict[str, Any]:
    """The columns of `resource_contact` that a record carries."""
    return {"phone": record.phone, "person": record.contact_person}


def person_values(record: ResourceRecord) -> dict[str, Any]:
    """The columns of `volunteer_person`: what the offer must not show."""
    exact = "" if record.lat is None or record.lon is None else f"{record.lat},{record.lon}"
    return {
        "name": record.contact_person,
        "phone": record.phone,
        "address": record.address,
        "position": exact,
    }


def with_person(record: ResourceRecord, person: VolunteerPerson) -> ResourceRecord:
    """The offer's record together with the person behind it, as it once stood in a file."""
    lat, _, lon = person.position.partition(",")
    return replace(
        record,
        contact_person=person.name,
        phone=person.phone,
        address=person.address,
        lat=float(lat) if lat else None,
        lon=float(lon) if lon else None,
    )


def is_volunteer(record: ResourceRecord) -> bool:
    """Whether the entry is a person's offer, of which the catalogue keeps two records."""
    return record.kind == VOLUNTEER
