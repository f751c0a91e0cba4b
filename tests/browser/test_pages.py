"""Every page there is, in a browser: WCAG 2.2 AA, no sideways scrolling, nothing from outside, no errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page
from sqlmodel import select

from resources.clock import FixedClock
from resources.tables import Resource
from tests.api.routes import all_routes
from tests.browser.conftest import RecordedPage
from tests.browser.demo_pages import ask_for_suggestions, demo_app, picture, sign_in

pytestmark = pytest.mark.browser

Recorder = Callable[..., RecordedPage]
Axe = Callable[[Page], list[str]]
WIDTHS = [1280, 320]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    clock = FixedClock(datetime(2026, 11, 21, 0, 0, tzinfo=UTC))
    application = demo_app(tmp_path_factory.mktemp("demo"), clock)
    yield application
    application.state.parts.database.close()


@pytest.fixture(scope="module")
def address(app: FastAPI, serve: Callable[[FastAPI], str]) -> str:
    return serve(app)


@pytest.fixture(scope="module")
def pages(app: FastAPI) -> dict[str, str]:
    """Name and address of every GET route that is a page."""
    with app.state.parts.database.session() as session:
        public_id = session.exec(select(Resource.public_id).order_by(Resource.name)).first()
    routes = all_routes(app, {"public_id": str(public_id)})
    no_pages = {"health", "keep_session", "district_outlines"}
    found = {r.name: r.path for r in routes if r.method == "GET" and r.name not in no_pages}
    assert len(found) >= 6
    return found


def faults(page: Page, axe: Axe) -> list[str]:
    """What is wrong with the page that is open."""
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found = [f"{page.url}: {line}" for line in axe(page)]
    return found + ([f"{page.url}: {sideways} px to scroll sideways"] if sideways > 0 else [])


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible_and_asks_nobody_else(
    address: str, pages: dict[str, str], page_recorder: Recorder, axe: Axe, width: int
) -> None:
    recorded = page_recorder(address, width=width)
    page = recorded.page
    found: list[str] = []
    page.goto(f"{address}/sign-in")
    found += faults(page, axe)
    picture(page, f"sign-in-{width}")
    sign_in(page, address)
    for name, path in pages.items():
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        found += faults(page, axe)
        picture(page, f"page-{name}-{width}")
    assert found == []
    assert recorded.complaints() == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_suggestions_are_accessible_and_ask_nobody_else(
    address: str, page_recorder: Recorder, axe: Axe, width: int
) -> None:
    recorded = page_recorder(address, width=width)
    page = recorded.page
    sign_in(page, address)
    ask_for_suggestions(page, address, place="サロン")
    page.wait_for_load_state("networkidle")
    for fold in page.locator("main details").all():
        fold.evaluate("element => { element.open = true }")
    found = faults(page, axe)
    picture(page, f"suggestions-{width}")
    assert found == []
    assert recorded.complaints() == []


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_with_errors_are_accessible_too(
    address: str, page_recorder: Recorder, axe: Axe, width: int
) -> None:
    recorded = page_recorder(address, width=width)
    page = recorded.page
    page.goto(f"{address}/sign-in")
    page.click("main button[type=submit]")
    found = faults(page, axe)
    picture(page, f"sign-in-error-{width}")
    sign_in(page, address)
    page.goto(f"{address}/suggestions")
    for fold in page.locator("details").all():
        fold.evaluate("element => { element.open = true }")
    page.fill("#field-age", "百")
    page.fill("#field-max_fee", "たくさん")
    page.check("input[value=none]")
    page.check("input[value=手帳]")
    page.click("#need-form button[type=submit]")
    page.wait_for_selector(".error-summary")
    found += faults(page, axe)
    picture(page, f"suggestions-error-{width}")
    page.goto(f"{address}/no-such-page")
    found += faults(page, axe)
    assert found == []
    assert recorded.complaints(expected=["422", "404"]) == []


def test_in_high_contrast_mode_buttons_and_errors_keep_their_edges(
    address: str, page_recorder: Recorder
) -> None:
    page = page_recorder(address, forced_colors="active").page
    page.goto(f"{address}/sign-in")
    page.click("main button[type=submit]")
    page.wait_for_selector(".error-summary")
    edge = "element => parseFloat(getComputedStyle(element).borderTopWidth)"
    for part in ("main button[type=submit]", ".error-summary", "#field-password"):
        assert page.locator(part).evaluate(edge) >= 1, part
    picture(page, "sign-in-error-high-contrast")


def test_on_paper_stands_what_was_found_and_not_the_controls(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address).page
    sign_in(page, address)
    ask_for_suggestions(page, address)
    page.emulate_media(media="print")
    assert page.locator(".suggestion__name").first.is_visible()
    for control in (".site-nav", "#need-form", ".who", ".map-area__tools"):
        assert not page.locator(control).first.is_visible(), control
    assert page.locator(".demo-banner").is_visible()


def test_the_map_shows_every_place_of_the_list_and_speaks_japanese(
    address: str, page_recorder: Recorder
) -> None:
    recorded = page_recorder(address)
    page = recorded.page
    sign_in(page, address)
    page.goto(f"{address}/resources?kind=third_place")
    page.wait_for_load_state("networkidle")
    places = page.locator("tr[data-lat]").count()
    outlines = page.evaluate("fetch('/districts.json').then(r => r.json()).then(g => g.features.length)")
    assert places > 10
    assert outlines > 5
    assert page.locator("#map path.leaflet-interactive").count() == places + outlines
    assert page.locator(".leaflet-control-zoom-in").get_attribute("aria-label") == "地図を拡大"
    assert page.locator(".leaflet-control-zoom-out").get_attribute("aria-label") == "地図を縮小"
    assert "maps/tiles" not in page.content()
    assert recorded.complaints() == []


def test_the_map_can_be_used_without_dragging(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address).page
    sign_in(page, address)
    page.goto(f"{address}/resources?kind=third_place")
    page.wait_for_load_state("networkidle")
    scale = page.locator(".leaflet-control-scale-line")
    before = scale.inner_text()
    page.focus(".leaflet-control-zoom-in")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "before => document.querySelector('.leaflet-control-scale-line').innerText !== before", arg=before
    )
    page.click("#map-all")
    page.wait_for_function(
        "before => document.querySelector('.leaflet-control-scale-line').innerText === before", arg=before
    )


def test_a_circle_leads_to_its_place_in_the_list(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address).page
    sign_in(page, address)
    ask_for_suggestions(page, address)
    page.wait_for_load_state("networkidle")
    last = page.locator("li[data-rank]").last
    name = last.locator("a").first.text_content()
    circles = page.locator("#map path.leaflet-interactive[fill='#006173']")
    assert circles.count() == page.locator("li[data-rank]").count()
    circles.last.dispatch_event("click")
    page.wait_for_function("name => document.activeElement.textContent === name", arg=name)
    assert last.is_visible()  # although it was folded away
