"""A worker's way from the sign-in to the suggestions: by keyboard alone, with and without JavaScript."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from api.accounts.demo import DEMO_ACCOUNTS
from resources.clock import FixedClock
from tests.browser.conftest import RecordedPage
from tests.browser.demo_pages import NOTE, ask_for_suggestions, demo_app, sign_in

pytestmark = pytest.mark.browser

Recorder = Callable[..., RecordedPage]

FOCUSED = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return {
    name: (element.textContent || element.value || "").trim(),
    id: element.id,
    tag: element.tagName,
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[FastAPI], str]) -> Iterator[str]:
    clock = FixedClock(datetime(2026, 11, 21, 0, 0, tzinfo=UTC))
    application = demo_app(tmp_path_factory.mktemp("demo"), clock)
    yield serve(application)
    application.state.parts.database.close()


def tab_to(page: Page, name: str, *, at_most: int = 30) -> None:
    """Press Tab until the element of that text has the focus, which must be visible all the way."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["ring"], f"no visible focus on {focused}"
        assert focused["inView"], f"focus out of sight on {focused}"
        if focused["name"] == name:
            return
    pytest.fail(f"no way to {name} with {at_most} tabs", pytrace=False)


@pytest.mark.parametrize("java_script", [True, False], ids=["javascript", "plain"])
def test_from_sign_in_to_suggestions_by_keyboard(
    address: str, page_recorder: Recorder, java_script: bool
) -> None:
    recorded = page_recorder(address, java_script=java_script)
    page = recorded.page
    page.goto(address)
    page.locator("#field-sign_in_name:focus").wait_for()
    page.keyboard.type(DEMO_ACCOUNTS[0].sign_in_name)
    page.keyboard.press("Tab")
    page.keyboard.type(DEMO_ACCOUNTS[0].password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    tab_to(page, "メモからさがす")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/suggestions")
    page.locator("#field-note:focus").wait_for()  # no key is needed to start writing
    page.keyboard.type(NOTE)
    tab_to(page, "候補を出す", at_most=5)
    page.keyboard.press("Enter")
    page.wait_for_selector(".suggestions")
    assert page.url == f"{address}/suggestions"
    assert page.locator(".suggestion").count() == 20
    assert page.input_value("#field-note") == NOTE
    first = page.locator(".suggestion__name a").first
    tab_to(page, "候補（20件）", at_most=10)
    page.keyboard.press("Enter")  # past the note
    tab_to(page, first.text_content() or "", at_most=1)
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    opened.value.wait_for_url(f"{address}/resources/*")
    assert opened.value.locator("h1").is_visible()
    assert page.locator(".suggestion").count() == 20  # the result is still there
    assert recorded.complaints() == []


@pytest.mark.parametrize("java_script", [True, False], ids=["javascript", "plain"])
def test_enter_in_the_form_beside_a_result_asks_for_suggestions(
    address: str, page_recorder: Recorder, java_script: bool
) -> None:
    page = page_recorder(address, java_script=java_script).page
    sign_in(page, address)
    ask_for_suggestions(page, address)
    page.fill("#field-age", "66")
    with page.expect_navigation(wait_until="load"):
        page.press("#field-age", "Enter")
    assert page.url == f"{address}/suggestions"  # without #why
    assert "66歳" in page.locator(".asked-for").inner_text()
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("java_script", [True, False], ids=["javascript", "plain"])
def test_enter_in_the_question_answers_it_for_the_same_need(
    address: str, page_recorder: Recorder, java_script: bool
) -> None:
    page = page_recorder(address, java_script=java_script).page
    sign_in(page, address)
    ask_for_suggestions(page, address)
    before = page.locator(".suggestion__name").all_text_contents()
    page.fill("#field-asked", "サロン")
    with page.expect_navigation(wait_until="load"):
        page.press("#field-asked", "Enter")
    assert page.url == f"{address}/suggestions#why"
    assert page.locator("#why [role=status] h3").count() > 0
    assert page.locator(".suggestion__name").all_text_contents() == before
    assert page.input_value("#field-note") == NOTE
    assert page.is_checked("#need-form input[value=tue-afternoon]")


def test_the_question_takes_along_what_was_typed_since(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address).page
    sign_in(page, address)
    ask_for_suggestions(page, address)
    page.fill("#field-age", "66")
    page.uncheck("#need-form input[value=tue-afternoon]")
    page.fill("#field-asked", "サロン")
    with page.expect_navigation(wait_until="load"):
        page.press("#field-asked", "Enter")
    assert page.input_value("#field-age") == "66"
    assert not page.is_checked("#need-form input[value=tue-afternoon]")
    assert page.is_checked("#need-form input[value=thu-afternoon]")


def test_when_the_session_has_ended_the_page_says_so_and_keeps_what_was_typed(
    address: str, page_recorder: Recorder
) -> None:
    recorded = page_recorder(address)
    page = recorded.page
    sign_in(page, address)
    page.goto(f"{address}/suggestions")
    page.fill("#field-note", NOTE)
    page.context.clear_cookies()
    page.click("#need-form button[type=submit]")
    page.get_by_role("alert").get_by_text("サインインが切れました。").wait_for()
    assert page.url == f"{address}/suggestions"
    assert page.input_value("#field-note") == NOTE
    with page.context.expect_page() as opened:
        page.click("#session-notice a")
    sign_in(opened.value, address)
    page.click("#need-form button[type=submit]")  # the page goes on with the new session
    page.wait_for_selector(".suggestions")
    assert page.input_value("#field-note") == NOTE
    assert recorded.complaints(expected=["401"]) == []


def test_the_details_of_a_card_open_by_keyboard(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address, java_script=False).page
    sign_in(page, address)
    ask_for_suggestions(page, address)
    details = page.locator(".suggestion details", has_text="受け入れの配慮").first
    details.locator("summary").focus()
    page.keyboard.press("Enter")
    for fact in ("対象", "利用条件", "送迎", "受け入れの配慮", "電話"):
        assert details.get_by_text(fact, exact=True).is_visible(), fact


def test_plain_http_under_a_name_of_the_intranet_works(
    address: str, browser: Browser, chromium: Path
) -> None:
    """There a browser sends no Sec-Fetch-Site: the Origin header alone lets the forms through."""
    port = address.rsplit(":", 1)[1]
    unconfined = ["--no-sandbox"] if os.geteuid() == 0 else []
    names = "--host-resolver-rules=MAP tsunagite.intra 127.0.0.1, MAP * ~NOTFOUND"
    intranet = browser.browser_type.launch(executable_path=str(chromium), args=[names, *unconfined])
    try:
        page = intranet.new_page()
        sent: list[dict[str, str]] = []
        page.on(
            "request",
            lambda request: sent.append(request.all_headers()) if request.method == "POST" else None,
        )
        sign_in(page, f"http://tsunagite.intra:{port}")
        ask_for_suggestions(page, f"http://tsunagite.intra:{port}")
        assert page.locator(".suggestion").count() == 20
    finally:
        intranet.close()
    assert len(sent) == 2
    assert all("sec-fetch-site" not in headers for headers in sent)


def test_the_first_tab_offers_to_skip_to_the_content(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address).page
    sign_in(page, address)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "本文へ移動"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "メモからさがす"


def test_every_stop_of_the_tab_key_is_visible(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address, height=600).page
    sign_in(page, address)
    ask_for_suggestions(page, address)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    stops = 0
    for _ in range(200):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["tag"] == "BODY":
            break
        stops += 1
        assert focused["ring"], focused
        assert focused["inView"], focused
    assert stops > 40


def test_an_error_takes_the_focus_and_leads_to_its_field(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address, java_script=False).page
    sign_in(page, address)
    page.goto(f"{address}/suggestions")
    page.fill("#field-age", "百")
    page.click("#need-form button[type=submit]")
    page.locator(".error-summary:focus").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#field-age:focus").wait_for()
    assert page.input_value("#field-age") == "百"


def test_without_javascript_nothing_is_missing_but_the_picture(address: str, page_recorder: Recorder) -> None:
    names = []
    for java_script in (True, False):
        page = page_recorder(address, java_script=java_script).page
        sign_in(page, address)
        ask_for_suggestions(page, address, place="サロン")
        names.append(page.locator("h2, h3").all_text_contents())
        assert page.locator(".map-area").is_visible() == java_script
        page.goto(f"{address}/resources?q=さろん")
        names.append(page.locator("tbody th").all_text_contents())
        page.click(".who button")
        page.wait_for_url(f"{address}/sign-in")
    assert names[0] == names[2]
    assert names[1] == names[3]
    assert len(names[1]) > 5
