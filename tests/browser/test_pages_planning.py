"""The planner's pages in a browser: the map says what the table says, by keyboard, on paper, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page

from resources.clock import FixedClock
from tests.browser.conftest import RecordedPage
from tests.browser.demo_pages import demo_app, picture, sign_in

pytestmark = pytest.mark.browser

Recorder = Callable[..., RecordedPage]
Axe = Callable[[Page], list[str]]

WEEKDAYS = "".join(f"&weekday={day}" for day in ("mon", "tue", "wed", "thu", "fri"))
ASKED = f"/planning?kind=third_place&age=15-39&minutes=30&mode=walk{WEEKDAYS}"
WRONG = "/planning?kind=&age=abc&from=25:00&minutes=x"
PAGES = {
    "gaps": ASKED,
    "gaps-wrong": WRONG,
    "gaps-nothing": "/planning?kind=farm_welfare&age=0-5&weekday=sun",
    "gaps-car": "/planning?kind=third_place&mode=car&minutes=240",
    "sites": "/planning/siting?kind=third_place&age=15-39&add=3",
    "weekday": "/planning/siting?kind=third_place&what=weekday&weekday=sat&add=2",
    "seats": "/planning/siting?kind=third_place&what=seats&add=2",
}
RED, YELLOW, GREEN = "#b3261e", "#f2c230", "#7cc4b3"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[FastAPI], str]) -> Iterator[str]:
    clock = FixedClock(datetime(2026, 11, 21, 0, 0, tzinfo=UTC))
    application = demo_app(tmp_path_factory.mktemp("demo"), clock)
    yield serve(application)
    application.state.parts.database.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_every_answer_is_accessible_fits_its_width_and_asks_nobody_else(
    address: str, page_recorder: Recorder, axe: Axe, width: int
) -> None:
    recorded = page_recorder(address, width=width)
    page = recorded.page
    sign_in(page, address)
    found: list[str] = []
    for name, path in PAGES.items():
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        for fold in page.locator("main details").all():
            fold.evaluate("element => { element.open = true }")
        found += [f"{name}: {line}" for line in axe(page)]
        sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(sideways) <= 0, name
        picture(page, f"planning-{name}-{width}")
    assert found == []
    assert recorded.complaints(expected=["422"]) == []


def test_the_map_colours_each_district_as_the_table_judges_it(address: str, page_recorder: Recorder) -> None:
    recorded = page_recorder(address)
    page = recorded.page
    sign_in(page, address)
    page.goto(address + ASKED)
    page.wait_for_selector("#map .leaflet-outlines-pane path")
    marks = [row.get_attribute("data-mark") for row in page.locator("tr[data-district]").all()]
    drawn = "colour => document.querySelectorAll(`#map .leaflet-outlines-pane path[fill='${colour}']`).length"
    assert len(marks) == 14
    for mark, colour in (("不足", RED), ("不確か", YELLOW), ("届いている", GREEN)):
        assert marks.count(mark) > 0, mark
        assert page.evaluate(drawn, colour) == marks.count(mark), mark
    named = sorted(page.locator("#map .map-district--flagged").all_inner_texts())
    flagged = page.locator("tr[data-mark='不足'] th, tr[data-mark='不確か'] th").all_inner_texts()
    assert named == sorted(flagged)
    assert page.locator("#map path.leaflet-interactive[fill='#006173']").count() > 10
    assert recorded.complaints() == []


def test_a_district_on_the_map_leads_to_its_line(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address, height=500).page
    sign_in(page, address)
    page.goto(address + ASKED)
    page.wait_for_selector(f"#map path[fill='{YELLOW}']")
    page.locator(f"#map path[fill='{YELLOW}']").dispatch_event("click")
    pointed = page.locator(".planning-table__row--pointed")
    assert pointed.get_attribute("data-mark") == "不確か"
    page.wait_for_function(
        """() => { const box = document.querySelector(".planning-table__row--pointed").getBoundingClientRect();
                   return box.top > 0 && box.bottom < innerHeight; }"""
    )


@pytest.mark.parametrize("java_script", [True, False], ids=["javascript", "plain"])
def test_a_question_is_asked_and_changed_by_keyboard(
    address: str, page_recorder: Recorder, java_script: bool
) -> None:
    recorded = page_recorder(address, java_script=java_script)
    page = recorded.page
    sign_in(page, address)
    page.goto(f"{address}/planning")
    page.focus("#field-age")
    page.keyboard.type("65-")
    page.keyboard.press("Enter")
    page.wait_for_url("**/planning?*age=65-*")
    assert "居場所 / 65歳以上" in page.locator(".asked-for").inner_text()
    assert page.locator(".map-area").is_visible() == java_script
    assert not page.locator("#field-age").is_visible()  # folded behind the answer
    page.focus(".planning-ask summary")
    page.keyboard.press("Enter")
    page.locator("#field-age").wait_for(state="visible")
    assert page.input_value("#field-age") == "65-"
    assert page.locator("tr[data-district]").count() == 14
    assert recorded.complaints() == []


def test_an_error_opens_the_form_and_leads_to_its_field(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address, java_script=False).page
    sign_in(page, address)
    page.goto(address + WRONG)
    page.locator(".error-summary:focus").wait_for()
    page.click(".error-summary a[href='#field-age']")
    page.locator("#field-age:focus").wait_for()


def test_on_paper_stands_the_question_and_the_whole_table_and_not_the_form(
    address: str, page_recorder: Recorder
) -> None:
    page = page_recorder(address).page
    sign_in(page, address)
    page.goto(address + ASKED)
    page.wait_for_selector("#map .leaflet-outlines-pane path")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 690, "height": 1000})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert "15〜39歳 / 平日" in page.locator(".asked-for").inner_text()
    for hidden in (".planning-ask", ".planning-nav", ".downloads", ".map-area__tools"):
        assert page.locator(hidden).count() > 0, hidden
        assert not page.locator(hidden).first.is_visible(), hidden
    table = page.locator(".planning-table")
    assert table.evaluate("element => getComputedStyle(element).display") == "table"
    assert table.locator("thead th").first.is_visible()
    assert table.evaluate("element => element.scrollWidth") <= 690
    assert page.locator("tr[data-mark='不足'] + .planning-table__why p").first.is_visible()
    picture(page, "planning-print")


def test_in_high_contrast_mode_bars_and_colours_of_the_legend_stay(
    address: str, page_recorder: Recorder
) -> None:
    page = page_recorder(address, forced_colors="active").page
    sign_in(page, address)
    page.goto(address + ASKED)
    page.wait_for_selector("#map .leaflet-outlines-pane path")
    colour = page.locator(".swatch--short").evaluate("element => getComputedStyle(element).backgroundColor")
    assert colour == "rgb(203, 120, 115)"
    picture(page, "planning-high-contrast")
