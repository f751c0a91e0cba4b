"""Two entries that are one place: merging keeps both histories, and undoing brings back exactly what was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlmodel import Session, select

from resources.catalogue_writer import add_resources, get_or_add_organisation
from resources.clock import FixedClock
from resources.database import Database
from resources.errors import BadInput, Conflict, NotFound
from resources.importing import read_resources
from resources.importing.apply import apply_import
from resources.keeping.changes import list_changes
from resources.keeping.editing import Actor, edit_entry, entry_to_change
from resources.keeping.merging import (
    Chosen,
    edited_since,
    kept_instead,
    list_merges,
    merge_entries,
    undo_merge,
)
from resources.records import ResourceRecord, ScheduleRule
from resources.repository import get_resource, load_records
from resources.scope import Scope
from resources.stored_entries import load_entries
from resources.tables import CatalogueState, FieldVisibility, Resource, ResourceChange, SourceRow

STAFF = Actor("試験 職員", Scope(None, is_own=True, sees="internal"))
SALON = ResourceRecord(
    key="",
    name="みなとサロン",
    kind="salon",
    operator="みなと会",
    operator_kind="npo",
    district="D01",
    address="港町1-2",
    lat=35.0,
    lon=135.9,
    delivery=("on_site",),
    schedule=(ScheduleRule(("sat",), 600, 720, "monthly", "第2土曜"),),
    capacity=10,
    phone="0770-00-0000",
    confirmed_on=date(2026, 3, 1),
)
TWIN = replace(
    SALON,
    name="サロンみなと",
    operator="みなとの会",
    address="港町1丁目2番",
    lat=35.001,
    schedule=(),
    capacity=12,
    summary="お茶を飲みます",
    confirmed_on=date(2026, 9, 1),
)
OTHER = replace(SALON, name="みなと茶話会", kind="third_place", accessibility=("wheelchair",), phone="")
EVERYTHING = ("name", "operator", "address", "lat", "schedule", "capacity", "summary", "confirmed_on")


def _fill(database: Database, clock: FixedClock, *records: ResourceRecord) -> list[str]:
    with database.session() as session:
        if session.exec(select(CatalogueState)).first() is None:
            session.add(CatalogueState())
        city = get_or_add_organisation(session, "瑞浜市", relation="own")
        ids = add_resources(session, records, owner=city, clock=clock)
        return [session.get_one(Resource, key).public_id for key in ids]


def _chosen(session: Session, public_id: str) -> Chosen:
    row = session.exec(select(Resource).where(Resource.public_id == public_id)).one()
    return Chosen(public_id, row.version)


def _merge(
    database: Database, clock: FixedClock, kept: str, absorbed: str, take: tuple[str, ...] = ()
) -> str:
    with database.session() as session:
        pair = _chosen(session, kept), _chosen(session, absorbed)
        return merge_entries(session, STAFF, *pair, take=take, clock=clock)


def _undo(database: Database, clock: FixedClock, *, even_if_edited: bool = False) -> None:
    with database.session() as session:
        newest = list_merges(session, STAFF.scope)[0]
        undo_merge(
            session,
            STAFF,
            newest.public_id,
            version=newest.version,
            clock=clock,
            even_if_edited=even_if_edited,
        )


def _everything(database: Database) -> tuple[object, ...]:
    """All that a merge touches: records, what is beside them, where the rows of lists lead."""
    with database.session() as session:
        rows = session.exec(select(Resource)).all()
        entries = load_entries(session, [row.id or 0 for row in rows])
        stored = {
            key: (
                entry.record,
                entry.parts.location and entry.parts.location.accuracy,
                entry.resource.confirmed_by,
            )
            for key, entry in entries.items()
        }
        links = {row.id: row.resource_id for row in session.exec(select(SourceRow))}
        return stored, links, load_records(session, STAFF.scope)


def _history(database: Database) -> list[tuple[int | None, str]]:
    with database.session() as session:
        return [(row.id, row.action) for row in session.exec(select(ResourceChange))]


def test_the_kept_entry_takes_what_was_chosen_and_the_other_is_listed_no_more(
    database: Database, clock: FixedClock
) -> None:
    kept, absorbed = _fill(database, clock, SALON, TWIN)
    _merge(database, clock, kept, absorbed, ("capacity", "summary"))
    with database.session() as session:
        record = get_resource(session, STAFF.scope, kept).record
        assert (record.name, record.capacity, record.summary) == ("みなとサロン", 12, "お茶を飲みます")
        assert [each.key for each in load_records(session, STAFF.scope)] == [kept]
        with pytest.raises(NotFound):
            get_resource(session, STAFF.scope, absorbed)
        assert kept_instead(session, STAFF.scope, absorbed) == kept
        assert kept_instead(session, STAFF.scope, "nosuchentry1") is None
        (line,) = list_changes(session, STAFF.scope, kept)
        assert (line.action, line.fields["capacity"]) == ("merged", (10, 12))


TAKEN = st.sets(st.sampled_from(EVERYTHING)).map(tuple)


@given(order=st.permutations([0, 1, 2]), taken=st.lists(TAKEN, min_size=1, max_size=2))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_every_merge_brings_back_exactly_what_was_and_the_history_only_grows(
    database: Database, clock: FixedClock, order: list[int], taken: list[tuple[str, ...]]
) -> None:
    with database.session() as session:
        session.exec(delete(Resource))  # the example before
    there = _fill(database, clock, SALON, TWIN, OTHER)
    before, history = [_everything(database)], [_history(database)]
    for take, absorbed in zip(taken, order, strict=False):
        kept = order[(order.index(absorbed) + 1) % 3]
        _merge(database, clock, there[kept], there[absorbed], take)
        before.append(_everything(database))
        history.append(_history(database))
    for expected in reversed(before[:-1]):
        _undo(database, clock)
        assert _everything(database) == expected
        history.append(_history(database))
    assert all(earlier == later[: len(earlier)] for earlier, later in pairwise(history))
    with pytest.raises(IndexError):
        _undo(database, clock)


def test_an_edit_after_the_merge_is_not_taken_back_unasked(database: Database, clock: FixedClock) -> None:
    kept, absorbed = _fill(database, clock, SALON, TWIN)
    merge = _merge(database, clock, kept, absorbed, ("capacity",))
    with database.session() as session:
        entry = entry_to_change(session, STAFF, kept, version=_chosen(session, kept).version)
        later = replace(entry.record, capacity=15, remarks="電話で確認")
        edit_entry(session, STAFF, entry, later, action="edited", clock=clock)
    with database.session() as session:
        assert edited_since(session, STAFF, merge).units == (("capacity",),)
    with pytest.raises(Conflict):
        _undo(database, clock)
    _undo(database, clock, even_if_edited=True)
    with database.session() as session:
        record = get_resource(session, STAFF.scope, kept).record
        assert (record.capacity, record.remarks) == (10, "電話で確認")
        assert get_resource(session, STAFF.scope, absorbed).record.capacity == 12


def test_a_merge_is_undone_before_the_ones_that_came_earlier(database: Database, clock: FixedClock) -> None:
    first, second, third = _fill(database, clock, SALON, TWIN, OTHER)
    merge = _merge(database, clock, first, second)
    _merge(database, clock, third, first)
    with database.session() as session:
        assert kept_instead(session, STAFF.scope, second) == third
        with pytest.raises(Conflict):
            undo_merge(session, STAFF, merge, version=1, clock=clock)


def test_a_volunteer_is_never_merged_with_a_place(database: Database, clock: FixedClock) -> None:
    place, volunteer = _fill(database, clock, SALON, replace(SALON, kind="volunteer_person"))
    with pytest.raises(BadInput):
        _merge(database, clock, place, volunteer)
    with pytest.raises(BadInput):
        _merge(database, clock, place, place)


def test_another_house_merges_nothing(database: Database, clock: FixedClock) -> None:
    kept, absorbed = _fill(database, clock, SALON, TWIN)
    with database.session() as session:
        contractor = get_or_add_organisation(session, "委託先", relation="contractor")
        guest = Actor("委託先の人", Scope(contractor.id, is_own=False, sees="internal"))
        with pytest.raises(NotFound):
            merge_entries(
                session, guest, _chosen(session, kept), _chosen(session, absorbed), take=(), clock=clock
            )
        assert list_merges(session, guest.scope) == []


LIST = "資源ID,名称,種別,所在地,定員,電話,状態\n1,みなとサロン,サロン,港町1-2,{a},{phone},公開中\n2,サロンみなと,サロン,港町1丁目2番,{b},,公開中\n"


def _import(database: Database, clock: FixedClock, path: Path, *, a: int, b: int, phone: str) -> list[int]:
    path.write_text(LIST.format(a=a, b=b, phone=phone), encoding="utf-8")
    with database.session() as session:
        if session.exec(select(CatalogueState)).first() is None:
            session.add(CatalogueState())
        city = get_or_add_organisation(session, "瑞浜市", relation="own")
        plan = apply_import(session, [read_resources(path)], owner=city, clock=clock)
        return [plan.files[0].count("created"), plan.files[0].count("updated")]


def test_a_list_imported_again_after_a_merge_changes_nothing_and_a_new_edition_updates_the_kept_entry(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    file = tmp_path / "resources.csv"
    assert _import(database, clock, file, a=10, b=12, phone="0770-00-0000") == [2, 0]
    with database.session() as session:
        rows = {row.name: row.public_id for row in session.exec(select(Resource))}
    _merge(database, clock, rows["みなとサロン"], rows["サロンみなと"])
    merged = _everything(database)
    assert _import(database, clock, file, a=10, b=12, phone="0770-00-0000") == [0, 0]
    assert _everything(database) == merged
    # Both rows of the place change at once: neither may undo what the other one says.
    assert _import(database, clock, file, a=11, b=12, phone="0770-00-1111") == [0, 1]
    assert _import(database, clock, file, a=11, b=14, phone="0770-00-2222") == [0, 2]
    with database.session() as session:
        (record,) = load_records(session, STAFF.scope)
        assert (record.capacity, record.phone) == (11, "0770-00-2222")


def test_what_few_people_read_in_the_absorbed_entry_is_not_opened_by_the_merge_and_comes_back_as_it_was(
    database: Database, clock: FixedClock
) -> None:
    kept, absorbed = _fill(database, clock, SALON, replace(TWIN, remarks="内密の話"))
    worker = Scope(None, is_own=True, sees="partners")
    with database.session() as session:
        key = session.exec(select(Resource.id).where(Resource.public_id == absorbed)).one()
        session.add(FieldVisibility(resource_id=key, field_code="remarks", visibility="internal"))
    with database.session() as session:
        chosen = _chosen(session, kept), _chosen(session, absorbed)
        merge_entries(session, STAFF, *chosen, take=("remarks", "summary"), clock=clock)
    with database.session() as session:
        seen = get_resource(session, worker, kept).record
        assert (seen.remarks, seen.summary) == ("", TWIN.summary)
        assert get_resource(session, STAFF.scope, kept).record.remarks == "内密の話"
        assert "内密の話" not in str(list_changes(session, worker, kept))
    _undo(database, clock)
    with database.session() as session:
        assert session.exec(select(FieldVisibility.resource_id)).all() == [key]
        assert "内密の話" not in str(list_changes(session, worker, kept))
