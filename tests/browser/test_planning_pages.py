"""The matrix and the page of a district in a browser: accessible, without scripts, and on paper."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page

from api.planning.city import city_of_collection
from tests.browser.demo_pages import picture
from tests.browser.planning_pages import planning_app

pytestmark = [pytest.mark.browser, pytest.mark.shared]

PATHS = [
    "/planning/matrix",
    "/planning/matrix?age=15-39&weekday=sat&minutes=20&mode=bicycle",
    "/planning/matrix?age=xyz",
    "/planning/district",
    "/planning/district?district=D10",
    "/planning/district?district=D03&kind=learning_support&age=6-18",
    "/planning/district?district=D99",
]
A4 = (595, 842)


@pytest.fixture(scope="module")
def address(shared: Path, serve: Callable[..., str]) -> str:
    return serve(planning_app(city_of_collection(shared / "eval" / "mizuhama")[0]))


def on_paper(page: Page) -> pypdf.PdfReader:
    """The page as chromium prints it, in the format that its own style asks for."""
    return pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("width", [1280, 320])
def test_every_planning_page_is_accessible_fits_the_screen_and_asks_nobody_else(
    address: str, width: int, page_recorder: Callable[..., Any], axe: Callable[[Page], list[str]]
) -> None:
    recorded = page_recorder(address, width=width)
    page = recorded.page
    for path in PATHS:
        page.goto(address + path, wait_until="networkidle")
        picture(page, f"planning-{PATHS.index(path)}-{width}")
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert recorded.complaints() == []


@pytest.mark.parametrize(
    "path", ["/planning/district?district=D10", "/planning/district?district=D03&kind=third_place&age=15-39"]
)
def test_the_page_of_a_district_is_one_sheet_of_a4(
    address: str, path: str, page_recorder: Callable[..., Any]
) -> None:
    page = page_recorder(address).page
    page.goto(address + path, wait_until="networkidle")
    printed = on_paper(page)
    assert len(printed.pages) == 1
    assert tuple(round(float(side)) for side in printed.pages[0].mediabox[2:]) == A4
    words = unicodedata.normalize("NFKC", printed.pages[0].extract_text())
    for part in ("学区カルテ", "ひきこもりの推計", "居場所", "確かめる場所", "出典"):
        assert part in words, part
    assert "調べる" not in words  # no form on paper


def test_the_matrix_is_printed_across_with_its_head_on_every_sheet(
    address: str, page_recorder: Callable[..., Any]
) -> None:
    page = page_recorder(address).page
    page.goto(address + "/planning/matrix", wait_until="networkidle")
    printed = on_paper(page)
    sheets = [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in printed.pages]
    with_table = [words for words in sheets if "届く人" in words]
    assert len(with_table) >= 2
    assert with_table[0] == sheets[0]
    for words in with_table:
        assert "居場所 サロン" in words
    assert [words.count("市全体") for words in with_table] == [0] * (len(with_table) - 1) + [1]
    width, height = (float(side) for side in printed.pages[0].mediabox[2:])
    assert width > height


def test_all_themes_of_the_matrix_find_room_on_an_office_screen(
    address: str, page_recorder: Callable[..., Any]
) -> None:
    page = page_recorder(address, width=1280).page
    page.goto(address + "/planning/matrix")
    region = page.locator("[role=region][aria-label=充足マトリクス]")
    assert page.locator(".matrix thead th").count() >= 15
    assert region.evaluate("element => element.scrollWidth - element.clientWidth") <= 0
    cut = "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth + 1).length"
    assert page.locator(".matrix th, .matrix td").evaluate_all(cut) == 0


def test_both_pages_are_complete_without_scripts(address: str, page_recorder: Callable[..., Any]) -> None:
    page = page_recorder(address, java_script=False).page
    page.goto(address + "/planning/matrix")
    assert page.locator(".matrix tbody tr").count() >= 14
    page.locator(".matrix tbody a").first.click()
    assert page.locator("h1").inner_text().startswith("学区カルテ")
    assert page.locator(".card-kinds tbody tr").count() == page.locator(".card-kinds tbody th").count() > 10


def test_from_a_district_every_other_planning_page_is_one_link_away(
    address: str, page_recorder: Callable[..., Any]
) -> None:
    page = page_recorder(address, width=390).page
    page.goto(address + "/planning/district?district=D10&kind=third_place")
    picture(page, "planning-district-390")
    links = page.locator("nav.planning-nav a")
    assert [
        link.split("?")[0] for link in links.evaluate_all("all => all.map(a => a.getAttribute('href'))")
    ] == [
        "/planning",
        "/planning/siting",
        "/planning/matrix",
    ]
    links.last.click()
    assert page.locator("h1").inner_text() == "充足マトリクス"


def test_the_matrix_is_scrolled_and_left_by_keyboard(address: str, page_recorder: Callable[..., Any]) -> None:
    page = page_recorder(address, width=800).page
    page.goto(address + "/planning/matrix")
    region = page.locator("[role=region][aria-label=充足マトリクス]")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)  # chromium scrolls smoothly
    assert region.evaluate("element => element.scrollLeft") > 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.matrix tbody') !== null")
