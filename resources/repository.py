"""Reading the catalogue: every query, with the reader's scope in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from resources.areas import catalogue_kind
from resources.errors import NotFound
from resources.field_visibility import blanked, visibility_set
from resources.records import ResourceRecord
from resources.rows import Parts, record_of
from resources.scope import Scope, readable_resources
from resources.tables import (
    CatalogueState,
    District,
    Installation,
    Organisation,
    Resource,
    ResourceContact,
    ResourceFeature,
    ResourceLocation,
    ResourceSchedule,
)

PAGE_SIZE = 50
_CHUNK = 500  # SQLite's limit on variables in one statement is 999 on old builds


@dataclass(frozen=True)
class Entry:
    """A stored resource as its reader may see it: the record and what only the database knows."""

    record: ResourceRecord
    version: int
    confirmed_by: str
    visibility: str
    keeper: str


@dataclass(frozen=True)
class Page:
    """One page of a list; `number` starts at 1."""

    entries: tuple[Entry, ...]
    total: int
    number: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.total // self.size))


def installation(session: Session) -> Installation | None:
    """Whose database this is; None in a database that was never set up."""
    return session.exec(select(Installation)).first()


def catalogue_version(session: Session) -> int:
    """Grows with every change of the catalogue."""
    return session.exec(select(CatalogueState.version)).one()


def list_districts(session: Session) -> list[District]:
    """The city's 学区 by code: its own areas of the kind that the catalogue uses, not those above or next door."""
    own = col(District.own).is_(True) & (col(District.kind) == catalogue_kind(session))
    return sorted(session.exec(select(District).where(own)), key=lambda district: district.code)


def load_records(
    session: Session, scope: Scope, *, standing: str = "participation_place"
) -> list[ResourceRecord]:
    """Every 参加先 that the reader may see, by public id: what the engine's snapshot is built from.

    With another `standing` (会場候補) those entries instead; a planner's page asks for them.
    """
    condition = readable_resources(scope) & (col(Resource.standing) == standing)
    rows = session.exec(select(Resource).where(condition).order_by(col(Resource.public_id))).all()
    return [entry.record for entry in entries_of(session, scope, rows)]


def get_resource(session: Session, scope: Scope, public_id: str) -> Entry:
    """One entry. Raises NotFound when it is not there for this reader."""
    condition = readable_resources(scope) & (col(Resource.public_id) == public_id)
    row = session.exec(select(Resource).where(condition)).first()
    if row is None:
        raise NotFound("その地域資源は見つかりません。")
    return entries_of(session, scope, [row])[0]


def list_entries(session: Session, scope: Scope, public_ids: Sequence[str]) -> list[Entry]:
    """The entries of these public ids that are there for this reader, in the order of their ids."""
    condition = readable_resources(scope) & col(Resource.public_id).in_(public_ids)
    rows = session.exec(select(Resource).where(condition).order_by(col(Resource.public_id))).all()
    return entries_of(session, scope, rows)


def full_entries() -> ColumnElement[bool]:
    """Entries with no place left: their status says so, or they are open with 0 openings."""
    status = col(Resource.status)
    return (status == "full") | ((status == "open") & (col(Resource.openings) == 0))


def entries_of(session: Session, scope: Scope, resources: Sequence[Resource]) -> list[Entry]:
    """The entries of the given rows, in their order, without what the reader may not see; six queries per 500 rows."""
    return [
        entry
        for start in range(0, len(resources), _CHUNK)
        for entry in _entries_of_chunk(session, scope, resources[start : start + _CHUNK])
    ]


def _entries_of_chunk(session: Session, scope: Scope, resources: Sequence[Resource]) -> list[Entry]:
    ids = [resource.id for resource in resources]
    visibility = visibility_set(session, ids)
    names = _organisations(session, resources)
    parts: dict[int | None, Parts] = defaultdict(Parts)
    for place in session.exec(
        select(ResourceLocation).where(
            col(ResourceLocation.resource_id).in_(ids), col(ResourceLocation.position) == 0
        )
    ):
        parts[place.resource_id].location = place
    for rule in session.exec(select(ResourceSchedule).where(col(ResourceSchedule.resource_id).in_(ids))):
        parts[rule.resource_id].schedule.append(rule)
    for feature in session.exec(select(ResourceFeature).where(col(ResourceFeature.resource_id).in_(ids))):
        parts[feature.resource_id].features.append(feature)
    for contact in session.exec(select(ResourceContact).where(col(ResourceContact.resource_id).in_(ids))):
        parts[contact.resource_id].contact = contact
    entries = [(resource, _entry(resource, parts[resource.id], names)) for resource in resources]
    return [
        replace(entry, record=blanked(entry.record, set_here, sees=sees))
        for resource, entry in entries
        for set_here in [visibility.get(resource.id or 0, {})]
        for sees in [scope.sees_of(resource.organisation_id)]
    ]


def _organisations(session: Session, resources: Sequence[Resource]) -> dict[int | None, Organisation]:
    ids = {resource.operator_id for resource in resources} | {
        resource.organisation_id for resource in resources
    }
    found = session.exec(select(Organisation).where(col(Organisation.id).in_(ids - {None})))
    return {organisation.id: organisation for organisation in found}


def _entry(resource: Resource, parts: Parts, names: dict[int | None, Organisation]) -> Entry:
    operator, keeper = names.get(resource.operator_id), names[resource.organisation_id]
    parts.operator_name = operator.name if operator else ""
    parts.operator_kind = operator.kind if operator else None
    return Entry(
        record=record_of(resource, parts),
        version=resource.version,
        confirmed_by=resource.confirmed_by,
        visibility=resource.visibility,
        keeper=keeper.name,
    )
