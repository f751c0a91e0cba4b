"""The operator's own background in a browser that reaches nothing else: drawn under the pages' maps and in the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import shapely
from fastapi import FastAPI

from resources.clock import FixedClock
from tests.browser.conftest import RecordedPage
from tests.browser.demo_pages import demo_app, picture, sign_in
from tests.geo.base_layers import as_geojson_file

pytestmark = pytest.mark.browser

Recorder = Callable[..., RecordedPage]
SOURCE = "架空市 道路台帳図 2026年度版"
QUESTION = "kind=third_place&age=15-39&minutes=30"
GREY = """canvas => {
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let grey = 0;
  for (let i = 0; i < data.length; i += 4) grey += data[i + 3] > 0 && Math.abs(data[i] - data[i + 2]) < 20;
  return grey;
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[FastAPI], str]) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("demo")
    plain = demo_app(folder, clock := FixedClock(datetime(2026, 11, 21, tzinfo=UTC)))
    with plain.state.parts.database.session() as session:
        ground = plain.state.parts.ground.current(session).ground
    plain.state.parts.database.close()
    layer = as_geojson_file(folder / "roads.geojson", roads(*shapely.total_bounds(ground.boundaries.shapes)))
    other = tmp_path_factory.mktemp("drawn")
    application = demo_app(other, clock, base_layer=layer, base_layer_source=SOURCE)
    yield serve(application)
    application.state.parts.database.close()


def roads(west: float, south: float, east: float, north: float) -> list[shapely.Geometry]:
    """Winding roads both ways, a lake and the sea."""
    at = np.linspace(0, 1, 200)
    wave = 0.01 * np.sin(9 * at)
    across = [
        shapely.LineString(np.column_stack([west + (east - west) * at, south + (north - south) * y + wave]))
        for y in np.linspace(0, 1, 12)
    ]
    along = [
        shapely.LineString(np.column_stack([west + (east - west) * x + wave, south + (north - south) * at]))
        for x in np.linspace(0, 1, 12)
    ]
    lake = shapely.Point((west + east) / 2, (south + north) / 2).buffer(0.02)
    return [*across, *along, lake, shapely.box(west - 0.1, south - 0.1, east + 0.1, south + 0.01)]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_maps_are_drawn_on_it_and_name_it(
    address: str, width: int, page_recorder: Recorder
) -> None:
    recorded = page_recorder(address, width=width)
    page = recorded.page
    sign_in(page, address, "csw")
    for name, path, holder in (
        ("gaps", f"/planning?{QUESTION}", "#map"),
        ("sites", f"/planning/siting?{QUESTION}&add=2", "#map"),
        ("pick", "/resources/new", "#pick"),
    ):
        page.goto(address + path, wait_until="networkidle")
        canvas = page.locator(f"{holder} .leaflet-base-pane canvas")
        canvas.scroll_into_view_if_needed()
        assert canvas.evaluate(GREY) > 500, path
        assert page.get_by_text(f"背景の図: {SOURCE}").is_visible()
        picture(page, f"base-layer-{name}-{width}")
    assert recorded.complaints() == []


def test_a_map_file_carries_it_and_it_can_be_put_away(
    address: str, page_recorder: Recorder, tmp_path: Path
) -> None:
    page = page_recorder(address).page
    sign_in(page, address)
    for form, ending in (("html", "html"), ("png", "png")):
        kept = page.context.request.get(f"{address}/planning/file?{QUESTION}&form={form}")
        (tmp_path / f"map.{ending}").write_bytes(kept.body())
    file = tmp_path / "map.html"
    assert file.stat().st_size < 2_000_000
    recorded = page_recorder(file.as_uri())
    recorded.page.goto(file.as_uri(), wait_until="networkidle")
    canvas = recorded.page.locator(".leaflet-base-pane canvas")
    assert canvas.evaluate(GREY) > 500
    picture(recorded.page, "base-layer-file")
    assert f"背景の図: {SOURCE}" in recorded.page.locator("footer").inner_text()
    recorded.page.get_by_label("背景の図").uncheck()
    assert canvas.count() == 0 or canvas.evaluate(GREY) == 0
    assert recorded.complaints() == []
