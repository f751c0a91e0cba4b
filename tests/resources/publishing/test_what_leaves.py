"""Which entries leave, and what of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date

import pytest
from sqlmodel import Session, select

from geo.sources import Source
from resources.catalogue_writer import add_resource, get_or_add_organisation
from resources.clock import FixedClock
from resources.code_lists import code_list
from resources.database import Database
from resources.exporting.about import About
from resources.exporting.geojson import geojson_parts
from resources.hsds.services import service_object
from resources.importing import ReadResult
from resources.importing.apply import apply_import
from resources.publishing.conditions import (
    PUBLISHED_STATUSES,
    SEARCHED_FIELDS,
    holding_words,
    is_participation_place,
    with_value,
)
from resources.publishing.entries import (
    all_published,
    considerations_in_use,
    count_published,
    count_unlicensed,
    layers_that_left,
)
from resources.publishing.organisations import ids_of_organisations, organisations_with_ids
from resources.records import ResourceRecord
from resources.repository import catalogue_version
from resources.rows import search_text
from resources.tables import CatalogueState, FieldVisibility, Organisation, Resource, ResourceLocation
from tests.api.sample_city import OPEN_PLACE, VOLUNTEER

Entry = Callable[..., Resource]


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with Session(database.engine) as opened:
        opened.add(CatalogueState())
        yield opened


@pytest.fixture
def owner(session: Session) -> Organisation:
    return get_or_add_organisation(session, "架空市", relation="own")


@pytest.fixture
def add(session: Session, owner: Organisation, clock: FixedClock) -> Entry:
    """`add(name="…", visibility="partners", closed=["summary"])`: one more entry."""

    def one(
        record: ResourceRecord = OPEN_PLACE,
        *,
        visibility: str = "public",
        closed: tuple[str, ...] = (),
        **changes: object,
    ) -> Resource:
        row = add_resource(session, replace(record, **changes), owner=owner, clock=clock)
        row.visibility = visibility
        for field in closed:
            session.add(FieldVisibility(resource_id=row.id, field_code=field, visibility="partners"))
        session.flush()
        return row

    return one


def names(session: Session, *also: object) -> list[str]:
    return [entry.record.name for entry in all_published(session, also)]


def read(*records: ResourceRecord, sha: str = "a") -> ReadResult:
    rows = tuple(range(2, len(records) + 2))
    return ReadResult(
        f"{sha}.csv", "facility-own", "utf-8", sha * 64, len(rows), len(rows), 0, records, rows, ()
    )


def test_only_public_entries_leave(session: Session, add: Entry) -> None:
    add(name="公開の場")
    add(name="関係者の場", visibility="partners")
    add(name="内輪の場", visibility="internal")
    assert names(session) == ["公開の場"]
    assert count_published(session) == 1


def test_what_is_still_being_negotiated_does_not_leave(session: Session, add: Entry) -> None:
    for status in ("idea", "contacted", "visited", "conditions_agreed", "", *PUBLISHED_STATUSES):
        add(name=status or "状態なし", status=status)
    assert names(session) == list(PUBLISHED_STATUSES)


def test_a_closed_name_keeps_the_entry_and_a_closed_address_the_position(
    session: Session, add: Entry
) -> None:
    add(name="名を伏せた場", closed=("name",))
    add(closed=("address",))
    (entry,) = all_published(session)
    assert (entry.record.address, entry.record.lat, entry.record.lon) == ("", None, None)
    assert entry.record.district == OPEN_PLACE.district


def test_an_address_that_says_it_is_not_public_does_not_leave(session: Session, add: Entry) -> None:
    add(address="架空市本町一丁目（会場非公開）")
    (entry,) = all_published(session)
    assert (entry.record.address, entry.record.lat, entry.record.lon) == ("", None, None)


def test_what_is_not_public_by_default_and_the_contact_person_stay(session: Session, add: Entry) -> None:
    row = add()
    session.add(FieldVisibility(resource_id=row.id, field_code="contact_person", visibility="public"))
    session.flush()
    (entry,) = all_published(session)
    record = entry.record
    assert (record.contact_person, record.capacity_soft, record.honorarium, record.insurance) == ("",) * 4
    assert record.phone == OPEN_PLACE.phone


def test_agencies_never_leave_whatever_their_visibility(session: Session, add: Entry) -> None:
    row = add(agencies=("社協（初回の付き添い）",))
    session.add(FieldVisibility(resource_id=row.id, field_code="agencies", visibility="public"))
    session.flush()
    (entry,) = all_published(session)
    assert entry.record.agencies == ()


@pytest.mark.parametrize("accuracy", ["representative", "oaza"])
def test_a_position_that_is_only_the_towns_does_not_leave_but_its_address(
    session: Session, add: Entry, accuracy: str
) -> None:
    row = add()
    place = session.exec(select(ResourceLocation).where(ResourceLocation.resource_id == row.id)).one()
    place.accuracy = accuracy
    session.flush()
    (entry,) = all_published(session)
    assert (entry.record.lat, entry.record.lon, entry.record.accuracy) == (None, None, "")
    assert entry.record.address == OPEN_PLACE.address
    about = About("架空市", "", date(2026, 11, 21))
    (feature,) = json.loads("".join(geojson_parts([entry], about)))["features"]
    assert feature["geometry"] is None
    assert "latitude" not in json.dumps(service_object(entry, full=True))


def test_of_a_volunteer_the_offer_leaves_without_person_and_position(session: Session, add: Entry) -> None:
    add(VOLUNTEER)
    (entry,) = all_published(session)
    record = entry.record
    assert record.name == VOLUNTEER.name
    assert (record.operator, record.phone, record.address, record.lat, record.lon) == ("", "", "", None, None)
    assert record.district == "D02"
    assert (entry.organisation.name, entry.kept_by_organisation) == ("架空市", True)


def test_a_person_who_operates_an_offer_is_no_organisation_of_the_feed(session: Session, add: Entry) -> None:
    add(VOLUNTEER)
    add(OPEN_PLACE)
    houses = organisations_with_ids(session, ids_of_organisations(session))
    assert {house.name for house in houses} == {"架空市", OPEN_PLACE.operator}


def test_an_organisation_without_a_published_entry_is_not_in_the_feed(session: Session, add: Entry) -> None:
    add(visibility="internal")
    assert ids_of_organisations(session) == []


@pytest.mark.parametrize(("licence", "leaves"), [("  ", False), ("CC BY 4.0", True)])
def test_an_imported_list_leaves_only_with_a_stated_licence(
    session: Session, owner: Organisation, add: Entry, clock: FixedClock, licence: str, leaves: bool
) -> None:
    add(name="人が登録した場")
    listed = replace(OPEN_PLACE, name="一覧の場", contact_person="")
    apply_import(session, [read(listed)], owner=owner, clock=clock, source=Source("", "", licence))
    assert names(session) == ["人が登録した場", *(["一覧の場"] if leaves else [])]
    assert count_unlicensed(session) == (0 if leaves else 1)
    assert layers_that_left(session) == ([("a.csv", "CC BY 4.0")] if leaves else [])


def test_a_licence_that_is_stated_later_lets_the_entries_of_the_list_leave(
    session: Session, owner: Organisation, clock: FixedClock
) -> None:
    first = replace(OPEN_PLACE, name="変わる場")
    second = replace(OPEN_PLACE, name="変わらない場", address="架空市本町2-2")
    apply_import(session, [read(first, second)], owner=owner, clock=clock)
    assert names(session) == []
    edition = replace(read(replace(first, summary="新しい"), second, sha="b"), file="a.csv")
    before = catalogue_version(session)
    apply_import(session, [edition], owner=owner, clock=clock, source=Source("", "", "CC BY 4.0"))
    assert names(session) == ["変わる場", "変わらない場"]
    assert catalogue_version(session) > before


def test_importing_the_same_file_again_with_its_licence_is_enough(
    session: Session, owner: Organisation, clock: FixedClock
) -> None:
    apply_import(session, [read(OPEN_PLACE)], owner=owner, clock=clock)
    before = catalogue_version(session)
    apply_import(session, [read(OPEN_PLACE)], owner=owner, clock=clock, source=Source("", "", "CC BY 4.0"))
    assert names(session) == [OPEN_PLACE.name]
    assert catalogue_version(session) > before


def test_a_search_does_not_tell_what_a_closed_field_says(session: Session, add: Entry) -> None:
    for field in SEARCHED_FIELDS:
        secret = f"ひみつの{field}"
        value = (secret,) if field == "considerations" else secret
        add(name=f"開いた{field}", **{field: value})
        add(name=f"閉じた{field}", closed=(field,), **{field: value})
        assert names(session, *holding_words(f"ヒミツノ{field}")) == [f"開いた{field}"]


def test_every_searched_field_that_an_entry_may_close_is_guarded() -> None:
    closable = set(code_list("field_default_visibility").codes)
    base = ResourceRecord(key="", name="n", kind="salon")
    filled = {"name": "m", "considerations": ("ことば",)}
    searched = {
        field
        for field in closable & {one.name for one in fields(ResourceRecord)}
        if search_text(replace(base, **{field: filled.get(field, "ことば")})) != search_text(base)
    }
    assert searched - {"name"} == set(SEARCHED_FIELDS)


def test_a_closed_consideration_is_in_no_list_of_terms_and_no_filter(session: Session, add: Entry) -> None:
    add(name="閉じた場", closed=("considerations",), considerations=("犬がいます",))
    add(name="開いた場", considerations=("猫がいます",))
    assert considerations_in_use(session) == ["猫がいます"]
    condition = with_value("consideration", "犬がいます")
    assert names(session, condition) == []


def test_entries_are_found_by_a_value_of_a_list(session: Session, add: Entry) -> None:
    add()
    for list_name, code, found in (
        ("resource_kind", "third_place", 1),
        ("resource_kind", "salon", 0),
        ("resource_kind", None, 1),
        ("gender", None, 0),
        ("participation_stage", "attend", 1),
        ("participation_stage", "work", 0),
        ("accessibility", None, 0),
    ):
        assert len(names(session, with_value(list_name, code))) == found, (list_name, code)


def test_a_list_that_describes_no_entry_finds_none(session: Session) -> None:
    assert with_value("organisation_kind", None) is None
    assert with_value("", None) is None


def test_the_feed_holds_participation_places_and_the_files_every_standing(
    session: Session, add: Entry
) -> None:
    add(name="参加先")
    add(name="公園", kind="park", standing="reference_facility")
    assert names(session, is_participation_place()) == ["参加先"]
    assert names(session) == ["参加先", "公園"]


def test_a_batch_boundary_loses_and_doubles_nothing(
    session: Session, add: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resources.publishing.entries.BATCH", 2)
    for number in range(5):
        add(name=f"場{number}")
    assert names(session) == [f"場{number}" for number in range(5)]
