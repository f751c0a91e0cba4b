"""Writing and reading the catalogue: what goes in comes out, for those who may read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from resources.catalogue_writer import (
    add_resource,
    get_or_add_organisation,
    replace_resource,
    touch_catalogue,
)
from resources.clock import FixedClock
from resources.database import Database
from resources.errors import Conflict, NotFound
from resources.records import ResourceRecord, ScheduleRule
from resources.repository import catalogue_version, get_resource, load_records
from resources.scope import Scope
from resources.searching.folding import search_words
from resources.searching.question import CatalogueQuestion
from resources.searching.search import Found, search_catalogue
from resources.tables import CatalogueState, District, Resource, ResourceLocation, VolunteerPerson

OPERATOR = Scope.operator()
SALON = ResourceRecord(
    key="R1",
    name="ふれあいサロン みなと",
    name_kana="フレアイサロンミナト",
    kind="salon",
    operator="みなと地区社協",
    operator_kind="district_shakyo",
    summary="お茶とおしゃべり。",
    audience="どなたでも",
    age_min=60,
    gender="any",
    conditions=("reservation", "町内の推薦"),
    district="D01",
    address="瑞浜市港町1-2",
    lat=35.01,
    lon=135.95,
    delivery=("on_site",),
    schedule=(
        ScheduleRule(("mon", "thu"), 600, 720, "weekly", "月木 10時から12時"),
        ScheduleRule(("sat",), None, None, "monthly", "第2土曜"),
    ),
    capacity=15,
    openings=0,
    capacity_soft="あと2人くらい、火曜以外",
    group_size="medium",
    fee_yen=100,
    accessibility=("wheelchair",),
    stages=("connect", "attend"),
    considerations=("途中退室OK", "静か"),
    confirmed_on=date(2026, 5, 1),
    phone="0770-00-0000",
    contact_person="世話役のひと",
    roles="お茶当番",
    remarks="雨の日は休み",
)
VOLUNTEER = replace(
    SALON, key="V1", name="傾聴します", kind="volunteer_person", operator="", phone="090-1111-2222"
)


def _search(session: Session, scope: Scope, *, text: str = "", **asked: tuple[str, ...]) -> Found:
    words = search_words(text, lambda _word: ())
    return search_catalogue(session, scope, CatalogueQuestion(words, **asked), on=date(2026, 11, 21))  # type: ignore[arg-type]


@pytest.fixture
def city(database: Database, clock: FixedClock) -> Database:
    """A database with the salon and the volunteer."""
    with database.session() as session:
        session.add(District(code="D01", name="みなと学区", lat=35.0, lon=135.9))
        session.add(CatalogueState())
        keeper = get_or_add_organisation(session, "瑞浜市", relation="own")
        add_resource(session, SALON, owner=keeper, clock=clock)
        add_resource(session, VOLUNTEER, owner=keeper, clock=clock)
    return database


def test_a_record_comes_back_as_it_was_stored(city: Database) -> None:
    with city.session() as session:
        stored = next(r for r in load_records(session, OPERATOR) if r.kind == "salon")
    assert replace(stored, key="R1") == SALON


def test_public_ids_say_nothing_about_order(city: Database) -> None:
    with city.session() as session:
        ids = session.exec(select(Resource.public_id)).all()
    assert all(len(public_id) == 12 and not public_id.isdigit() for public_id in ids)


def test_a_volunteer_is_two_records_and_the_offer_shows_the_district_only(city: Database) -> None:
    with city.session() as session:
        offer = next(r for r in load_records(session, OPERATOR) if r.kind == "volunteer_person")
        person = session.exec(select(VolunteerPerson)).one()
        places = session.exec(select(ResourceLocation)).all()
    assert (offer.phone, offer.address, offer.contact_person) == ("", "", "")
    assert (offer.lat, offer.lon) == (35.0, 135.9)
    assert (person.phone, person.address, person.position) == ("090-1111-2222", SALON.address, "35.01,135.95")
    assert {(p.lat, p.lon) for p in places if p.accuracy == "district"} == {(35.0, 135.9)}


@pytest.mark.parametrize("words", ["サロン", "さろん", "ｻﾛﾝ", "みなと おしゃべり", "途中退室ok"])
def test_search_meets_width_and_kana_kind(city: Database, words: str) -> None:
    with city.session() as session:
        page = _search(session, OPERATOR, text=words)
    assert [entry.record.name for entry in page.entries if entry.record.kind == "salon"] == [SALON.name]


@pytest.mark.parametrize("secret", ["090-1111", "1111-2222", "世話役", "港町"])
def test_search_never_finds_a_telephone_a_person_or_an_address(city: Database, secret: str) -> None:
    with city.session() as session:
        assert _search(session, OPERATOR, text=secret).total == 0


@pytest.mark.parametrize("text", ["%", "_", "100%", "' OR 1=1 --", "\\"])
def test_search_takes_special_characters_as_they_stand(city: Database, text: str) -> None:
    with city.session() as session:
        assert _search(session, OPERATOR, text=text).total == 0


def test_search_narrows_by_kind_and_district(city: Database) -> None:
    with city.session() as session:
        assert _search(session, OPERATOR, kinds=("salon",)).total == 1
        assert _search(session, OPERATOR, districts=("D01",)).total == 2
        assert _search(session, OPERATOR, districts=("D99",)).total == 0


def test_a_contractor_does_not_see_an_internal_entry_of_others(city: Database) -> None:
    with city.session() as session:
        row = session.exec(select(Resource).where(Resource.kind == "salon")).one()
        row.visibility = "internal"
        contractor = get_or_add_organisation(session, "委託先", relation="contractor")
        scope, public_id = Scope(contractor.id, is_own=False), row.public_id
    with city.session() as session:
        assert {record.kind for record in load_records(session, scope)} == {"volunteer_person"}
        assert _search(session, scope, kinds=("salon",)).total == 0
        with pytest.raises(NotFound):
            get_resource(session, scope, public_id)
        assert get_resource(session, OPERATOR, public_id).record.name == SALON.name


def test_a_candidate_venue_is_never_loaded_for_suggestions(city: Database, clock: FixedClock) -> None:
    hall = replace(SALON, kind="community_hall", standing="candidate_venue", name="港公民館")
    with city.session() as session:
        keeper = get_or_add_organisation(session, "瑞浜市", relation="own")
        add_resource(session, hall, owner=keeper, clock=clock)
    with city.session() as session:
        assert "港公民館" not in {record.name for record in load_records(session, OPERATOR)}


def test_a_standing_that_a_person_decided_survives_a_new_import(city: Database, clock: FixedClock) -> None:
    with city.session() as session:
        row = session.exec(select(Resource).where(Resource.kind == "salon")).one()
        row.standing, row.standing_set_by = "candidate_venue", "somebody"
    with city.session() as session:
        row = session.exec(select(Resource).where(Resource.kind == "salon")).one()
        replace_resource(session, row, replace(SALON, name="新しい名前"), clock=clock)
    with city.session() as session:
        row = session.exec(select(Resource).where(Resource.kind == "salon")).one()
        assert (row.name, row.standing) == ("新しい名前", "candidate_venue")


def test_two_people_who_change_one_entry_do_not_overwrite_each_other(city: Database) -> None:
    with Session(city.engine) as other:
        theirs = other.exec(select(Resource).where(Resource.kind == "salon")).one()
        with pytest.raises(Conflict), city.session() as session:
            ours = session.exec(select(Resource).where(Resource.kind == "salon")).one()
            ours.summary = "こちらの変更"
            theirs.summary = "先に保存された変更"
            other.add(theirs)
            other.commit()


def test_a_change_of_the_catalogue_makes_a_new_version(city: Database, clock: FixedClock) -> None:
    with city.session() as session:
        before = catalogue_version(session)
        touch_catalogue(session, clock=FixedClock(clock.moment + timedelta(days=1)))
    with city.session() as session:
        assert catalogue_version(session) == before + 1


def test_nothing_is_stored_when_a_unit_of_work_fails(city: Database, clock: FixedClock) -> None:
    with pytest.raises(RuntimeError), city.session() as session:
        keeper = get_or_add_organisation(session, "瑞浜市", relation="own")
        add_resource(session, replace(SALON, name="途中まで"), owner=keeper, clock=clock)
        raise RuntimeError
    with city.session() as session:
        assert _search(session, OPERATOR, text="途中まで").total == 0
