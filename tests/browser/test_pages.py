"""Every page there is, in a browser: WCAG 2.2 AA, no sideways scrolling, nothing from outside, no errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page
from sqlmodel import select

from api.web.feed_routes import FEED_ROUTES
from resources.clock import FixedClock
from resources.tables import Resource
from tests.api.routes import all_routes
from tests.browser.conftest import RecordedPage
from tests.browser.demo_pages import NOTE, ask_for_suggestions, demo_app, picture, sign_in

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
    of_a_keeper = {"import_id": "-", "mapping_id": "-", "file_number": "0"}  # see test_pages_import
    routes = all_routes(app, {"public_id": str(public_id), **of_a_keeper})
    no_pages = {"health", "keep_session", "district_outlines", "base_layer"}
    no_pages |= {"download_gaps", "download_sites", "download_matrix", "download_district"}
    no_pages |= FEED_ROUTES | {"download_export", "download_sources"}
    no_pages |= {"download_open", "open_sources", "open_districts"}
    found = {
        r.name: r.path
        for r in routes
        if r.method == "GET" and r.name not in no_pages and not r.path.startswith("/imports")
    }
    assert len(found) >= 6
    return found


def faults(page: Page, axe: Axe) -> list[str]:
    """What is wrong with the page that is open."""
    page.wait_for_load_state("load")  # after a click the style sheets may still be on their way
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
    sign_in(page, address, "csw")  # who keeps the catalogue has every page
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
    page.wait_for_load_state("load")  # its style sheets may still be on their way
    edge = "(element, side) => parseFloat(getComputedStyle(element)[`border${side}Width`])"
    # These widths stand in the rules for high contrast alone or would be lost with a rule of the form.
    for part, side, width in (
        ("main button[type=submit]", "Top", 2),
        (".error-summary", "Top", 4),
        ("#field-password", "Top", 2),
        (".field--wrong >> nth=0", "Left", 4),
    ):
        assert page.locator(part).evaluate(edge, side) == width, part
    picture(page, "sign-in-error-high-contrast")


def test_high_contrast_mode_moves_nothing_in_the_form(address: str, page_recorder: Recorder) -> None:
    margins = []
    for forced_colors in ("active", "none"):
        page = page_recorder(address, forced_colors=forced_colors).page
        sign_in(page, address)
        page.goto(f"{address}/suggestions")
        page.fill("#field-age", "百")
        page.click("#need-form button[type=submit]")
        page.wait_for_selector(".field--wrong")
        page.wait_for_load_state("load")  # the style sheets too
        margin = "element => getComputedStyle(element).margin"
        parts = (".field--wrong >> nth=0", ".need-form__go", ".row + .quiet >> nth=0")
        margins.append([page.locator(part).evaluate(margin) for part in parts])
    assert margins[0] == margins[1]


def test_on_paper_stands_what_was_found_and_not_the_controls(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address).page
    sign_in(page, address)
    ask_for_suggestions(page, address)
    page.emulate_media(media="print")
    assert page.locator(".suggestion__name").first.is_visible()
    controls = (
        ".site-nav",
        "#need-form",
        ".who",
        ".map-area__tools",
        "#field-asked",
        ".leaflet-control-zoom",
    )
    for control in (*controls, "summary", "main button"):
        assert page.locator(control).count() > 0, control
        assert not any(part.is_visible() for part in page.locator(control).all()), control
    assert page.locator(".demo-banner").is_visible()
    head = page.locator(".asked-for").inner_text()
    assert "2026年11月21日 現在" in head
    assert "52歳" in head
    assert "自転車で30分まで" in head
    assert "鉄道の話" not in head  # the note is not on the sheet
    assert NOTE not in page.locator("body").inner_text()


def test_an_entry_leads_back_to_the_search_it_was_found_by(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address).page
    sign_in(page, address)
    page.goto(f"{address}/resources?q=さろん&status=open&stale=1")
    names = page.locator("tbody th").all_text_contents()
    page.locator("tbody th a").first.click()
    page.wait_for_url(f"{address}/resources/*")
    page.click(".back a")
    page.wait_for_url(f"{address}/resources?*")
    assert page.input_value("#field-q") == "さろん"
    assert page.locator("tbody th").all_text_contents() == names


def test_every_figure_of_the_start_page_leads_to_as_many_entries(
    address: str, page_recorder: Recorder
) -> None:
    page = page_recorder(address).page
    sign_in(page, address)
    figures = [
        (figure.get_attribute("href"), figure.locator(".figures__number").inner_text())
        for figure in page.locator(".figures a").all()
    ]
    assert len(figures) == 4
    for path, number in figures:
        page.goto(f"{address}{path}")
        assert page.locator(".count strong").inner_text() == number, path
