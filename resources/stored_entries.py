"""Entries with all their rows, for whoever changes them. Readers use `resources.repository`, with a scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from resources.records import ResourceRecord
from resources.rows import Parts, record_of, with_person
from resources.tables import (
    Organisation,
    Resource,
    ResourceContact,
    ResourceFeature,
    ResourceLocation,
    ResourceSchedule,
    VolunteerPerson,
)


@dataclass
class StoredEntry:
    """One resource and the rows that a record carries: the main location and the first contact only."""

    resource: Resource
    parts: Parts = field(default_factory=Parts)
    person: VolunteerPerson | None = None

    @property
    def resource_id(self) -> int:
        """The database id, which a loaded row always has."""
        if self.resource.id is None:
            raise ValueError("the row has not been stored yet")
        return self.resource.id

    @property
    def record(self) -> ResourceRecord:
        """What is stored, as a record; of a volunteer with the person's own data."""
        record = record_of(self.resource, self.parts)
        return with_person(record, self.person) if self.person else record


def load_entries(session: Session, resource_ids: Sequence[int]) -> dict[int, StoredEntry]:
    """Database id → entry; at most about 500 ids at a time (SQLite's limit on variables is 999)."""
    rows = session.exec(select(Resource).where(col(Resource.id).in_(resource_ids))).all()
    entries = {row.id: StoredEntry(row) for row in rows if row.id is not None}
    operators = {entry.resource.operator_id for entry in entries.values()} - {None}
    named = {
        row.id: row for row in session.exec(select(Organisation).where(col(Organisation.id).in_(operators)))
    }
    for entry in entries.values():
        if operator := named.get(entry.resource.operator_id):
            entry.parts.operator_name, entry.parts.operator_kind = operator.name, operator.kind
    _add_parts(session, entries)
    return entries


def _add_parts(session: Session, entries: dict[int, StoredEntry]) -> None:
    for place in session.exec(
        select(ResourceLocation).where(
            col(ResourceLocation.resource_id).in_(entries), col(ResourceLocation.position) == 0
        )
    ):
        entries[place.resource_id].parts.location = place
    rules = select(ResourceSchedule).where(col(ResourceSchedule.resource_id).in_(entries))
    for rule in session.exec(rules.order_by(col(ResourceSchedule.position), col(ResourceSchedule.id))):
        entries[rule.resource_id].parts.schedule.append(rule)
    features = select(ResourceFeature).where(col(ResourceFeature.resource_id).in_(entries))
    for feature in session.exec(features.order_by(col(ResourceFeature.position))):
        entries[feature.resource_id].parts.features.append(feature)
    contacts = select(ResourceContact).where(col(ResourceContact.resource_id).in_(entries))
    for contact in session.exec(contacts.order_by(col(ResourceContact.id).desc())):
        entries[contact.resource_id].parts.contact = contact
    for person in session.exec(select(VolunteerPerson).where(col(VolunteerPerson.offer_id).in_(entries))):
        entries[person.offer_id].person = person
