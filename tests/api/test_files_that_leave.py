"""A planner's files are passed on: figures from everything that the planner sees, names and positions as all may see."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from fastapi import FastAPI
from sqlmodel import col, select

from api.app import create_app
from api.planning.files import GAP_FILES
from api.planning.passing_on import CELLS_OF_DRAWN
from api.settings import Settings
from api.web.pages.siting import SITE_FILES
from resources.catalogue_writer import touch_catalogue
from resources.tables import FieldVisibility, Resource, ResourceLocation
from tests.api.conftest import MovingClock
from tests.api.planned_city import give_ground
from tests.api.sample_city import OPEN_PLACE, PASSWORDS, add_entries
from tests.api.visitor import Visitor

HIDDEN = replace(OPEN_PLACE, name="かくれた家", lat=35.09043, lon=135.90057, district="D02")
WHOLLY = replace(OPEN_PLACE, name="うちわの家", lat=35.01047, lon=135.94061)
VENUE = replace(
    *(OPEN_PLACE,),
    **{"name": "かくれた会館", "kind": "community_hall", "standing": "candidate_venue"},
    **{"lat": 35.08943, "lon": 135.89957, "district": "D02"},
)
PLANTED = (
    "35.09043",
    "135.90057",
    "35.01047",
    "135.94061",
    "35.08943",
    "135.89957",
    "うちわの家",
    "かくれた会館",
)
QUESTION = "kind=third_place"
NOT_DRAWN = "位置を公開していない場所が2か所あり、地図には描いていません。"
_COVERED, _UNCOVERED, _NEWLY = 0, 2, 3


@pytest.fixture
def csw(app: FastAPI, moving_clock: MovingClock, visitor: Visitor) -> Visitor:
    """Who sees everything, in a city with two hidden places and a hidden venue."""
    give_ground(app, moving_clock)
    hidden, wholly, venue = add_entries(app, moving_clock, HIDDEN, WHOLLY, VENUE)
    with app.state.parts.database.session() as session:
        found = {row.public_id: row for row in session.exec(select(Resource)).all()}
        for public_id, field in ((hidden, "position"), (venue, "position"), (venue, "name")):
            resource_id = found[public_id].id
            assert resource_id is not None
            session.add(FieldVisibility(resource_id=resource_id, field_code=field, visibility="internal"))
        found[wholly].visibility = "internal"
        session.add(found[wholly])
        touch_catalogue(session, clock=moving_clock)
    visitor.sign_in("csw", PASSWORDS["csw"])
    return visitor


def move(app: FastAPI, clock: MovingClock, name: str, by: float) -> None:
    """Some metres to the north: no figure changes."""
    with app.state.parts.database.session() as session:
        main = select(ResourceLocation).join(Resource).where(col(Resource.name) == name)
        row = session.exec(main).one()
        assert row.lat is not None
        row.lat += by
        session.add(row)
        touch_catalogue(session, clock=clock)


def unpacked(content: bytes) -> str:
    """The bytes of a file as text, with what is packed in it."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode("utf-8") for name in book.namelist())


def cells_of(page: str) -> list[int]:
    """The classes of the coloured cells from south to north."""
    (data,) = re.findall(r"tsunagiteMap\.addCells\(map_1, (.*?)\);", page)
    return [kind for _lat, _lon, kind in sorted(json.loads(data)["cells"])]


def test_what_is_hidden_is_on_the_planners_own_page(csw: Visitor) -> None:
    page = csw.get(f"/planning?{QUESTION}").text
    assert all(planted in page for planted in ("35.09043", "うちわの家"))
    venues = csw.get(f"/planning/siting?{QUESTION}&minutes=10&candidates=venues")
    assert "位置の分かる会場候補が登録されていません。" not in venues.text


@pytest.mark.parametrize("form", [form for form in GAP_FILES if form not in ("png", "pdf")])
def test_no_file_of_gaps_holds_what_is_not_for_everybody(csw: Visitor, form: str) -> None:
    response = csw.get(f"/planning/file?{QUESTION}&form={form}")
    assert response.status_code == 200
    text = unpacked(response.content)
    assert not [planted for planted in PLANTED if planted in text]
    if form == "html":
        assert "ふらっとカフェ" in text
        assert NOT_DRAWN in text


@pytest.mark.parametrize("form", ["png", "pdf", "html"])
def test_a_map_is_the_same_wherever_a_hidden_place_lies_and_another_when_an_open_one_moves(
    csw: Visitor, app: FastAPI, moving_clock: MovingClock, form: str
) -> None:
    address = f"/planning/file?{QUESTION}&form={form}"
    before = csw.get(address).content
    move(app, moving_clock, HIDDEN.name, 0.0004)
    move(app, moving_clock, WHOLLY.name, 0.0004)
    assert csw.get(address).content == before
    move(app, moving_clock, OPEN_PLACE.name, 0.0004)
    assert csw.get(address).content != before


def test_cells_that_only_a_hidden_place_covers_are_not_coloured_as_covered(
    csw: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    page = csw.get(f"/planning/file?{QUESTION}&form=html").text
    # The last one, or the hidden place would stand in the middle of what is coloured.
    assert cells_of(page) == [_COVERED, _COVERED, _UNCOVERED]
    assert CELLS_OF_DRAWN in page
    district = page.split('<th scope="row">港学区</th>')[1].split("</tr>")[0]
    assert "<td>届いている</td><td>100%</td>" in district  # the figure of the district rests on everything
    add_entries(app, moving_clock, replace(HIDDEN, name="ひらいた家"))
    assert cells_of(csw.get(f"/planning/file?{QUESTION}&form=html").text) == [_COVERED] * 3


@pytest.mark.parametrize("form", SITE_FILES)
def test_a_chosen_venue_whose_position_is_not_for_everybody_is_in_a_file_without_name_and_position(
    csw: Visitor, form: str
) -> None:
    query = "kind=salon&candidates=venues"
    assert "かくれた会館" in csw.get(f"/planning/siting?{query}").text
    text = unpacked(csw.get(f"/planning/siting/file?{query}&form={form}").content)
    assert "位置を公開していない会場候補が1か所あり、名称と位置を書いていません。" in text
    assert not [planted for planted in PLANTED if planted in text]


def test_a_map_of_sites_is_the_same_wherever_a_hidden_venue_or_place_lies(
    csw: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    address = "/planning/siting/file?kind=salon&candidates=venues&form=html"
    before = csw.get(address).text
    assert "会場候補が1か所あり" in before
    assert _NEWLY not in cells_of(before)  # the hidden venue would stand in the middle of them
    for name in (HIDDEN.name, WHOLLY.name, VENUE.name):
        move(app, moving_clock, name, 0.0004)
    assert csw.get(address).text == before


def test_an_open_venue_is_on_the_map_of_sites_under_its_name(
    csw: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    add_entries(app, moving_clock, replace(VENUE, name="ひらいた会館", lat=35.0899, lon=135.9))
    move(app, moving_clock, VENUE.name, 0.5)  # too far to help anybody
    page = csw.get("/planning/siting/file?kind=salon&candidates=venues&form=html").text
    assert "ひらいた会館" in page
    assert "35.0899" in page
    assert "かくれた会館" not in page
    assert _NEWLY in cells_of(page)


def test_a_districts_workbook_names_what_everybody_may_read(csw: Visitor) -> None:
    assert "うちわの家" in csw.get(f"/planning/district?district=D01&{QUESTION}").text
    text = unpacked(csw.get(f"/planning/district/file?district=D01&{QUESTION}").content)
    assert "うちわの家" not in text
    assert "（名称は公開されていません）" in text
    assert "ふらっとカフェ" in text


def test_a_map_file_asks_nobody_even_where_the_pages_draw_on_an_operators_tiles(
    settings: Settings, moving_clock: MovingClock
) -> None:
    tiles = "http://tiles.example/{z}/{x}/{y}.png"
    with_tiles = settings.model_copy(update={"tile_url": tiles, "tile_attribution": "架空の地図"})
    app = create_app(with_tiles, clock=moving_clock)
    try:
        give_ground(app, moving_clock)
        with Visitor.of(app) as visitor:
            visitor.sign_in("worker", PASSWORDS["worker"])
            assert tiles in visitor.get(f"/planning?{QUESTION}").text
            page = visitor.get(f"/planning/file?{QUESTION}&form=html").text
    finally:
        app.state.parts.database.close()
    assert "tiles.example" not in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert "背景地図は使っていません。" in page
