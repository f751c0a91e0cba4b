"""The map beside a list: every place on it, readable in every mode and on paper, and no place lost without it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from playwright.sync_api import Route

from resources.clock import FixedClock
from tests.browser.conftest import RecordedPage
from tests.browser.demo_pages import ask_for_suggestions, demo_app, picture, sign_in

pytestmark = pytest.mark.browser

Recorder = Callable[..., RecordedPage]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[FastAPI], str]) -> Iterator[str]:
    clock = FixedClock(datetime(2026, 11, 21, 0, 0, tzinfo=UTC))
    application = demo_app(tmp_path_factory.mktemp("demo"), clock)
    yield serve(application)
    application.state.parts.database.close()


def test_in_high_contrast_mode_the_words_of_the_map_stand_out_from_its_colours(
    address: str, page_recorder: Recorder
) -> None:
    page = page_recorder(address, forced_colors="active", color_scheme="dark").page
    sign_in(page, address)
    ask_for_suggestions(page, address)
    page.wait_for_selector(".map-district", state="attached")
    colour = "element => getComputedStyle(element).color"
    assert page.locator(".map-number").first.evaluate(colour) == "rgb(255, 255, 255)"
    assert page.locator(".map-district").first.evaluate(colour) == "rgb(29, 63, 67)"
    ground = page.locator("#map").evaluate("element => getComputedStyle(element).backgroundColor")
    assert ground == "rgb(238, 243, 243)"
    picture(page, "suggestions-high-contrast")


def test_on_paper_the_map_shows_every_place(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address).page
    sign_in(page, address)
    ask_for_suggestions(page, address)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 690, "height": 1000})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    outside = """() => {
      const box = document.getElementById("map").getBoundingClientRect();
      return [...document.querySelectorAll("#map .map-number")].filter((mark) => {
        const at = mark.getBoundingClientRect();
        return at.left < box.left || at.right > box.right || at.top < box.top || at.bottom > box.bottom;
      }).length;
    }"""
    assert page.locator("#map .map-number").count() > 3
    assert page.evaluate(outside) == 0
    width = page.locator("#map").evaluate("element => element.clientWidth")
    assert 600 < width < 690
    picture(page, "suggestions-print")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".map--paper").count() == 0


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
    spots = page.evaluate(
        """() => new Set([...document.querySelectorAll("tr[data-lat]")].map(
          ({ dataset }) => `${Number(dataset.lat).toFixed(5)} ${Number(dataset.lon).toFixed(5)}`)).size"""
    )
    assert places >= spots > 10
    assert outlines > 5
    assert page.locator("#map path.leaflet-interactive").count() == spots
    assert page.locator("#map .leaflet-outlines-pane path").count() == outlines
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
    ranks = [item.get_attribute("data-rank") for item in page.locator("li[data-rank]").all()]
    marks = page.locator("#map .map-number").all_text_contents()
    assert sorted(rank for mark in marks for rank in mark.split("・")) == sorted(filter(None, ranks))
    first_rank = marks[-1].split("・")[0]
    chosen = page.locator(f"li[data-rank='{first_rank}']")
    name = chosen.locator("a").first.text_content()
    assert not chosen.is_visible()  # folded away
    page.locator("#map path.leaflet-interactive[fill='#006173']").last.dispatch_event("click")
    page.wait_for_function("name => document.activeElement.textContent === name", arg=name)
    assert chosen.is_visible()


def test_places_at_one_spot_share_a_mark_that_names_them_all(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address).page
    sign_in(page, address)
    page.route("**/suggestions", _second_place_beside_the_first)
    ask_for_suggestions(page, address)
    marks = page.locator("#map .map-number").all_text_contents()
    shared = [mark for mark in marks if mark.startswith("1・")]
    assert len(shared) == 1
    assert "2" in shared[0].split("・")


def _second_place_beside_the_first(route: Route) -> None:
    """Let the answer have its first two places at one spot."""
    if route.request.method != "POST":
        route.fallback()
        return
    answer = route.fetch()
    items = re.split(r'(?=<li class="suggestion")', answer.text())
    spot = ' data-lat="35.03" data-lon="135.93" data-name="x" data-rank="{}"'
    for number in (1, 2):
        bare = re.sub(r' data-(?:lat|lon|name|rank)="[^"]*"', "", items[number])
        items[number] = bare.replace(
            '<li class="suggestion"', f'<li class="suggestion"{spot.format(number)}', 1
        )
    route.fulfill(response=answer, body="".join(items))


def test_without_the_outlines_the_map_says_so_and_keeps_its_places(
    address: str, page_recorder: Recorder
) -> None:
    recorded = page_recorder(address)
    page = recorded.page
    sign_in(page, address)
    page.route("**/districts.json", lambda route: route.fulfill(status=503))
    page.goto(f"{address}/resources?kind=third_place")
    page.get_by_text("学区の境界線を読み込めませんでした。").wait_for()
    assert page.locator("#map path.leaflet-interactive").count() > 10
    assert [line for line in recorded.console_errors if "503" not in line] == []
