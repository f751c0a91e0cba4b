"""Keeping the catalogue in a browser: a place is put on the map with and without a mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI

from resources.clock import FixedClock
from tests.browser.conftest import RecordedPage
from tests.browser.demo_pages import demo_app, sign_in

pytestmark = pytest.mark.browser

Recorder = Callable[..., RecordedPage]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    clock = FixedClock(datetime(2026, 11, 21, 0, 0, tzinfo=UTC))
    application = demo_app(tmp_path_factory.mktemp("demo"), clock)
    yield application
    application.state.parts.database.close()


@pytest.fixture(scope="module")
def address(app: FastAPI, serve: Callable[[FastAPI], str]) -> str:
    return serve(app)


def test_a_click_on_the_map_is_the_position(address: str, page_recorder: Recorder) -> None:
    recorded = page_recorder(address)
    page = recorded.page
    sign_in(page, address, "csw")
    page.goto(f"{address}/resources/new")
    page.wait_for_load_state("networkidle")
    page.click("#pick", position={"x": 150, "y": 150})
    lat, lon = (float(page.input_value(f"#field-{name}")) for name in ("lat", "lon"))
    assert 34.9 < lat < 35.2
    assert 135.8 < lon < 136.1
    assert "位置を入れました" in page.inner_text("#pick-said")
    assert recorded.complaints() == []


def test_a_place_is_registered_by_keyboard_alone(address: str, page_recorder: Recorder) -> None:
    recorded = page_recorder(address)
    page = recorded.page
    sign_in(page, address, "csw")
    page.goto(f"{address}/resources/new")
    page.wait_for_load_state("networkidle")
    page.keyboard.type("鍵盤の居場所")  # the name has the focus
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.focus("#field-district")
    page.keyboard.press("ArrowDown")
    page.focus("#pick")
    for key in ("ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    page.focus("#pick-centre")
    page.keyboard.press("Enter")
    assert page.input_value("#field-lat")
    page.focus("#field-name")
    page.keyboard.press("Enter")
    page.wait_for_selector(".heading h1")
    assert page.inner_text(".heading h1") == "鍵盤の居場所"
    assert "居場所" in page.inner_text(".heading__kind")
    assert recorded.complaints() == []
