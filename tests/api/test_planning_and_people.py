"""A planner sees areas, places and counts, and no way leads from there to a person."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from fastapi import FastAPI
from sqlmodel import col, select

from api.accounts.tables import Account
from api.planning.exports import gaps_as
from api.planning.gaps import gaps
from api.planning.question import question_from
from api.planning.stored_city import city_on, read_ground
from api.planning.table import rows_of
from resources.catalogue_writer import touch_catalogue
from resources.clock import today
from resources.repository import load_records
from resources.scope import Scope
from resources.snapshot import build_snapshot
from resources.tables import FieldVisibility, Resource
from tests.api.conftest import MovingClock
from tests.api.planned_city import give_ground
from tests.api.sample_city import OPEN_PLACE, PASSWORDS, VOLUNTEER, add_entries
from tests.api.visitor import Visitor

EVERY_KIND = "kind=third_place&kind=salon&kind=hobby_culture&kind=work_experience&minutes=60"
PAGES = (
    *(f"/planning?{EVERY_KIND}", f"/planning/siting?{EVERY_KIND}&add=2", "/districts.json"),
    *(f"/planning/siting?{EVERY_KIND}&what={what}" for what in ("weekday", "seats")),
    *(f"/planning/file?{EVERY_KIND}&form={form}" for form in ("csv", "xlsx", "html", "geojson", "gpkg")),
    *(f"/planning/siting/file?{EVERY_KIND}&form={form}" for form in ("csv", "json", "geojson")),
)
PLANTED = replace(
    OPEN_PLACE,
    name="植えた居場所",
    phone="0770-88-4321",
    contact_person="担当ひみつ山",
    url="",
    operator="秘山個人宅",
    remarks="連絡は himitsu@example.invalid へ",
    considerations=("ひみつの配慮",),
)
NEVER = (
    *(PLANTED.phone, PLANTED.contact_person, "himitsu@example.invalid", "秘山個人宅", "ひみつの配慮"),
    *(VOLUNTEER.name, VOLUNTEER.operator, VOLUNTEER.phone, "35.0312"),
)


def everything_in(content: bytes) -> str:
    """The text of an answer; of a workbook, all of its parts."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode() for name in book.namelist())
    return content.decode("utf-8", errors="replace")


@pytest.fixture
def ground(app: FastAPI, moving_clock: MovingClock) -> None:
    give_ground(app, moving_clock)


@pytest.mark.usefixtures("ground")
def test_no_telephone_no_contact_and_no_volunteer_is_on_a_page_or_in_a_file(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    add_entries(app, moving_clock, PLANTED)
    seen = ""
    for path in PAGES:
        response = worker.get(path)
        assert response.status_code == 200, path
        text = everything_in(response.content)
        assert [secret for secret in NEVER if secret and secret in text] == [], path
        seen += text
    assert "植えた居場所" in seen  # the place itself was there to tell of


@pytest.mark.usefixtures("ground")
def test_no_planning_route_answers_with_the_id_of_a_person(worker: Visitor, app: FastAPI) -> None:
    with app.state.parts.database.session() as session:
        people = list(session.exec(select(Account.public_id)))
        people += session.exec(
            select(Resource.public_id).where(col(Resource.kind) == "volunteer_person")
        ).all()
    assert len(people) == 4
    for path in PAGES:
        text = everything_in(worker.get(path).content)
        assert [public_id for public_id in people if public_id in text] == [], path


@pytest.mark.usefixtures("ground")
def test_an_entry_that_the_reader_may_not_see_is_neither_counted_nor_listed(
    app: FastAPI, moving_clock: MovingClock, visitors: Callable[[], Visitor]
) -> None:
    with app.state.parts.database.session() as session:
        row = session.exec(select(Resource).where(col(Resource.name) == OPEN_PLACE.name)).one()
        row.visibility = "internal"
        session.add(row)
        touch_catalogue(session, clock=moving_clock)
    found = {}
    for name in ("worker", "contractor"):
        visitor = visitors()
        visitor.sign_in(name, PASSWORDS[name])
        found[name] = visitor.get("/planning?kind=third_place").text
    assert "数えた場所は1か所" in found["worker"]
    assert OPEN_PLACE.name in found["worker"]
    assert "数えた場所は0か所" in found["contractor"]
    assert OPEN_PLACE.name not in found["contractor"]


@pytest.mark.usefixtures("ground")
def test_a_position_kept_inside_the_house_reaches_nobody_elses_map(
    app: FastAPI, moving_clock: MovingClock, worker: Visitor, public_ids: dict[str, str]
) -> None:
    public_id = public_ids[OPEN_PLACE.name]
    before = worker.get("/planning?kind=third_place").text
    assert f'data-lat="{OPEN_PLACE.lat}"' in before
    with app.state.parts.database.session() as session:
        key = session.exec(select(Resource.id).where(col(Resource.public_id) == public_id)).one()
        session.add(FieldVisibility(resource_id=key, field_code="position", visibility="internal"))
        touch_catalogue(session, clock=moving_clock)
    after = worker.get("/planning?kind=third_place").text
    assert f'data-lat="{OPEN_PLACE.lat}"' not in after
    assert "数えた場所は1か所" in after


@pytest.mark.usefixtures("ground")
def test_small_counts_of_unmet_needs_are_hidden_on_the_page_and_in_every_file(
    app: FastAPI, moving_clock: MovingClock
) -> None:
    with app.state.parts.database.session() as session:
        snapshot = build_snapshot(load_records(session, Scope.operator()))
        city = city_on(read_ground(session), snapshot, on=today(moving_clock))
    answer = gaps(replace(city, unmet={"D01": 3, "D02": 774411}), question_from(kinds=["居場所"]))
    rows, total = rows_of(answer)
    assert {row.unmet.label for row in rows} == {"秘匿"}  # the other one would give it away with the total
    assert total.label == "774414"
    for suffix in (".csv", ".xlsx", ".geojson", ".gpkg"):
        text = everything_in(gaps_as(city, answer, suffix))
        assert "秘匿" in text, suffix
        assert "774411" not in text, suffix
