"""The public page in a browser: by keyboard, with and without JavaScript, on a wide screen and on a telephone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page

from resources.clock import FixedClock
from tests.browser.conftest import RecordedPage
from tests.browser.demo_pages import demo_app, picture
from tests.browser.test_pages import faults

pytestmark = pytest.mark.browser

Recorder = Callable[..., RecordedPage]
Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[FastAPI], str]) -> Iterator[str]:
    application = demo_app(
        tmp_path_factory.mktemp("demo"), FixedClock(datetime(2026, 11, 21, 0, 0, tzinfo=UTC))
    )
    yield serve(application)
    application.state.parts.database.close()


@pytest.mark.parametrize("java_script", [True, False], ids=["javascript", "plain"])
def test_anybody_finds_a_place_by_keyboard(address: str, page_recorder: Recorder, java_script: bool) -> None:
    recorded = page_recorder(address, java_script=java_script)
    page = recorded.page
    page.goto(f"{address}/open")
    page.keyboard.press("Tab")  # 本文へ移動
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("鉄道")
    page.keyboard.press("Enter")
    page.wait_for_selector(".open-card")
    assert "q=%E9%89%84%E9%81%93" in page.url
    first = page.locator(".open-card a").first
    name = first.inner_text()
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".facts")
    assert page.locator("h1").inner_text() == name
    page.get_by_role("link", name="一覧にもどる").click()
    assert page.input_value("#field-q") == "鉄道"
    assert recorded.complaints() == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_public_pages_are_accessible_and_their_map_shows_the_list(
    address: str, page_recorder: Recorder, axe: Axe, width: int
) -> None:
    recorded = page_recorder(address, width=width)
    page = recorded.page
    page.goto(f"{address}/open?kind=third_place&day=tue")
    page.wait_for_load_state("networkidle")
    found = faults(page, axe)
    spots = page.evaluate(
        """() => new Set([...document.querySelectorAll("li[data-lat]")].map(
          ({ dataset }) => `${Number(dataset.lat).toFixed(5)} ${Number(dataset.lon).toFixed(5)}`)).size"""
    )
    assert page.locator("#map path.leaflet-interactive").count() == spots > 3
    assert page.locator("#map .leaflet-outlines-pane path").count() > 5
    picture(page, f"open-list-{width}")
    page.click(".open-card a")
    page.wait_for_load_state("networkidle")
    found += faults(page, axe)
    picture(page, f"open-entry-{width}")
    assert page.locator(".site-nav").count() == 0
    assert found == []
    assert recorded.complaints() == []
