"""Every change that a person makes to an entry has a line of history, and the line hides what the entry hides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import select

from resources.catalogue_writer import add_resource, get_or_add_organisation
from resources.clock import FixedClock
from resources.database import Database
from resources.errors import BadInput, Conflict, NotFound
from resources.keeping.changes import WITHHELD, list_changes
from resources.keeping.editing import Actor, edit_entry, entry_to_change
from resources.keeping.visibility import set_visibility
from resources.records import ResourceRecord, ScheduleRule
from resources.repository import catalogue_version, get_resource
from resources.scope import Scope
from resources.tables import CatalogueState, FieldVisibility, Resource

SALON = ResourceRecord(key="R1", name="みなとサロン", kind="salon", phone="0770-00-0000", remarks="第2土曜")
STAFF = Actor("試験 職員", Scope(None, is_own=True, sees="internal"))


def _add(database: Database, clock: FixedClock, record: ResourceRecord) -> tuple[str, int]:
    with database.session() as session:
        session.add(CatalogueState())
        city = get_or_add_organisation(session, "瑞浜市", relation="own")
        row = add_resource(session, record, owner=city, clock=clock)
        return row.public_id, row.version


def _edit(database: Database, clock: FixedClock, public_id: str, version: int, **values: object) -> None:
    with database.session() as session:
        entry = entry_to_change(session, STAFF, public_id, version=version)
        edit_entry(session, STAFF, entry, replace(entry.record, **values), action="edited", clock=clock)  # type: ignore[arg-type]


def test_an_edit_is_stored_with_who_when_and_what(database: Database, clock: FixedClock) -> None:
    public_id, version = _add(database, clock, SALON)
    with database.session() as session:
        before = catalogue_version(session)
    rules = (ScheduleRule(("sat",), 600, 720, "monthly", "第2土曜 10時から12時"),)
    _edit(database, clock, public_id, version, capacity=12, schedule=rules)
    with database.session() as session:
        (change,) = list_changes(session, STAFF.scope, public_id)
        assert (change.action, change.actor, change.at) == ("edited", "試験 職員", clock.now())
        assert change.fields["capacity"] == (None, 12)
        assert change.fields["schedule"][1][0]["weekdays"] == ["sat"]
        assert get_resource(session, STAFF.scope, public_id).record.capacity == 12
        assert catalogue_version(session) == before + 1


def test_an_entry_that_somebody_else_changed_meanwhile_is_not_overwritten(
    database: Database, clock: FixedClock
) -> None:
    public_id, version = _add(database, clock, SALON)
    _edit(database, clock, public_id, version, capacity=12)
    with pytest.raises(Conflict):
        _edit(database, clock, public_id, version, capacity=15)


def test_an_entry_of_another_house_is_not_there_to_change(database: Database, clock: FixedClock) -> None:
    public_id, version = _add(database, clock, SALON)
    with database.session() as session:
        other = get_or_add_organisation(session, "委託先", relation="contractor")
        contractor = Actor("委託先の人", Scope(other.id, is_own=False, sees="internal"))
        with pytest.raises(NotFound):
            entry_to_change(session, contractor, public_id, version=version)


def test_a_history_hides_the_fields_that_the_entry_hides(database: Database, clock: FixedClock) -> None:
    public_id, version = _add(database, clock, SALON)
    with database.session() as session:
        key = session.exec(select(Resource.id).where(Resource.public_id == public_id)).one()
        session.add(FieldVisibility(resource_id=key, field_code="phone", visibility="internal"))
    _edit(database, clock, public_id, version, phone="0770-11-1111", capacity=3)
    with database.session() as session:
        (seen,) = list_changes(session, Scope(None, is_own=True, sees="partners"), public_id)
        assert set(seen.fields) == {"capacity"}
        assert seen.hidden
        (whole,) = list_changes(session, STAFF.scope, public_id)
        assert whole.fields["phone"] == ("0770-00-0000", "0770-11-1111")


def test_a_history_never_says_who_a_volunteer_is(database: Database, clock: FixedClock) -> None:
    offer = ResourceRecord(key="V1", name="話し相手", kind="volunteer_person", phone="090-0000-0000")
    public_id, version = _add(database, clock, offer)
    _edit(database, clock, public_id, version, phone="090-1111-1111", summary="月曜に行けます")
    with database.session() as session:
        (change,) = list_changes(session, STAFF.scope, public_id)
        assert change.fields["phone"] == (WITHHELD, WITHHELD)
        assert change.fields["summary"] == ("", "月曜に行けます")


def _set_reach(database: Database, clock: FixedClock, public_id: str, whole: str, **fields: str) -> None:
    with database.session() as session:
        version = session.exec(select(Resource.version).where(Resource.public_id == public_id)).one()
        entry = entry_to_change(session, STAFF, public_id, version=version)
        set_visibility(session, STAFF, entry, whole, fields, clock=clock)


def _version(database: Database, public_id: str) -> int:
    with database.session() as session:
        return session.exec(select(Resource.version).where(Resource.public_id == public_id)).one()


def test_what_was_internal_when_it_was_written_stays_so_when_the_field_is_opened_later(
    database: Database, clock: FixedClock
) -> None:
    public_id, _first = _add(database, clock, replace(SALON, remarks="内密の話"))
    _set_reach(database, clock, public_id, "public", remarks="internal")
    _edit(database, clock, public_id, _version(database, public_id), remarks="まだ内密", capacity=3)
    _set_reach(database, clock, public_id, "public", remarks="public")
    _edit(database, clock, public_id, _version(database, public_id), remarks="みなさんへ")
    with database.session() as session:
        newest, _opened, then, _closed = list_changes(
            session, Scope(None, is_own=True, sees="partners"), public_id
        )
        assert newest.fields["remarks"][1] == "みなさんへ"
        assert set(then.fields) == {"capacity"}
        assert then.hidden
        assert len(list_changes(session, STAFF.scope, public_id)[2].fields) == 2


def test_an_entry_shared_later_shows_a_contractor_nothing_from_before(
    database: Database, clock: FixedClock
) -> None:
    public_id, _first = _add(database, clock, SALON)
    _set_reach(database, clock, public_id, "internal")
    _edit(database, clock, public_id, _version(database, public_id), summary="計画のうちだけの話")
    _set_reach(database, clock, public_id, "partners")
    with database.session() as session:
        other = get_or_add_organisation(session, "委託先", relation="contractor")
        session.flush()
        contractor = Scope(other.id, is_own=False, sees="internal")
        assert "計画のうち" not in str(list_changes(session, contractor, public_id))
        assert "計画のうち" in str(list_changes(session, STAFF.scope, public_id))


def test_a_persons_offer_never_becomes_a_place_and_a_place_no_offer(
    database: Database, clock: FixedClock
) -> None:
    home = {"phone": "090-0000-0000", "address": "自宅1-2"}
    offer = ResourceRecord(key="V1", name="話し相手", kind="volunteer_person", **home)  # type: ignore[arg-type]
    public_id, version = _add(database, clock, offer)
    with pytest.raises(BadInput):
        _edit(database, clock, public_id, version, kind="salon")
    with database.session() as session:
        seen = get_resource(session, STAFF.scope, public_id).record
        assert (seen.kind, seen.phone, seen.address) == ("volunteer_person", "", "")
