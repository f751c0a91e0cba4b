"""The planner's map files draw in a browser that reaches nothing; their layers can be put away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.map_assets import load_map_assets
from api.planning.city import City, city_of_collection
from api.planning.gaps import gaps
from api.planning.maps import gap_map
from api.planning.question import question_from
from api.planning.site_maps import site_map
from api.planning.siting import sites
from bench.geo.maps import html_map, places, prefecture
from tests.browser.demo_pages import RESULTS

pytestmark = [pytest.mark.browser, pytest.mark.shared]

QUESTION = question_from(kinds=["学習支援"], age="6-18")
PAINTED = """canvas => {
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const colours = new Map();
  for (let i = 0; i < data.length; i += 4) {
    const key = data[i + 3] ? data.slice(i, i + 3).join() : "";
    if (key) colours.set(key, (colours.get(key) ?? 0) + 1);
  }
  return [...colours.values()].filter((count) => count > 500).length;
}"""


@pytest.fixture(scope="module")
def city(shared: Path) -> City:
    found = city_of_collection(shared / "eval" / "mizuhama")[0]
    return replace(found, unmet={"D01": 12, "D10": 7, "D12": 2, "D13": 1})


@pytest.fixture(scope="module")
def gap_file(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(gap_map(city, gaps(city, QUESTION)), tmp_path_factory)


@pytest.fixture(scope="module")
def site_file(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(site_map(city, sites(city, QUESTION, 3)), tmp_path_factory)


def written(document: str, folders: pytest.TempPathFactory) -> Path:
    file = folders.mktemp("map") / "地図.html"
    file.write_text(document, encoding="utf-8")
    return file


def opened(file: Path, page_recorder: Callable[..., Any], **options: Any) -> Any:
    recorded = page_recorder(file.as_uri(), **options)
    recorded.page.goto(file.as_uri(), wait_until="networkidle")
    return recorded


def look(recorded: Any, name: str) -> None:
    """Keep what the window shows: not the whole page, whose length would resize the map."""
    RESULTS.mkdir(exist_ok=True)
    recorded.page.screenshot(path=RESULTS / f"{name}.png")


def test_the_gap_map_draws_districts_places_and_counts_and_asks_for_nothing(
    city: City, gap_file: Path, page_recorder: Callable[..., Any]
) -> None:
    recorded = opened(gap_file, page_recorder)
    page = recorded.page
    shapes = page.locator(".leaflet-overlay-pane svg path")
    assert shapes.count() == len(city.district_names) + len(gaps(city, QUESTION).supply)
    assert page.locator(".area-name").count() == len(city.district_names)
    assert sorted(page.locator(".badge").all_inner_texts()) == ["合う先なし 12"]  # 7 is hidden beside 2 and 1
    assert "7" not in "".join(page.locator("#list tbody td:nth-child(7)").all_inner_texts())
    look(recorded, "gap-map")
    assert recorded.complaints() == []


def test_every_layer_of_the_gap_map_can_be_put_away_and_brought_back(
    gap_file: Path, page_recorder: Callable[..., Any]
) -> None:
    recorded = opened(gap_file, page_recorder)
    page = recorded.page
    drawn = {
        "学区の判定": ".area-name",
        "合う先のない人": ".badge",
        "数えた場所": '.leaflet-overlay-pane path[stroke="#333333"]',
    }
    for title, what in drawn.items():
        before = page.locator(what).count()
        assert before > 0, title
        page.get_by_role("checkbox", name=title).uncheck()
        assert page.locator(what).count() == 0, title
        page.get_by_role("checkbox", name=title).check()
        assert page.locator(what).count() == before, title
    assert recorded.complaints() == []


def test_the_cells_are_painted_in_their_classes_when_somebody_asks_for_them(
    gap_file: Path, page_recorder: Callable[..., Any]
) -> None:
    recorded = opened(gap_file, page_recorder)
    page = recorded.page
    assert page.locator(".leaflet-overlay-pane canvas").count() == 0
    page.get_by_role("checkbox", name="人の住むメッシュ").check()
    page.wait_for_timeout(300)  # leaflet paints in the next frame
    assert page.locator(".leaflet-overlay-pane canvas").evaluate(PAINTED) == 3
    look(recorded, "gap-map-cells")
    fill = "getComputedStyle(document.querySelector('.marked-area')).fillOpacity"
    assert page.evaluate(fill) == "0"  # no colour on another
    page.get_by_role("checkbox", name="人の住むメッシュ").uncheck()
    assert float(page.evaluate(fill)) > 0.4
    assert recorded.complaints() == []


def test_the_site_map_numbers_the_sites_and_shows_what_they_newly_reach(
    site_file: Path, page_recorder: Callable[..., Any]
) -> None:
    recorded = opened(site_file, page_recorder)
    page = recorded.page
    assert page.locator(".point-number").all_inner_texts() == ["3", "2", "1"]  # the first one lies on top
    assert page.locator('.leaflet-overlay-pane path[stroke="#0017c1"]').count() >= 1  # alternatives
    page.wait_for_timeout(300)
    assert page.locator(".leaflet-overlay-pane canvas").evaluate(PAINTED) == 3
    rows = page.locator("#places tbody tr")
    assert [rows.nth(n).locator("th").inner_text()[:3] for n in range(3)] == ["候補地"] * 3
    assert "新たに届く人" in rows.nth(0).inner_text()
    look(recorded, "site-map")
    assert recorded.complaints() == []


@pytest.mark.parametrize("width", [1280, 320])
def test_the_map_files_are_free_of_what_axe_finds(
    gap_file: Path,
    site_file: Path,
    width: int,
    page_recorder: Callable[..., Any],
    axe: Callable[..., list[str]],
) -> None:
    for file in (gap_file, site_file):
        recorded = opened(file, page_recorder, width=width)
        assert axe(recorded.page) == []
        assert recorded.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_clustered_place_takes_its_words_from_the_table(
    tmp_path_factory: pytest.TempPathFactory, page_recorder: Callable[..., Any]
) -> None:
    """A prefecture: 1,300 districts, 5,000 places as clusters that open into circles with names."""
    document = html_map(prefecture(), places(), load_map_assets()).decode()
    recorded = opened(written(document, tmp_path_factory), page_recorder)
    page = recorded.page
    page.locator(".marker-cluster").first.wait_for()
    assert page.locator(".marker-cluster").count() > 3
    assert page.locator(".leaflet-overlay-pane svg path").count() >= 1_300
    look(recorded, "prefecture-map")
    circle = page.locator('.leaflet-overlay-pane path[stroke="#333333"]')
    closer = page.locator(".leaflet-control-zoom-in")
    while not circle.count():
        closer.click()
        page.wait_for_timeout(400)
    circle.first.evaluate("element => element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))")
    name = page.locator(".leaflet-tooltip strong").inner_text()
    number = int(name.split()[0])
    row = page.locator("#places tbody tr").nth(number - 1)
    assert name == f"{number} {row.locator('th').text_content()}"
    assert page.locator(".leaflet-tooltip span").inner_text() == "週1.5回"
    assert recorded.complaints() == []
