"""公開範囲 of a field holds on every page, in the search and in what the engine quotes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from fastapi import FastAPI
from sqlmodel import col, select

from api.accounts.repository import NewAccount, add_account
from api.planning.files import GAP_FILES
from resources.catalogue_writer import add_resource, get_or_add_organisation, touch_catalogue
from resources.field_visibility import default_visibility
from resources.tables import FieldVisibility, Resource
from tests.api.conftest import MovingClock
from tests.api.planned_city import give_ground
from tests.api.sample_city import OPEN_PLACE, PASSWORDS, add_entries
from tests.api.visitor import Visitor

PLANTED = {
    "name": "ひみつの名称",
    "summary": "ひみつの盆栽概要",
    "address": "ひみつ町八丁目",
    "position": "35.04321",
    "phone": "0770-99-7777",
    "contact_person": "ひみつの担当",
    "capacity_soft": "ひみつの余地",
    "honorarium": "ひみつの謝金",
    "considerations": "ひみつの配慮",
    "insurance": "ひみつの保険",
    "remarks": "ひみつの備考",
    "agencies": "ひみつの機関",
}
SECRET_PLACE = replace(
    OPEN_PLACE,
    name=PLANTED["name"],
    name_kana="ヒミツノメイショウ",
    summary=PLANTED["summary"],
    address=PLANTED["address"],
    lat=35.04321,
    lon=135.94,
    phone=PLANTED["phone"],
    contact_person=PLANTED["contact_person"],
    capacity_soft=PLANTED["capacity_soft"],
    honorarium=PLANTED["honorarium"],
    considerations=(PLANTED["considerations"],),
    insurance=PLANTED["insurance"],
    remarks=PLANTED["remarks"],
    agencies=(PLANTED["agencies"],),
)
READERS = {
    "worker": ("worker", None),
    "csw": ("csw", None),
    "contractor": ("worker", "委託法人"),
    "contractor-csw": ("csw", "委託法人"),
}


@pytest.fixture
def as_reader(
    visitors: Callable[[], Visitor], app: FastAPI, moving_clock: MovingClock
) -> Callable[[str], Visitor]:
    """`as_reader(name)` is a browser in which that reader is signed in."""
    password = "tobu-suzume-5"
    with app.state.parts.database.session() as session:
        role, organisation = READERS["contractor-csw"]
        account = NewAccount("contractor-csw", "委託先のCSW", role, password, organisation)
        add_account(session, account, now=moving_clock.now())

    def sign_in(name: str) -> Visitor:
        visitor = visitors()
        visitor.sign_in(name, PASSWORDS.get(name, password))
        return visitor

    return sign_in


def set_visibility(app: FastAPI, clock: MovingClock, public_id: str, visibility: Mapping[str, str]) -> None:
    with app.state.parts.database.session() as session:
        resource_id = session.exec(select(Resource.id).where(col(Resource.public_id) == public_id)).one()
        for field, reach in visibility.items():
            session.add(FieldVisibility(resource_id=resource_id, field_code=field, visibility=reach))
        touch_catalogue(session, clock=clock)


def everything_shown(reader: Visitor, public_id: str) -> str:
    """All pages on which an entry can stand, as one text without what the reader typed."""
    need = {"interests": "鉄道模型、盆栽", "note": "盆栽。配慮がほしい。"}
    pages = [
        reader.get("/"),
        reader.get("/resources"),
        reader.get("/resources?kind=third_place"),
        reader.get(f"/resources/{public_id}"),
        reader.send("/suggestions", need),
        reader.send("/suggestions", {**need, "age": "70", "asked": "ひみつ"}),
        reader.send("/suggestions", {**need, "age": "66", "district": "D02", "travel_mode": "walk"}),
    ]
    assert {page.status_code for page in pages} == {200}
    return "\n".join(page.text for page in pages).replace("「ひみつ」", "").replace('value="ひみつ"', "")


def shown_fields(reader: Visitor, public_id: str) -> set[str]:
    text = everything_shown(reader, public_id)
    return {field for field, planted in PLANTED.items() if planted in text}


def test_every_field_of_the_list_is_planted_here() -> None:
    assert PLANTED.keys() == default_visibility().keys()


@pytest.mark.parametrize("name", READERS)
def test_by_default_every_reader_sees_the_public_fields_and_those_of_the_role(
    name: str, as_reader: Callable[[str], Visitor], app: FastAPI, moving_clock: MovingClock
) -> None:
    (public_id,) = add_entries(app, moving_clock, SECRET_PLACE)
    internal = {"contact_person", "capacity_soft"}
    wanted = PLANTED.keys() if name == "csw" else PLANTED.keys() - internal
    assert shown_fields(as_reader(name), public_id) == wanted


@pytest.mark.parametrize("name", READERS)
def test_what_is_set_to_internal_is_on_no_page_for_those_who_may_not_see_it(
    name: str, as_reader: Callable[[str], Visitor], app: FastAPI, moving_clock: MovingClock
) -> None:
    (public_id,) = add_entries(app, moving_clock, SECRET_PLACE)
    reader = as_reader(name)
    assert PLANTED["remarks"] in everything_shown(reader, public_id)  # and a snapshot that holds it
    set_visibility(app, moving_clock, public_id, dict.fromkeys(PLANTED, "internal"))
    text = everything_shown(reader, public_id)
    if name == "csw":
        assert all(planted in text for planted in PLANTED.values())
    else:
        assert "ひみつ" not in text
        assert "ヒミツ" not in text
        assert not [planted for planted in PLANTED.values() if planted in text]
        assert "（名称は公開されていません）" in text


def test_a_contractors_csw_reads_what_is_internal_to_the_contractor_alone(
    as_reader: Callable[[str], Visitor], app: FastAPI, moving_clock: MovingClock
) -> None:
    with app.state.parts.database.session() as session:
        contractor = get_or_add_organisation(session, "委託法人", relation="contractor")
        own = add_resource(session, SECRET_PLACE, owner=contractor, clock=moving_clock).public_id
        touch_catalogue(session, clock=moving_clock)
    assert shown_fields(as_reader("contractor-csw"), own) == PLANTED.keys()
    assert "capacity_soft" not in shown_fields(as_reader("contractor"), own)
    assert shown_fields(as_reader("csw"), own) == PLANTED.keys()


@pytest.mark.parametrize("field", ["name", "summary", "considerations", "remarks"])
def test_the_search_does_not_find_by_what_its_reader_may_not_see(
    field: str, as_reader: Callable[[str], Visitor], app: FastAPI, moving_clock: MovingClock
) -> None:
    (public_id,) = add_entries(app, moving_clock, SECRET_PLACE)
    set_visibility(app, moving_clock, public_id, {field: "internal"})
    for name in READERS:
        page = as_reader(name).get("/resources", params={"q": PLANTED[field]}).text
        assert (f"/resources/{public_id}" in page) == (name == "csw"), name
        assert f"<strong>{int(name == 'csw')}</strong>件" in page
        other = as_reader(name).get("/resources", params={"q": "NPO法人みなも 居場所"}).text
        assert f"/resources/{public_id}" in other or field == "summary", name


def test_every_searched_field_is_public_by_default() -> None:
    """Otherwise `_found_unseen` would have to look at every entry."""
    searched = {"name", "summary", "considerations", "remarks"}
    assert {default_visibility()[field] for field in searched} == {"public"}


def test_what_is_for_partners_is_there_for_a_worker(
    as_reader: Callable[[str], Visitor], app: FastAPI, moving_clock: MovingClock
) -> None:
    (public_id,) = add_entries(app, moving_clock, SECRET_PLACE)
    set_visibility(app, moving_clock, public_id, dict.fromkeys(PLANTED, "partners"))
    assert shown_fields(as_reader("worker"), public_id) == PLANTED.keys()
    assert shown_fields(as_reader("contractor"), public_id) == PLANTED.keys()


EVERY_KIND = "kind=third_place&minutes=60"
DRAWN_ON = (
    *(f"/planning?{EVERY_KIND}", f"/planning/siting?{EVERY_KIND}", f"/planning/matrix?{EVERY_KIND}"),
    *(f"/planning/district{file}?{EVERY_KIND}&district=D01" for file in ("", "/file")),
    *(f"/planning/file?{EVERY_KIND}&form={form}" for form in GAP_FILES),
    *(f"/planning/siting/file?{EVERY_KIND}&form={form}" for form in ("csv", "json", "geojson")),
)


def test_who_may_not_read_the_address_finds_the_position_on_no_map_and_in_no_file(
    as_reader: Callable[[str], Visitor], app: FastAPI, moving_clock: MovingClock
) -> None:
    give_ground(app, moving_clock)
    (public_id,) = add_entries(app, moving_clock, SECRET_PLACE)
    drawn = as_reader("worker").get(DRAWN_ON[0]).text
    assert PLANTED["position"] in drawn  # it is public as long as the address is
    set_visibility(app, moving_clock, public_id, {"address": "internal"})
    reader = as_reader("worker")
    for address in DRAWN_ON:
        answer = reader.get(address)
        assert answer.status_code == 200, address
        assert PLANTED["position"].encode() not in answer.content, address
    shown = shown_fields(reader, public_id)
    assert {"address", "position"}.isdisjoint(shown)
    assert "name" in shown
    assert PLANTED["position"] in as_reader("csw").get(DRAWN_ON[0]).text


def test_a_position_may_be_closed_while_the_address_stays_open(
    as_reader: Callable[[str], Visitor], app: FastAPI, moving_clock: MovingClock
) -> None:
    (public_id,) = add_entries(app, moving_clock, SECRET_PLACE)
    set_visibility(app, moving_clock, public_id, {"position": "internal"})
    shown = shown_fields(as_reader("worker"), public_id)
    assert "address" in shown
    assert "position" not in shown
