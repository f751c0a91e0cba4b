"""The phone round by keys, without JavaScript too, and two entries side by side, in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page

from resources.clock import FixedClock
from tests.browser.conftest import RecordedPage
from tests.browser.demo_pages import demo_app, picture, sign_in
from tests.browser.test_pages import faults

pytestmark = pytest.mark.browser

Recorder = Callable[..., RecordedPage]
Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[FastAPI], str]) -> Iterator[str]:
    clock = FixedClock(datetime(2026, 11, 21, 0, 0, tzinfo=UTC))
    application = demo_app(tmp_path_factory.mktemp("demo"), clock)
    yield serve(application)
    application.state.parts.database.close()


def _start(page: Page, address: str) -> str:
    """The name of the first entry of the round."""
    sign_in(page, address, "csw")
    page.goto(f"{address}/quality/calls")
    page.click("main form button")
    page.wait_for_selector("#answers")
    page.wait_for_load_state("networkidle")
    return page.locator("h1").inner_text()


def test_one_key_answers_and_the_next_entry_comes(address: str, page_recorder: Recorder, axe: Axe) -> None:
    recorded = page_recorder(address)
    page = recorded.page
    first = _start(page, address)
    page.keyboard.press("3")
    assert page.evaluate("document.activeElement.id") == "field-openings"
    page.keyboard.type("12")  # into the field, in place of what stood there: no button is pressed
    assert page.input_value("#field-openings") == "12"
    assert faults(page, axe) == []
    page.locator("h1").click()
    page.keyboard.press("1")
    page.wait_for_function("name => document.querySelector('h1').innerText !== name", arg=first)
    page.wait_for_load_state("networkidle")
    second = page.locator("h1").inner_text()
    page.keyboard.press("s")
    page.wait_for_function("name => document.querySelector('h1').innerText !== name", arg=second)
    assert recorded.complaints() == []


def test_the_phone_round_works_without_scripts(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address, java_script=False).page
    first = _start(page, address)
    page.locator("#changed summary").click()
    page.fill("#field-openings", "2")
    page.locator("#changed button").click()
    page.wait_for_selector("#answers")
    second = page.locator("h1").inner_text()
    assert second != first
    page.locator("#answers button[value=absent]").click()
    page.wait_for_selector("#answers")
    assert page.locator("h1").inner_text() not in (first, second)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_pair_and_its_undoing_are_accessible(
    address: str, page_recorder: Recorder, axe: Axe, width: int
) -> None:
    recorded = page_recorder(address, width=width)
    page = recorded.page
    sign_in(page, address, "csw")
    page.goto(f"{address}/quality/duplicates")
    page.locator(".pair .button").first.click()
    page.wait_for_selector(".merge")
    found = faults(page, axe)
    picture(page, f"page-pair-{width}")
    page.click("button[value=same]")
    page.wait_for_url(f"{address}/resources/*")
    page.wait_for_load_state("networkidle")
    found += faults(page, axe)
    picture(page, f"page-merged-{width}")
    page.get_by_role("link", name="統合を取り消す").click()
    page.wait_for_url(f"{address}/quality/merge*")
    found += faults(page, axe)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{address}/quality/duplicates")
    page.wait_for_load_state("networkidle")
    found += faults(page, axe)
    assert found == []
    assert recorded.complaints() == []
