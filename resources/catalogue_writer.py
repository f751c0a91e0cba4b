"""Writing entries of the catalogue. Nothing here commits; `Database.session` does."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from resources.clock import Clock
from resources.folding import fold_name
from resources.records import ResourceRecord
from resources.rows import feature_rows, schedule_rows, write_columns
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


def add_resource(session: Session, record: ResourceRecord, *, owner: Organisation, clock: Clock) -> Resource:
    """Store a new entry that `owner` keeps. The record's own key is not stored: public ids are ours."""
    now = clock.now()
    resource = Resource(
        organisation_id=_key(owner.id),
        standing=record.standing,
        kind=record.kind,
        name=record.name,
        created_at=now,
    )
    _write(session, resource, record, now)
    return resource


def replace_resource(session: Session, resource: Resource, record: ResourceRecord, *, clock: Clock) -> None:
    """Store the new content of an entry; its id, its standing set by a person and its owner stay."""
    for table, owner_column in (
        (ResourceLocation, ResourceLocation.resource_id),
        (ResourceSchedule, ResourceSchedule.resource_id),
        (ResourceFeature, ResourceFeature.resource_id),
        (ResourceContact, ResourceContact.resource_id),
        (VolunteerPerson, VolunteerPerson.offer_id),
    ):
        session.exec(delete(table).where(col(owner_column) == resource.id))
    _write(session, resource, record, clock.now())


def touch_catalogue(session: Session, *, clock: Clock) -> None:
    """Say that the catalogue changed: a new snapshot is due."""
    state = session.exec(select(CatalogueState).with_for_update()).one()
    state.version += 1
    state.changed_at = clock.now()
    session.add(state)


def get_or_add_organisation(
    session: Session, name: str, *, relation: str = "operator", kind: str | None = None
) -> Organisation:
    """The organisation of this name (width and kana kind do not matter), made when it is new."""
    folded = fold_name(name)
    found = session.exec(
        select(Organisation).where(
            col(Organisation.name_folded) == folded, col(Organisation.relation) == relation
        )
    ).first()
    if found:
        return found
    organisation = Organisation(name=name, name_folded=folded, relation=relation, kind=kind)
    session.add(organisation)
    session.flush()
    return organisation


def _write(session: Session, resource: Resource, record: ResourceRecord, now: datetime) -> None:
    write_columns(resource, record)
    operator = (
        get_or_add_organisation(session, record.operator, kind=record.operator_kind)
        if record.operator
        else None
    )
    resource.operator_id = operator.id if operator else None
    resource.updated_at = now
    session.add(resource)
    session.flush()
    resource_id = _key(resource.id)
    session.add_all(schedule_rows(resource_id, record.schedule))
    session.add_all(feature_rows(resource_id, record))
    if record.kind == "volunteer_person":
        _write_volunteer(session, resource, record)
    else:
        session.add(_location(resource_id, record))
        session.add(
            ResourceContact(resource_id=resource_id, phone=record.phone, person=record.contact_person)
        )
    session.flush()


def _location(resource_id: int, record: ResourceRecord) -> ResourceLocation:
    return ResourceLocation(
        resource_id=resource_id,
        district_code=record.district,
        address=record.address,
        lat=record.lat,
        lon=record.lon,
        accuracy="unknown" if record.lat is None else "exact",
    )


def _write_volunteer(session: Session, resource: Resource, record: ResourceRecord) -> None:
    """A volunteer is two records: the offer shows the district only, the person is kept encrypted."""
    district = session.exec(select(District).where(col(District.code) == record.district)).first()
    session.add(
        ResourceLocation(
            resource_id=_key(resource.id),
            district_code=record.district,
            lat=district.lat if district else None,
            lon=district.lon if district else None,
            accuracy="district" if district else "unknown",
        )
    )
    exact = "" if record.lat is None or record.lon is None else f"{record.lat},{record.lon}"
    session.add(
        VolunteerPerson(
            organisation_id=resource.organisation_id,
            offer_id=_key(resource.id),
            name=record.contact_person,
            phone=record.phone,
            address=record.address,
            position=exact,
        )
    )


def _key(key: int | None) -> int:
    """The database key of a row that has been flushed."""
    if key is None:
        raise ValueError("the row has not been stored yet")
    return key
