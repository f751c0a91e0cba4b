"""The public page: what everybody may see, for everybody, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from sqlmodel import select

from api.app import create_app
from api.settings import Settings
from resources.disclosure.channels import channels
from resources.exporting.forms import FORMS
from resources.tables import District, Resource
from tests.api.conftest import MovingClock
from tests.api.planted import SECRETS, SEEN, plant, secrets_in
from tests.api.sample_city import OPEN_PLACE, PASSWORDS, VOLUNTEER, add_entries
from tests.api.visitor import OWN_PAGE, Visitor

SEARCHES = (
    "",
    "?order=fresh",
    "?order=name",
    "?free=1&day=tue&from=13:00&to=15:00&age=30&max_fee=500",
    "?q=たぬき",
    "?district=D02",
    "?status=contacted&standing=&stale=1&full=1&near=D01&km=10&order=near",
)


@pytest.fixture
def planted_ids(app: FastAPI, moving_clock: MovingClock) -> dict[str, str]:
    """Name → public id, with planted secrets among them."""
    plant(app, moving_clock)
    with app.state.parts.database.session() as session:
        return {row.name: row.public_id for row in session.exec(select(Resource))}


def names(visitor: Visitor, search: str = "") -> list[str]:
    page = visitor.get(f"/open{search}")
    assert page.status_code == 200, page.text
    return re.findall(r'open-card__name"><a [^>]*>([^<]*)</a>', page.text)


def test_nothing_hidden_is_on_any_public_page(visitor: Visitor, planted_ids: dict[str, str]) -> None:
    for search in SEARCHES:
        response = visitor.get(f"/open{search}")
        assert secrets_in(response.content) == [], search
    assert {SEEN[0], SEEN[1]} <= set(names(visitor))
    for name, public_id in planted_ids.items():
        response = visitor.get(f"/open/places/{public_id}")
        assert response.status_code == (404 if name in SECRETS else 200), name
        assert secrets_in(response.content) == [], name
    for form in FORMS:
        assert secrets_in(visitor.get(f"/open/files?form={form}").content) == [], form
    assert secrets_in(visitor.get("/open/sources").content) == []


def test_no_search_finds_an_entry_by_what_it_hides(visitor: Visitor, planted_ids: dict[str, str]) -> None:
    assert planted_ids
    for secret in SECRETS:
        assert names(visitor, f"?q={secret}") == [], secret


def test_the_public_page_is_the_channel_that_the_registry_says() -> None:
    (channel,) = [channel for channel in channels() if channel.name == "open_page"]
    assert channel.reader == "anybody"
    assert channel.routes == {"show_open_list", "show_open_entry"}


def test_a_volunteer_is_an_offer_without_a_position(visitor: Visitor, public_ids: dict[str, str]) -> None:
    page = visitor.get(f"/open/places/{public_ids[VOLUNTEER.name]}").text
    assert "ボランティアの方の申し出です" in page
    assert "架空市" in page  # whom to ask: the house that keeps the entry
    for hidden in (VOLUNTEER.operator, VOLUNTEER.phone, VOLUNTEER.address, "data-lat"):
        assert hidden not in page
    cards = visitor.get("/open").text.split("<li ")
    (card,) = [card for card in cards if VOLUNTEER.name in card]
    assert "data-lat" not in card


def test_a_search_asks_words_kind_district_day_and_fee(
    visitor: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    add_entries(app, moving_clock, replace(OPEN_PLACE, name="高い場", fee_yen=3000, district="D02"))
    everything = names(visitor)
    assert {"高い場", OPEN_PLACE.name, "サロン ひだまり"} <= set(everything)
    assert names(visitor, "?q=ﾌﾗｯﾄかふぇ&district=D01") == [OPEN_PLACE.name]
    assert names(visitor, "?kind=salon") == ["サロン ひだまり"]
    assert "高い場" not in names(visitor, "?max_fee=500")
    assert "夜の将棋クラブ" not in names(visitor, "?day=tue")
    assert "サロン ひだまり" not in names(visitor, "?free=1")
    assert names(visitor, "?q=どこにもない言葉") == []


def test_what_is_no_place_or_has_ended_is_not_in_the_list(
    visitor: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    ids = add_entries(
        app,
        moving_clock,
        replace(OPEN_PLACE, name="公園", kind="park", standing="reference_facility"),
        replace(OPEN_PLACE, name="終わった場", status="retired"),
        replace(OPEN_PLACE, name="休んでいる場", status="paused"),
    )
    assert {"公園", "終わった場"} & set(names(visitor)) == set()
    assert "休んでいる場" in names(visitor)
    assert visitor.get(f"/open/places/{ids[0]}").status_code == 404
    assert "もうやっていません" in visitor.get(f"/open/places/{ids[1]}").text
    assert "いまは、休んでいます" in visitor.get(f"/open/places/{ids[2]}").text


def test_the_entry_leads_back_to_the_search_and_the_list_to_files_and_feed(
    visitor: Visitor, public_ids: dict[str, str]
) -> None:
    page = visitor.get("/open?q=鉄道").text
    (link,) = re.findall(r'open-card__name"><a href="([^"]*)"', page)
    back = re.findall(r'class="back"><a href="([^"]*)"', visitor.get(link).text)
    assert names(visitor, back[0].removeprefix("/open").replace("&amp;", "&")) == [OPEN_PLACE.name]
    assert 'href="/hsds/"' in page
    for form in FORMS:
        assert f"/open/files?form={form}" in page
    assert visitor.get("/open/files?form=pdf").status_code == 422


def test_who_is_signed_in_sees_what_everybody_sees(visitor: Visitor, planted_ids: dict[str, str]) -> None:
    paths = ("/open", f"/open/places/{planted_ids[SEEN[0]]}")
    before = [visitor.get(path).text for path in paths]
    visitor.sign_in("csw", PASSWORDS["csw"])
    assert [visitor.get(path).text for path in paths] == before
    assert "サインアウト" not in before[0]
    assert 'href="/resources' not in "".join(before)


def test_the_public_page_sets_no_cookie_and_writes_nothing(visitor: Visitor) -> None:
    response = visitor.get("/open?q=x")
    assert "set-cookie" not in response.headers
    assert "<form" in response.text
    assert 'method="post"' not in response.text
    assert visitor.client.post("/open", headers=OWN_PAGE).status_code in (403, 405)


def test_outlines_of_areas_leave_only_with_a_stated_licence(visitor: Visitor, app: FastAPI) -> None:
    square = '{"type":"Polygon","coordinates":[[[135,35],[136,35],[136,36],[135,35]]]}'
    for licence, count in (("", 0), ("CC BY 4.0", 1)):
        with app.state.parts.database.session() as session:
            district = session.exec(select(District).where(District.code == "D01")).one()
            district.boundary_geojson, district.licence, district.source = square, licence, "境界"
        found = visitor.get("/open/districts.json").json()
        assert len(found["features"]) == count


@pytest.fixture
def closed(settings: Settings, moving_clock: MovingClock) -> Iterator[Visitor]:
    """A visitor of a city that does not publish."""
    application = create_app(settings.model_copy(update={"publish": None}), clock=moving_clock)
    with Visitor.of(application) as somebody:
        yield somebody
    application.state.parts.database.close()


def test_where_nobody_publishes_there_is_no_public_page(closed: Visitor, public_ids: dict[str, str]) -> None:
    entry = f"/open/places/{public_ids[OPEN_PLACE.name]}"
    for path in ("/open", entry, "/open/districts.json", "/open/files", "/open/sources"):
        response = closed.get(path)
        assert response.status_code == 404, path
        assert OPEN_PLACE.name not in response.text
