"""One entry's rows changed in place to what a record says. `resources.catalogue_writer` is the way in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, SQLModel, col, select

from resources.records import ResourceRecord
from resources.rows import (
    DERIVED,
    FEATURE_LISTS,
    Point,
    contact_values,
    feature_values,
    is_volunteer,
    location_values,
    person_values,
    resource_values,
    rule_of,
    schedule_values,
)
from resources.stored_entries import StoredEntry
from resources.tables import (
    ResourceContact,
    ResourceFeature,
    ResourceLocation,
    ResourceSchedule,
    VolunteerPerson,
)


def update_entry(
    session: Session,
    entry: StoredEntry,
    record: ResourceRecord,
    *,
    operator_id: int | None,
    point: Point | None,
    now: datetime,
) -> None:
    """Set every row of `entry` to `record`. `point`: that of the record's district, for a volunteer."""
    resource = entry.resource
    values = resource_values(record)
    if resource.standing_set_by:
        del values["standing"]
    _set(resource, values)
    resource.operator_id, resource.updated_at = operator_id, now
    _update_location(session, entry, record, point)
    _update_schedule(session, entry, record)
    _update_features(session, entry, record)
    if is_volunteer(record):
        _update_person(session, entry, record, now)
    else:
        _update_contact(session, entry, record)


def _update_location(
    session: Session, entry: StoredEntry, record: ResourceRecord, point: Point | None
) -> None:
    values, row = location_values(record, point), entry.parts.location
    if row is None:
        session.add(ResourceLocation(resource_id=entry.resource_id, **values))
        return
    if (row.lat, row.lon) == (values["lat"], values["lon"]):
        values |= _same_position(row, values)
    if row.district_code != values["district_code"]:
        row.district_by_position = False  # somebody says so now
    _set(row, values)


def _same_position(row: ResourceLocation, values: Mapping[str, Any]) -> dict[str, Any]:
    """How exact it is was known already; what was derived from an address goes with the address."""
    if row.accuracy in DERIVED and row.address != values["address"]:
        return {"lat": None, "lon": None, "accuracy": "unknown"}
    return {"accuracy": row.accuracy}


def _update_schedule(session: Session, entry: StoredEntry, record: ResourceRecord) -> None:
    """Rows of rules that stay keep their dates of validity; the others go and come."""
    free = list(entry.parts.schedule)
    for rule, values in zip(record.schedule, schedule_values(record.schedule), strict=True):
        row = next((row for row in free if rule_of(row) == rule), None)
        if row is None:
            session.add(ResourceSchedule(resource_id=entry.resource_id, **values))
        else:
            free.remove(row)
            row.position = values["position"]
    for row in free:
        session.delete(row)


def _update_features(session: Session, entry: StoredEntry, record: ResourceRecord) -> None:
    there = {(row.list_name, row.position): row for row in entry.parts.features}
    for values in feature_values(record):
        row = there.pop((values["list_name"], values["position"]), None)
        if row is None:
            session.add(ResourceFeature(resource_id=entry.resource_id, **values))
        else:
            row.value = values["value"]
    for (list_name, _), row in there.items():
        if list_name in FEATURE_LISTS:
            session.delete(row)


def _update_contact(session: Session, entry: StoredEntry, record: ResourceRecord) -> None:
    if entry.person is not None:  # a person's offer became a place: there is no person to protect any more
        session.delete(entry.person)
    if entry.parts.contact is None:
        session.add(ResourceContact(resource_id=entry.resource_id, **contact_values(record)))
    else:
        _set(entry.parts.contact, contact_values(record))


def _update_person(session: Session, entry: StoredEntry, record: ResourceRecord, now: datetime) -> None:
    values = person_values(record)
    if entry.person is None:  # a place became a person's offer: what it showed in the open goes
        _remove_open_rows(session, entry)
        resource = entry.resource
        session.add(
            VolunteerPerson(organisation_id=resource.organisation_id, offer_id=entry.resource_id, **values)
        )
    elif any(getattr(entry.person, name) != value for name, value in values.items()):
        _set(entry.person, values)
        entry.person.updated_at = now


def _remove_open_rows(session: Session, entry: StoredEntry) -> None:
    key = entry.resource_id
    session.exec(delete(ResourceContact).where(col(ResourceContact.resource_id) == key))
    further = select(ResourceLocation).where(
        col(ResourceLocation.resource_id) == key, col(ResourceLocation.position) > 0
    )
    for row in session.exec(further):
        session.delete(row)


def _set(row: SQLModel, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
