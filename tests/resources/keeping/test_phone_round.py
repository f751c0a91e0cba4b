"""The phone round: one entry at a time, each before one person only, and what a call brings is kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from resources.catalogue_writer import add_resources, get_or_add_organisation
from resources.clock import FixedClock, today
from resources.database import Database
from resources.errors import Conflict, NotFound
from resources.keeping.changes import list_changes
from resources.keeping.confirming import (
    change_and_confirm,
    confirm_entry,
    note_unreachable,
    retire_entry,
)
from resources.keeping.editing import Actor, entry_to_change
from resources.keeping.phone_round import (
    claim_next,
    count_waiting,
    held_by_another,
    put_off,
    release,
)
from resources.quality.causes import Today
from resources.quality.limits import StalenessLimits, default_limits
from resources.records import ResourceRecord
from resources.repository import catalogue_version, get_resource
from resources.scope import Scope
from resources.tables import CatalogueState, Resource

STAFF = Actor("試験 職員", Scope(None, is_own=True, sees="internal"))
OLD = ResourceRecord(
    key="",
    name="みなとサロン",
    kind="salon",
    address="港町1-2",
    phone="0770-00-0000",
    delivery=("on_site",),
    confirmed_on=date(2025, 1, 1),
)
LIMITS = default_limits()


def _fill(database: Database, clock: FixedClock, *records: ResourceRecord) -> list[str]:
    with database.session() as session:
        session.add(CatalogueState())
        city = get_or_add_organisation(session, "瑞浜市", relation="own")
        ids = add_resources(session, records, owner=city, clock=clock)
        return [session.get_one(Resource, key).public_id for key in ids]


def _next(database: Database, holder: str, clock: FixedClock) -> str | None:
    with database.session() as session:
        return claim_next(session, STAFF, holder, Today(today(clock), LIMITS), clock=clock)


def _later(clock: FixedClock, **time: float) -> FixedClock:
    return FixedClock(clock.moment + timedelta(**time))


def _row(session: Session, public_id: str) -> Resource:
    return session.exec(select(Resource).where(Resource.public_id == public_id)).one()


def test_two_people_calling_at_the_same_time_never_get_the_same_entry(
    database: Database, clock: FixedClock
) -> None:
    there = set(_fill(database, clock, OLD, OLD, OLD))
    first, second = _next(database, "anna", clock), _next(database, "beni", clock)
    assert {first, second} < there
    assert first != second
    assert _next(database, "anna", clock) == first  # until she is done with it
    with database.session() as session:
        assert held_by_another(session, str(first), "beni", clock=clock)
        assert not held_by_another(session, str(first), "anna", clock=clock)
    assert {_next(database, "chie", clock)} == there - {first, second}
    assert _next(database, "dai", clock) is None


def test_an_entry_left_lying_for_a_quarter_of_an_hour_is_free_again(
    database: Database, clock: FixedClock
) -> None:
    (entry,) = _fill(database, clock, OLD)
    assert _next(database, "anna", clock) == entry
    assert _next(database, "beni", _later(clock, minutes=14)) is None
    assert _next(database, "beni", _later(clock, minutes=15)) == entry


def test_what_is_put_off_comes_to_nobody_for_an_hour(database: Database, clock: FixedClock) -> None:
    (entry,) = _fill(database, clock, OLD)
    with database.session() as session:
        put_off(session, _row(session, entry).id or 0, clock=clock)
    assert _next(database, "anna", _later(clock, minutes=59)) is None
    assert _next(database, "anna", _later(clock, minutes=60)) == entry


def test_only_what_can_be_called_and_is_due_waits(database: Database, clock: FixedClock) -> None:
    fresh = replace(OLD, confirmed_on=date(2026, 11, 1))
    waiting = _fill(
        database,
        clock,
        OLD,
        replace(fresh, age_min=65, age_max=15),
        fresh,
        replace(OLD, phone=""),
        replace(OLD, status="retired"),
        replace(OLD, status="contacted"),  # who is being won over is asked on the page for that
        replace(OLD, kind="volunteer_person"),
    )[:2]
    with database.session() as session:
        assert count_waiting(session, STAFF, Today(today(clock), LIMITS)) == 2
        other = get_or_add_organisation(session, "委託法人", relation="contractor")
        guest = Actor("委託先の人", Scope(other.id, is_own=False, sees="internal"))
        assert count_waiting(session, guest, Today(today(clock), LIMITS)) == 0
    assert _next(database, "anna", clock) == waiting[0]
    assert _next(database, "beni", clock) == waiting[1]


def test_no_change_is_one_line_of_history_and_a_day(database: Database, clock: FixedClock) -> None:
    (entry,) = _fill(database, clock, OLD)
    limits = StalenessLimits(90)
    with database.session() as session:
        before = catalogue_version(session)
        confirm_entry(session, STAFF, entry, version=1, limits=limits, clock=clock)
    with database.session() as session:
        row = _row(session, entry)
        assert (row.confirmed_on, row.confirmed_by) == (today(clock), "試験 職員")
        assert row.confirm_again_on == today(clock) + timedelta(days=90)
        (line,) = list_changes(session, STAFF.scope, entry)
        assert (line.action, set(line.fields)) == ("confirmed", {"confirmed_on"})
        assert catalogue_version(session) > before
        assert get_resource(session, STAFF.scope, entry).confirmed_by == "試験 職員"
    assert _next(database, "anna", clock) is None
    with database.session() as session, pytest.raises(Conflict):
        confirm_entry(session, STAFF, entry, version=1, limits=limits, clock=clock)


def test_who_did_not_answer_comes_again_in_three_days_and_stays_unconfirmed(
    database: Database, clock: FixedClock
) -> None:
    (entry,) = _fill(database, clock, OLD)
    assert _next(database, "anna", clock) == entry
    with database.session() as session:
        note_unreachable(session, STAFF, entry, version=1, clock=clock)
        release(session, _row(session, entry).id or 0)
    assert _next(database, "anna", _later(clock, days=2)) is None
    assert _next(database, "anna", _later(clock, days=3)) == entry
    with database.session() as session:
        assert get_resource(session, STAFF.scope, entry).record.confirmed_on == OLD.confirmed_on
        assert [line.action for line in list_changes(session, STAFF.scope, entry)] == ["unreachable"]


def test_what_ended_is_kept_as_ended_and_what_changed_is_confirmed_with_it(
    database: Database, clock: FixedClock
) -> None:
    ended, changed = _fill(database, clock, OLD, OLD)
    with database.session() as session:
        retire_entry(session, STAFF, ended, version=1, limits=LIMITS, clock=clock)
        entry = entry_to_change(session, STAFF, changed, version=1)
        full = replace(entry.record, openings=0, capacity=8)
        change_and_confirm(session, STAFF, entry, full, limits=LIMITS, clock=clock)
    with database.session() as session:
        assert get_resource(session, STAFF.scope, ended).record.status == "retired"
        record = get_resource(session, STAFF.scope, changed).record
        assert (record.openings, record.capacity, record.confirmed_on) == (0, 8, today(clock))
        assert [line.action for line in list_changes(session, STAFF.scope, ended)] == ["status_changed"]
        assert [line.action for line in list_changes(session, STAFF.scope, changed)] == ["edited"]


def test_another_house_confirms_nothing(database: Database, clock: FixedClock) -> None:
    (entry,) = _fill(database, clock, OLD)
    with database.session() as session:
        other = get_or_add_organisation(session, "委託法人", relation="contractor")
        guest = Actor("委託先の人", Scope(other.id, is_own=False, sees="internal"))
        with pytest.raises(NotFound):
            confirm_entry(session, guest, entry, version=1, limits=LIMITS, clock=clock)


def test_claims_made_in_the_same_moment_are_for_different_entries(
    database: Database, clock: FixedClock
) -> None:
    there = _fill(database, clock, OLD, OLD, OLD)
    with ThreadPoolExecutor(3) as pool:
        taken = list(pool.map(lambda holder: _next(database, holder, clock), ("anna", "beni", "chie")))
    assert sorted(map(str, taken)) == sorted(there)


def test_what_was_confirmed_waits_again_when_the_limits_are_shortened(
    database: Database, clock: FixedClock
) -> None:
    (entry,) = _fill(database, clock, OLD)
    with database.session() as session:
        version = _row(session, entry).version
        confirm_entry(session, STAFF, entry, version=version, limits=LIMITS, clock=clock)
    later = today(clock) + timedelta(days=60)
    with database.session() as session:
        assert count_waiting(session, STAFF, Today(later, LIMITS)) == 0
        assert count_waiting(session, STAFF, Today(later, StalenessLimits(30))) == 1
