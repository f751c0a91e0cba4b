"""取り込み in a browser, by the keyboard, on a wide and a narrow screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page

from api.accounts.demo import DEMO_ACCOUNTS
from resources.clock import FixedClock
from tests.api.import_pages import FACILITIES, HOME_MADE
from tests.browser.conftest import RecordedPage
from tests.browser.demo_pages import demo_app, picture
from tests.browser.test_pages import faults

pytestmark = pytest.mark.browser

DOUBTFUL = (
    FACILITIES
    + "999999,3,山手集会所,架空市山手3,,集会所\n999999,4,,架空市,,\n999999,5,ふしぎの館,架空市5,電話なし,ふしぎ\n"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[FastAPI], str]) -> Iterator[str]:
    clock = FixedClock(datetime(2026, 11, 21, 0, 0, tzinfo=UTC))
    app = demo_app(tmp_path_factory.mktemp("demo"), clock)
    yield serve(app)
    app.state.parts.database.close()


def sign_in_as_keeper(page: Page, address: str) -> None:
    account = next(account for account in DEMO_ACCOUNTS if account.role == "csw")
    page.goto(f"{address}/sign-in")
    page.fill("#field-sign_in_name", account.sign_in_name)
    page.fill("#field-password", account.password)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{address}/")


def choose(page: Page, address: str, path: Path) -> None:
    """Open 取り込み from the navigation, choose a file, and go on with the Enter key."""
    page.goto(f"{address}/")
    page.click("nav >> text=取り込み")
    page.set_input_files("#field-files", path)
    press(page, "main form button")


def press(page: Page, button: str) -> None:
    """Reach a button by the keyboard, press it, and wait for the page to which it leads."""
    page.focus(button)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_list_goes_in_by_the_keyboard_and_every_page_of_it_is_accessible(
    address: str,
    page_recorder: Callable[..., RecordedPage],
    axe: Callable[[Page], list[str]],
    tmp_path: Path,
    width: int,
) -> None:
    recorded = page_recorder(address, width=width)
    page = recorded.page
    sign_in_as_keeper(page, address)
    found = []
    page.goto(f"{address}/imports")
    found += faults(page, axe)
    picture(page, f"import-upload-{width}")
    known = tmp_path / f"公民館{width}.csv"
    for data in (
        DOUBTFUL,
        DOUBTFUL.replace("0770-00-0011", "0770-00-9911"),
    ):
        known.write_text(data, encoding="cp932")
        choose(page, address, known)
        found += faults(page, axe)
        picture(page, f"import-preview-{width}" + ("-changed" if "9911" in data else ""))
        press(page, "button[value=apply]")
        page.wait_for_selector("h1:has-text('取り込みました')")
    found += faults(page, axe)
    picture(page, f"import-done-{width}")
    own = tmp_path / f"ふれあい{width}.csv"
    own.write_text(HOME_MADE.replace("参加費用", f"参加費用{width}"), encoding="utf-8")
    choose(page, address, own)
    found += faults(page, axe)
    picture(page, f"import-columns-{width}")
    press(page, "text=これで読む")
    page.wait_for_selector("h1:has-text('種別の言葉')")
    found += faults(page, axe)
    picture(page, f"import-kinds-{width}")
    press(page, "text=これで読む")
    page.wait_for_selector("button[value=apply]")
    picture(page, f"import-preview-own-{width}")
    page.goto(f"{address}/imports/mappings")
    found += faults(page, axe)
    picture(page, f"import-mappings-{width}")
    assert found == []
    assert recorded.complaints() == []


def test_the_error_of_a_wrong_file_is_accessible(
    address: str, page_recorder: Callable[..., RecordedPage], axe: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    recorded = page_recorder(address, width=390)
    page = recorded.page
    sign_in_as_keeper(page, address)
    wrong = tmp_path / "絵.csv"
    wrong.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    choose(page, address, wrong)
    page.wait_for_selector(".error-summary")
    found = faults(page, axe)
    picture(page, "import-error-390")
    assert found == []
    assert recorded.complaints(expected=["422"]) == []
