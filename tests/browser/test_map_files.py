"""Map files draw in a browser that reaches nothing, from a file and under a strict policy."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from api.map_assets import load_map_assets
from geo.maps import MapArea, MapPoint, points_map

pytestmark = pytest.mark.browser

POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
HOSTILE = "</script><img src=x onerror=alert(1)>"
AREA = MapArea(
    "本町学区",
    {"type": "Polygon", "coordinates": [[[135.9, 35.0], [136.0, 35.0], [136.0, 35.1], [135.9, 35.0]]]},
    ("人口 9,068人",),
)


def small_map() -> str:
    return points_map(
        [
            MapPoint(35.02, 135.95, "ふらっと・ほとり", ("約12分(直線距離×1.3)",)),
            MapPoint(35.05, 135.97, HOSTILE, (HOSTILE,), "other"),
            MapPoint(math.nan, math.nan, "どこか"),
        ],
        [AREA],
        MapPoint(35.01, 135.93, "出発", style="origin"),
        title="候補の地図",
        assets=load_map_assets(),
        sources=["瑞浜市(架空)"],
    )


def large_map() -> str:
    points = [
        MapPoint(35 + index % 20 * 0.003, 135.9 + index // 20 * 0.003, f"場所{index}", (), "other")
        for index in range(310)
    ]
    return points_map(
        [MapPoint(35.04, 135.95, "候補の場所"), *points], title="多い地図", assets=load_map_assets()
    )


def opened(
    document: str, where: str, tmp_path: Path, serve: Callable[..., str], page_recorder: Callable[..., Any]
) -> Any:
    """The document in a browser, from disk or from a server that sends a strict policy."""
    if where == "file":
        file = tmp_path / "地図.html"
        file.write_text(document, encoding="utf-8")
        address = file.as_uri()
    else:

        def page(_: Request) -> Response:
            return HTMLResponse(document, headers={"Content-Security-Policy": POLICY})

        address = serve(Starlette(routes=[Route("/map", page)])) + "/map"
    recorded = page_recorder(address)
    recorded.page.goto(address, wait_until="networkidle")
    return recorded


@pytest.mark.parametrize("where", ["file", "server"])
def test_a_map_draws_without_asking_for_anything(
    where: str, tmp_path: Path, serve: Callable[..., str], page_recorder: Callable[..., Any]
) -> None:
    recorded = opened(small_map(), where, tmp_path, serve, page_recorder)
    assert recorded.page.locator(".folium-map path").count() == 4  # three circles and an area
    assert recorded.page.locator(".point-number").all_inner_texts() == ["1"]
    assert recorded.complaints() == []


@pytest.mark.parametrize("where", ["file", "server"])
def test_many_points_draw_as_clusters_that_open(
    where: str, tmp_path: Path, serve: Callable[..., str], page_recorder: Callable[..., Any]
) -> None:
    recorded = opened(large_map(), where, tmp_path, serve, page_recorder)
    clusters = recorded.page.locator(".marker-cluster")
    clusters.nth(3).wait_for(state="attached")  # leaflet draws them one after another
    before = clusters.count()
    assert before > 3
    assert recorded.page.locator(".point-number").count() == 1  # a suggestion is never hidden in a cluster
    closer = recorded.page.locator(".leaflet-control-zoom-in:not(.leaflet-disabled)")
    while closer.count():
        closer.click()
        recorded.page.wait_for_timeout(300)  # leaflet animates each step
    assert clusters.count() < before
    assert recorded.complaints() == []


def test_a_hostile_name_is_shown_as_text_in_tooltip_and_popup(
    tmp_path: Path, serve: Callable[..., str], page_recorder: Callable[..., Any]
) -> None:
    recorded = opened(small_map(), "file", tmp_path, serve, page_recorder)
    dialogs: list[str] = []
    recorded.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    circle = recorded.page.locator('.folium-map path[stroke="#333333"]')
    circle.hover()
    assert recorded.page.locator(".leaflet-tooltip strong").inner_text() == f"2 {HOSTILE}"
    circle.click()
    assert recorded.page.locator(".leaflet-popup-content span").inner_text() == HOSTILE
    assert recorded.page.locator("img").count() == 0
    assert dialogs == []
    assert recorded.complaints() == []


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("make", [small_map, large_map])
def test_a_map_page_is_free_of_what_axe_finds(
    make: Callable[[], str],
    width: int,
    tmp_path: Path,
    page_recorder: Callable[..., Any],
    axe: Callable[..., list[str]],
) -> None:
    file = tmp_path / "map.html"
    file.write_text(make(), encoding="utf-8")
    recorded = page_recorder(file.as_uri(), width=width)
    recorded.page.goto(file.as_uri(), wait_until="networkidle")
    assert axe(recorded.page) == []
    assert recorded.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_the_list_is_there_and_says_what_is_missing(
    tmp_path: Path, page_recorder: Callable[..., Any]
) -> None:
    file = tmp_path / "map.html"
    file.write_text(small_map(), encoding="utf-8")
    recorded = page_recorder(file.as_uri(), java_script=False)
    recorded.page.goto(file.as_uri())
    assert recorded.page.locator("noscript").inner_text().startswith("地図を描くには JavaScript")
    assert recorded.page.locator("#list tbody tr").count() >= 4


def test_the_map_is_reached_and_left_by_keyboard(tmp_path: Path, page_recorder: Callable[..., Any]) -> None:
    file = tmp_path / "map.html"
    file.write_text(small_map(), encoding="utf-8")
    page = page_recorder(file.as_uri()).page
    page.goto(file.as_uri())
    focused = []
    for _ in range(5):
        page.keyboard.press("Tab")
        focused.append(
            page.evaluate(
                "(e => e.getAttribute('aria-label') ?? e.textContent.slice(0, 6))(document.activeElement)"
            )
        )
    assert focused[:4] == ["地図をとばし", "地図(同じ内容の一覧がこの下にあります)", "拡大", "縮小"]
    assert page.evaluate("document.activeElement.closest('#list') !== null")
