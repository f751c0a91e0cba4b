"""Reading what may leave: pages for a feed, batches for a file. Every query has the rules of publication in it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from resources.publishing.conditions import (
    held_back,
    is_participation_place,
    publishable,
    with_feature,
)
from resources.publishing.model import PublishedEntry, PublishedOrganisation
from resources.records import ResourceRecord
from resources.repository import entries_of
from resources.rows import is_volunteer
from resources.scope import Scope
from resources.tables import (
    District,
    ImportSource,
    Organisation,
    Resource,
    ResourceFeature,
    SourceRow,
)

Conditions = Sequence[ColumnElement[bool]]
BATCH = 500
_WITHHELD = "非公開"


def count_published(session: Session, also: Conditions = ()) -> int:
    """How many entries may leave and fit."""
    return session.exec(select(func.count()).select_from(Resource).where(publishable(), *also)).one()


def count_unlicensed(session: Session) -> int:
    """How many public entries stay because no licence of their list is stated."""
    return session.exec(select(func.count()).select_from(Resource).where(held_back())).one()


def ids_of_published(session: Session, also: Conditions) -> array[int]:
    """Database ids of the entries that may leave and fit, in the order in which they came to be.

    A page stays the same while others are added. The ids stay in this house.
    """
    wanted = select(Resource.id).where(publishable(), *also).order_by(col(Resource.id))
    return array("q", (key for key in session.exec(wanted) if key is not None))


def published_with_ids(session: Session, ids: Sequence[int]) -> list[PublishedEntry]:
    """Those of these entries that may leave now, in the order of their ids."""
    found = []
    for start in range(0, len(ids), BATCH):
        chosen = col(Resource.id).in_(ids[start : start + BATCH])
        wanted = select(Resource).where(publishable(), chosen).order_by(col(Resource.id))
        found += _published(session, session.exec(wanted).all())
    return found


def changes_with_ids(session: Session, ids: Sequence[int]) -> list[tuple[str, datetime]]:
    """Public id and time of the last change alone, for programs that only ask what is new."""
    found = []
    for start in range(0, len(ids), BATCH):
        chosen = col(Resource.id).in_(ids[start : start + BATCH])
        wanted = select(Resource.public_id, Resource.updated_at).where(publishable(), chosen)
        found += [(key, _aware(at)) for key, at in session.exec(wanted.order_by(col(Resource.id)))]
    return found


def batch_of_published(
    session: Session, also: Conditions, *, after: int
) -> tuple[list[PublishedEntry], int | None]:
    """The next entries behind a cursor (0 at first) and the new cursor, None at the end."""
    wanted = select(Resource).where(publishable(), col(Resource.id) > after, *also)
    rows = session.exec(wanted.order_by(col(Resource.id)).limit(BATCH)).all()
    more = rows[-1].id if len(rows) == BATCH else None
    return _published(session, rows), more


def all_published(session: Session, also: Conditions = ()) -> Iterator[PublishedEntry]:
    """Every entry that may leave, a batch at a time."""
    cursor: int | None = 0
    while cursor is not None:
        entries, cursor = batch_of_published(session, also, after=cursor)
        yield from entries


def published_entry(session: Session, public_id: str) -> PublishedEntry | None:
    """One 参加先, None when there is none of this id that may leave."""
    wanted = select(Resource).where(
        publishable(), is_participation_place(), col(Resource.public_id) == public_id
    )
    return next(iter(_published(session, session.exec(wanted).all())), None)


def published_with_keys(session: Session, public_ids: Sequence[str]) -> list[PublishedEntry]:
    """Those of these public ids that may leave, in no order."""
    wanted = select(Resource).where(publishable(), col(Resource.public_id).in_(public_ids))
    return _published(session, session.exec(wanted).all())


def published_ids(session: Session) -> list[str]:
    """Public ids of the 参加先 that are there; whether one may leave is asked when it is read."""
    return list(session.exec(select(Resource.public_id).where(is_participation_place())))


def layers_that_left(session: Session) -> list[tuple[str, str]]:
    """(file, licence) of the imported files whose entries are among what leaves, for the note of sources."""
    used = select(SourceRow.import_source_id).where(
        col(SourceRow.resource_id).in_(select(Resource.id).where(publishable()))
    )
    rows = session.exec(
        select(ImportSource.file_name, ImportSource.licence)
        .where(ImportSource.licence != "", col(ImportSource.id).in_(used))
        .order_by(col(ImportSource.id))
    )
    return list(dict.fromkeys((name, licence) for name, licence in rows))


def _published(session: Session, rows: Sequence[Resource]) -> list[PublishedEntry]:
    wanted = {row.operator_id for row in rows} | {row.organisation_id for row in rows}
    houses = {
        row.id: row
        for row in session.exec(select(Organisation).where(col(Organisation.id).in_(wanted - {None})))
    }
    entries = entries_of(session, Scope.public(), rows)
    districts = _district_names(session, [entry.record.district for entry in entries])
    found = []
    for row, entry in zip(rows, entries, strict=True):
        record = _without_derived_position(_without_secret_place(entry.record))
        kept = row.operator_id is None or is_volunteer(record)
        house = houses[row.organisation_id if kept else row.operator_id]
        found.append(
            PublishedEntry(
                record=replace(record, contact_person="", agencies=()),  # no 公開範囲 lets these out
                updated_at=_aware(row.updated_at),
                organisation=organisation_of_row(house),
                kept_by_organisation=kept,
                district_name=districts.get(record.district or "", ""),
            )
        )
    return found


def _aware(moment: datetime) -> datetime:
    """SQLite gives times back without their zone; they are UTC."""
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def organisation_of_row(row: Organisation) -> PublishedOrganisation:
    """What of an organisation leaves."""
    return PublishedOrganisation(row.public_id, row.name, row.kind, row.corporate_number)


def _without_secret_place(record: ResourceRecord) -> ResourceRecord:
    """A volunteer's offer alone, without even the district's point, which a map elsewhere would draw as a home;
    and no place of which the address itself says 非公開."""
    if is_volunteer(record):
        return replace(record, operator="", operator_kind=None, address="", lat=None, lon=None, phone="")
    if _WITHHELD in record.address:
        return replace(record, address="", lat=None, lon=None)
    return record


def _without_derived_position(record: ResourceRecord) -> ResourceRecord:
    """A position that is only that of the town of the address stays: no form of file says that it is no building.

    The address leaves, from which whoever wants one can derive it again.
    """
    return replace(record, lat=None, lon=None, accuracy="") if record.accuracy else record


def _district_names(session: Session, codes: Sequence[str | None]) -> dict[str, str]:
    wanted = {code for code in codes if code}
    found = session.exec(select(District.code, District.name).where(col(District.code).in_(wanted)))
    return dict(iter(found))


def considerations_in_use(session: Session) -> list[str]:
    """The distinct 受入の配慮 of the 参加先 that leave, where they are public: free words, in their order."""
    here = select(Resource.id).where(publishable(), is_participation_place(), with_feature("consideration"))
    words = (
        select(ResourceFeature.value)
        .where(ResourceFeature.list_name == "consideration", col(ResourceFeature.resource_id).in_(here))
        .distinct()
    )
    return sorted(session.exec(words))
