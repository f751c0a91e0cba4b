"""The note with what was understood in it: read, corrected and asked about by mouse and keyboard, and on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from playwright.sync_api import Locator, Page

from resources.clock import FixedClock
from tests.browser.conftest import RecordedPage
from tests.browser.demo_pages import demo_app, picture, sign_in

pytestmark = pytest.mark.browser

Recorder = Callable[..., RecordedPage]
Axe = Callable[[Page], list[str]]
WIDTHS = [1280, 360]
PLAIN = pytest.mark.parametrize("java_script", [True, False], ids=["javascript", "plain"])
NOTE = (
    "52歳の男性。会社を辞めてから17年、家にいることが多い。\n若い頃は将棋クラブに通っていた。鉄道の話が好き。"
    "大勢おるとこは勘弁してほしい。バスには乗れない。母はカラオケが好き。料理はできない。\n<b>ぽっぽや</b>に憧れる。"
)
ALERT = "死にたい気持ちがある。"
UNMET = "ギャンブルがやめられない。"
NOTE_ALONE = """() => {
  const note = document.getElementById("note-text").cloneNode(true);
  for (const beside of note.querySelectorAll(".mark__say, .mark__panel")) beside.remove();
  return note.textContent;
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[FastAPI], str]) -> Iterator[str]:
    clock = FixedClock(datetime(2026, 11, 21, 0, 0, tzinfo=UTC))
    application = demo_app(tmp_path_factory.mktemp("demo"), clock)
    yield serve(application)
    application.state.parts.database.close()


def ask(page: Page, address: str, note: str) -> None:
    """Sign in and ask for suggestions with a note alone."""
    sign_in(page, address)
    page.goto(f"{address}/suggestions")
    page.fill("#field-note", note)
    press(page, page.locator("#need-form button[type=submit]"))


def press(page: Page, button: Locator) -> None:
    """Click what leads to the next page."""
    with page.expect_navigation(wait_until="load"):
        button.click()
    page.wait_for_load_state("networkidle")


def mark(page: Page, words: str) -> Locator:
    return page.locator("details.mark", has=page.locator("mark", has_text=words)).first


def faults(page: Page, axe: Axe) -> list[str]:
    sideways = page.evaluate(SIDEWAYS)
    return axe(page) + ([f"{sideways} px to scroll sideways"] if sideways > 0 else [])


@pytest.mark.parametrize("width", WIDTHS)
def test_a_read_note_is_accessible_before_and_after_a_correction(
    address: str, page_recorder: Recorder, axe: Axe, width: int
) -> None:
    recorded = page_recorder(address, width=width)
    page = recorded.page
    ask(page, address, NOTE)
    assert page.evaluate(NOTE_ALONE) == NOTE
    found = faults(page, axe)
    picture(page, f"reading-{width}")
    mark(page, "料理").locator("summary").click()
    found += faults(page, axe)
    picture(page, f"reading-open-{width}")
    press(page, mark(page, "料理").get_by_role("button", name="苦手"))
    page.locator("#add summary").click()
    found += faults(page, axe)
    picture(page, f"reading-corrected-{width}")
    assert page.url == f"{address}/suggestions#reading"
    assert found == []
    assert recorded.complaints() == []


@pytest.mark.parametrize("width", WIDTHS)
def test_an_alert_an_unmet_need_and_the_reasons_against_a_place_are_accessible(
    address: str, page_recorder: Recorder, axe: Axe, width: int
) -> None:
    recorded = page_recorder(address, width=width)
    page = recorded.page
    ask(page, address, ALERT)
    assert page.get_by_role("alert").get_by_text("安全の確認を先にしてください。").is_visible()
    found = faults(page, axe)
    picture(page, f"alert-{width}")
    page.fill("#field-note", UNMET)
    page.fill("#field-age", "20")
    press(page, page.locator("#need-form button[type=submit]"))
    assert page.get_by_text("地域の課題として記録する材料").is_visible()
    page.fill("#field-asked", "サロン")
    press(page, page.locator("#why-form button"))
    assert page.locator(".why-answer h3").count() == 5
    found += faults(page, axe)
    picture(page, f"unmet-{width}")
    assert found == []
    assert recorded.complaints() == []


@PLAIN
def test_a_word_is_corrected_and_put_back_by_keyboard(
    address: str, page_recorder: Recorder, java_script: bool
) -> None:
    page = page_recorder(address, java_script=java_script).page
    ask(page, address, "鉄道の話が好き。")
    before = page.locator(".suggestion").all_text_contents()
    mark(page, "鉄道").locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "違う"
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    assert page.locator(".corrections").inner_text().startswith("「鉄道」を外しました")
    assert page.locator("mark", has_text="鉄道").count() == 0
    assert page.locator(".suggestion").all_text_contents() != before
    page.locator(".corrections button").focus()
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    assert page.locator(".suggestion").all_text_contents() == before


@PLAIN
def test_a_word_is_added_with_enter(address: str, page_recorder: Recorder, java_script: bool) -> None:
    page = page_recorder(address, java_script=java_script).page
    ask(page, address, NOTE)
    page.click("#add summary")
    page.fill("#field-add_words", "<b>ぽっぽや</b>")
    page.fill("#field-add_concept", "鉄道")
    with page.expect_navigation(wait_until="load"):
        page.press("#field-add_words", "Enter")
    assert page.locator("mark", has_text="ぽっぽや").inner_text() == "<b>ぽっぽや</b>"
    assert page.evaluate(NOTE_ALONE) == NOTE
    assert page.locator("#need-form input[name=correction]").count() == 1


def test_selected_words_are_ready_to_be_added(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address).page
    ask(page, address, "鉄道が好き。ぽっぽやに憧れる。")
    page.evaluate(
        """() => {
          const text = [...document.getElementById("note-text").childNodes].at(-1);
          const range = document.createRange();
          const start = text.textContent.indexOf("ぽっぽや");
          range.setStart(text, start);
          range.setEnd(text, start + 4);
          document.getSelection().addRange(range);
          document.getElementById("note-text").dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
        }"""
    )
    assert page.input_value("#field-add_words") == "ぽっぽや"
    assert page.locator("#field-add_concept").is_visible()


def test_one_word_is_open_at_a_time_and_escape_closes_it(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address).page
    ask(page, address, NOTE)
    mark(page, "鉄道").locator("summary").click()
    mark(page, "将棋").locator("summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('.mark[open]').length === 1")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator(".mark[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_correction_takes_along_what_was_typed_since(address: str, page_recorder: Recorder) -> None:
    page = page_recorder(address).page
    ask(page, address, NOTE)
    page.fill("#field-age", "66")
    page.fill("#field-note", "追記。" + NOTE)
    mark(page, "鉄道").locator("summary").click()
    press(page, mark(page, "鉄道").get_by_role("button", name="違う"))
    assert page.input_value("#field-age") == "66"
    assert page.evaluate(NOTE_ALONE) == "追記。" + NOTE
    assert page.locator(".corrections").inner_text().startswith("「鉄道」を外しました")


def test_when_the_session_has_ended_a_correction_is_not_lost(address: str, page_recorder: Recorder) -> None:
    recorded = page_recorder(address)
    page = recorded.page
    ask(page, address, NOTE)
    page.context.clear_cookies()
    mark(page, "鉄道").locator("summary").click()
    mark(page, "鉄道").get_by_role("button", name="違う").click()
    page.get_by_role("alert").get_by_text("サインインが切れました。").wait_for()
    with page.context.expect_page() as opened:
        page.click("#session-notice a")
    sign_in(opened.value, address)
    if not mark(page, "鉄道").get_by_role("button", name="違う").is_visible():
        mark(page, "鉄道").locator("summary").click()
    press(page, mark(page, "鉄道").get_by_role("button", name="違う"))
    assert page.locator(".corrections").inner_text().startswith("「鉄道」を外しました")
    assert recorded.complaints(expected=["401"]) == []


def test_kinds_of_words_differ_by_their_line_and_not_by_colour_alone(
    address: str, page_recorder: Recorder
) -> None:
    page = page_recorder(address, forced_colors="active").page
    ask(page, address, NOTE)
    style = "element => { const s = getComputedStyle(element); return s.textDecorationStyle + s.textDecorationThickness }"
    lines = {
        words: mark(page, words).locator("mark").evaluate(style)
        for words in ("鉄道", "将棋", "料理", "家にいる")
    }
    assert len(set(lines.values())) == 4, lines
    picture(page, "reading-high-contrast")


def test_on_paper_stand_the_reading_and_its_corrections_and_not_the_note(
    address: str, page_recorder: Recorder
) -> None:
    page = page_recorder(address).page
    ask(page, address, NOTE)
    mark(page, "鉄道").locator("summary").click()
    press(page, mark(page, "鉄道").get_by_role("button", name="苦手"))
    page.emulate_media(media="print")
    assert page.get_by_text("「鉄道」を「苦手」に直しました").first.is_visible()
    assert page.locator(".understood.on-paper").is_visible()
    assert page.locator(".concluded").is_visible()
    assert not page.locator("#note-text").is_visible()
    assert not page.locator("#add").is_visible()
    assert not any(button.is_visible() for button in page.locator("main button").all())
    page.set_viewport_size({"width": 690, "height": 1000})
    picture(page, "reading-print")
