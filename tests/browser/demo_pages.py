"""The demo city as a running application, and the way into it."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from playwright.sync_api import Page

from api.accounts.demo import DEMO_ACCOUNTS
from api.app import create_app
from api.demo_city import load_demo_city
from api.settings import Settings
from resources.clock import Clock

RESULTS = Path(__file__).resolve().parents[2] / "test-results"
NOTE = (
    "52歳の男性。母と団地で二人暮らし。会社を辞めてから17年、家にいることが多い。"
    "鉄道の話になると1時間でも止まらない。「大勢おるとこは勘弁してほしい」。自転車には乗れる。"
)
FORM = {"note": NOTE, "age": "52"}
CHOICES = {"gender": "male", "district": "D07", "travel_mode": "bicycle"}


def demo_app(folder: Path, clock: Clock, **given: object) -> FastAPI:
    """The application on a fresh demo database in `folder`, with further settings."""
    settings = Settings(database_url=f"sqlite:///{folder / 'demo.db'}").model_copy(update=given)
    database, _accounts = load_demo_city(settings, clock=clock)
    database.close()
    return create_app(settings, clock=clock)


def sign_in(page: Page, address: str, role: str = "worker") -> None:
    """Sign in as the demo's account of this role."""
    account = next(demo for demo in DEMO_ACCOUNTS if demo.role == role)
    page.goto(f"{address}/sign-in")
    page.fill("#field-sign_in_name", account.sign_in_name)
    page.fill("#field-password", account.password)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{address}/")
    page.wait_for_load_state("networkidle")  # a request that the next page cuts off would count as failed


def ask_for_suggestions(page: Page, address: str, *, place: str = "") -> None:
    """Fill in the form for a need and send it; with `place`, also ask why that one is not there."""
    page.goto(f"{address}/suggestions")
    for fold in page.locator("details").all():
        fold.evaluate("element => { element.open = true }")
    for name, value in FORM.items():
        page.fill(f"#field-{name}", value)
    for name, value in CHOICES.items():
        page.select_option(f"#field-{name}", value)
    page.fill("#field-max_minutes", "30")
    for half_day in ("tue-afternoon", "thu-afternoon"):
        page.check(f"input[value={half_day}]")
    page.click("#need-form button[type=submit]")
    page.wait_for_selector(".suggestions")
    page.wait_for_load_state("networkidle")
    if place:
        page.fill("#field-asked", place)
        page.click("#why button")
        page.wait_for_selector("#why h3")
        page.wait_for_load_state("networkidle")


def picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page for people to look at."""
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f"{name}.png", full_page=True)
