"""A position that is only the point of a town is said to be one, and is not drawn."""

from __future__ import annotations

from dataclasses import replace

from fastapi import FastAPI
from sqlmodel import col, select

from geo.sources import Source
from resources.addresses import store_towns
from resources.tables import Resource, ResourceLocation
from tests.api.conftest import MovingClock
from tests.api.sample_city import OPEN_PLACE, add_entries
from tests.api.visitor import Visitor
from tests.geo.addresses.towns import small_table

SOURCE = Source("みどり町字の一覧", "2026年版", "CC BY 4.0", "みどり町字を加工")


def test_the_point_of_a_town_is_named_on_the_page_and_not_drawn(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    (public_id,) = add_entries(app, moving_clock, replace(OPEN_PLACE, name="代表点の居場所"))
    with app.state.parts.database.session() as session:
        of_entry = select(ResourceLocation).join(Resource).where(col(Resource.public_id) == public_id)
        session.exec(of_entry).one().accuracy = "representative"

    page = worker.get(f"/resources/{public_id}").text

    assert "町丁目の代表点です。建物の場所ではない" in page
    assert "data-lat" not in page


def test_lists_of_towns_stand_on_the_page_about_the_system(
    worker: Visitor, app: FastAPI, moving_clock: MovingClock
) -> None:
    with app.state.parts.database.session() as session:
        store_towns(session, small_table().towns, SOURCE, clock=moving_clock)

    page = worker.get("/about").text

    for words in (*(SOURCE.name, SOURCE.edition, SOURCE.licence, SOURCE.note), "区域・人口・町字のデータ"):
        assert words in page
