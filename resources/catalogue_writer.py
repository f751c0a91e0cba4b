"""Writing entries of the catalogue. Nothing here commits; `Database.session` does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from resources.catalogue_update import update_entry
from resources.clock import Clock
from resources.organisation_writer import get_or_add_organisation, operator_ids
from resources.records import ResourceRecord
from resources.rows import (
    Point,
    contact_values,
    feature_values,
    is_volunteer,
    location_values,
    person_values,
    resource_values,
    schedule_values,
)
from resources.stored_entries import StoredEntry, load_entries
from resources.tables import (
    CatalogueState,
    District,
    Organisation,
    Resource,
    ResourceContact,
    ResourceFeature,
    ResourceLocation,
    ResourceSchedule,
    VolunteerPerson,
)
from resources.tables.base import new_public_id

__all__ = [
    "add_resource",
    "add_resources",
    "get_or_add_organisation",
    "replace_entries",
    "replace_resource",
    "touch_catalogue",
]
_CHUNK = 500


def add_resource(session: Session, record: ResourceRecord, *, owner: Organisation, clock: Clock) -> Resource:
    """Store a new entry that `owner` keeps. The record's own key is not stored: public ids are ours."""
    (resource_id,) = add_resources(session, [record], owner=owner, clock=clock)
    return session.get_one(Resource, resource_id)


def add_resources(
    session: Session, records: Sequence[ResourceRecord], *, owner: Organisation, clock: Clock
) -> list[int]:
    """Store new entries that `owner` keeps; their database ids, in order. Made for many at once."""
    owner_id, now = _key(owner.id), clock.now()
    ids: list[int] = []
    for start in range(0, len(records), _CHUNK):
        ids += _add_chunk(session, records[start : start + _CHUNK], owner_id, now)
    return ids


def replace_resource(session: Session, resource: Resource, record: ResourceRecord, *, clock: Clock) -> None:
    """Store the new content of an entry; what a record does not carry stays as it is."""
    session.flush()
    resource_id = _key(resource.id)
    replace_entries(session, [(load_entries(session, [resource_id])[resource_id], record)], clock=clock)


def replace_entries(
    session: Session, changes: Sequence[tuple[StoredEntry, ResourceRecord]], *, clock: Clock
) -> None:
    """Store the new content of entries, row by row in place: ids and what a record does not carry stay.

    That is: a standing set by a person, owner, visibility, further locations, email and hours of the contact,
    the note on transport, the dates between which a schedule rule is valid.
    """
    records = [record for _, record in changes]
    operators, points = operator_ids(session, records), _district_points(session, records)
    for entry, record in changes:
        update_entry(
            session,
            entry,
            record,
            operator_id=operators[record.operator],
            point=points.get(record.district or ""),
            now=clock.now(),
        )
    session.flush()


def touch_catalogue(session: Session, *, clock: Clock) -> None:
    """Say that the catalogue changed: a new snapshot is due."""
    state = session.exec(select(CatalogueState).with_for_update()).one()
    state.version += 1
    state.changed_at = clock.now()
    session.add(state)


def _add_chunk(
    session: Session, records: Sequence[ResourceRecord], owner_id: int, now: datetime
) -> list[int]:
    operators, points = operator_ids(session, records), _district_points(session, records)
    rows = [
        {**resource_values(record), "operator_id": operators[record.operator], "public_id": new_public_id()}
        for record in records
    ]
    _insert(session, Resource, rows, organisation_id=owner_id, created_at=now, updated_at=now)
    keys = dict(_keys_of(session, [row["public_id"] for row in rows]))
    stored = [(keys[row["public_id"]], record) for row, record in zip(rows, records, strict=True)]
    schedule = [(i, values) for i, r in stored for values in schedule_values(r.schedule)]
    features = [(i, values) for i, r in stored for values in feature_values(r)]
    places = [(i, location_values(r, points.get(r.district or ""))) for i, r in stored]
    contacts = [(i, contact_values(r)) for i, r in stored if not is_volunteer(r)]
    for table, parts in (
        (ResourceSchedule, schedule),
        (ResourceFeature, features),
        (ResourceLocation, places),
        (ResourceContact, contacts),
    ):
        _insert(session, table, [{**values, "resource_id": i} for i, values in parts], created_at=now)
    people = [{**person_values(r), "offer_id": i} for i, r in stored if is_volunteer(r)]
    _insert(session, VolunteerPerson, people, organisation_id=owner_id, created_at=now, updated_at=now)
    return [resource_id for resource_id, _ in stored]


def _keys_of(session: Session, public_ids: Sequence[str]) -> Iterable[tuple[str, int]]:
    """(public id, database id). Asking for the ids in the insert itself costs one statement per row."""
    found = session.exec(
        select(Resource.public_id, Resource.id).where(col(Resource.public_id).in_(public_ids))
    )
    return ((public_id, _key(key)) for public_id, key in found)


def _insert(session: Session, table: type[Any], rows: Sequence[Mapping[str, Any]], **shared: Any) -> None:
    """Insert rows of one table, all with the columns `shared`, in one statement."""
    if rows:
        session.connection().execute(insert(table), [{**row, **shared} for row in rows])


def _district_points(session: Session, records: Sequence[ResourceRecord]) -> dict[str, Point]:
    """The representative points of the districts in which the volunteers among `records` are."""
    codes = {record.district for record in records if record.district and is_volunteer(record)}
    if not codes:
        return {}
    districts = session.exec(select(District).where(col(District.code).in_(codes)))
    return {d.code: (d.lat, d.lon) for d in districts if d.lat is not None and d.lon is not None}


def _key(key: int | None) -> int:
    """The database key of a row that has been flushed."""
    if key is None:
        raise ValueError("the row has not been stored yet")
    return key
