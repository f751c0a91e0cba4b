"""A map is one file that asks for nothing, shows every text as text, and says everything in a table too."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import folium
import pytest
import shapely

from api.map_assets import load_map_assets
from geo.errors import GeoError
from geo.maps import MapArea, MapAssets, MapPoint, points_map
from geo.maps.standalone import require_standalone
from resources.errors import NotReady

HOSTILE = "</script><img src=x onerror=alert(1)>"
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[135.9, 35.0], [135.95, 35.0], [135.95, 35.05], [135.9, 35.05], [135.9, 35.0]]],
}


@pytest.fixture(scope="module")
def assets() -> MapAssets:
    return load_map_assets()


def places(count: int, style: str = "other") -> list[MapPoint]:
    return [
        MapPoint(35 + index % 70 * 0.001, 135.9 + index // 70 * 0.001, f"場所{index}", style=style)  # type: ignore[arg-type]
        for index in range(count)
    ]


class Reader(HTMLParser):
    """Elements with their attributes, table rows, and the text outside scripts and styles."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.text = ""
        self.inside = ""
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = tag
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.inside in ("script", "style"):
            return
        self.text += data
        if self.inside in ("td", "th", "li") and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()

    def tags(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]


def test_the_same_input_gives_the_same_bytes(assets: MapAssets) -> None:
    def once() -> str:
        return points_map(places(3), [MapArea("本町学区", SQUARE)], title="地図", assets=assets)

    assert once() == once()


def test_the_document_names_its_language_and_title_and_may_be_enlarged(assets: MapAssets) -> None:
    read = Reader(points_map(places(1), title="山田<さん>の候補 & 地図", assets=assets))
    assert read.tags("html") == [{"lang": "ja"}]
    assert "山田<さん>の候補 & 地図" in read.text
    viewport = next(meta["content"] for meta in read.tags("meta") if meta.get("name") == "viewport")
    assert viewport is not None
    assert "user-scalable" not in viewport
    assert "maximum-scale" not in viewport


def test_two_maps_of_one_process_do_not_influence_each_other_or_folium(assets: MapAssets) -> None:
    before = (list(folium.Map.default_js), list(folium.Map.default_css))
    small = points_map(places(2), title="小", assets=assets)
    points_map(places(400), [MapArea("学区", SQUARE)], title="大", assets=assets)
    assert points_map(places(2), title="小", assets=assets) == small
    assert (folium.Map.default_js, folium.Map.default_css) == before
    assert folium.Map().default_js == before[0]


def test_no_address_outside_the_document_is_left(assets: MapAssets) -> None:
    document = points_map(places(400), [MapArea("学区", SQUARE)], title="地図", assets=assets)
    assert re.search(r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//""", document) is None
    assert "@import" not in document
    assert not [url for url in re.findall(r"url\(([^)]*)\)", document) if not url.startswith(("data:", "#"))]
    read = Reader(document)
    assert [link["href"] for link in read.tags("link")] == ["data:,"]
    assert all("src" not in script for script in read.tags("script"))
    for unwanted in ("jquery", "bootstrap", "AwesomeMarkers", "images/", "sourceMappingURL"):
        assert unwanted not in document


@pytest.mark.parametrize(
    "outside",
    [
        '<script src="https://example.org/x.js"></script>',
        '<script src="beside.js"></script>',
        '<link rel="stylesheet" href="//example.org/x.css">',
        '<img src="https://example.org/x.png">',
        '<a href="http://example.org/">外</a>',
        '<form action="/send"></form>',
        '<meta http-equiv="refresh" content="0; url=https://example.org">',
        "<style>@import 'x.css';</style>",
        "<style>p { background: url(images/x.png) }</style>",
        "<p style=\"background: url('//example.org/x')\">本文</p>",
        "<script>fetch('https://example.org/x')</script>",
        "<script>new Image().src = '//example.org/x'</script>",
        '<td style="background: url(//example.org/x)">本文</td>',
        '<tr><td><a href="<td>data:,">外</a></td></tr>',
        "<tr><td><script>fetch('ht'); fetch('<td>https://example.org/x')</script></td></tr>",
        "<script>/* a */ 1; /* b */ new WebSocket('wss://example.org/x')</script>",
    ],
)
def test_a_document_that_would_ask_for_something_is_refused(outside: str) -> None:
    with pytest.raises(GeoError, match="外部のアドレス"):
        require_standalone(f"<!DOCTYPE html><html><body><main>{outside}</main></body></html>")


def test_a_document_may_hold_data_anchors_and_namespaces() -> None:
    require_standalone(
        '<!DOCTYPE html><html><head><style>p { behavior: url(#default); background: url("data:,") }</style>'
        '</head><body><a href="#list">一覧</a><img src="data:,"><p>http://example.org/ と書いた本文</p>'
        '<script>/* https://example.org */ var n = "http://www.w3.org/2000/svg";</script></body></html>'
    )


def test_a_library_that_calls_another_host_makes_no_map(assets: MapAssets) -> None:
    changed = replace(assets, leaflet_js=assets.leaflet_js + "\n;fetch('https://example.org/count')")
    with pytest.raises(GeoError, match="外部のアドレス"):
        points_map(places(1), title="地図", assets=changed)


def test_hostile_texts_stay_texts(assets: MapAssets) -> None:
    point = MapPoint(35.0, 135.9, HOSTILE, (HOSTILE, "{{ 7 * 7 }} ${alert(1)} \\ `"), style="suggested")
    document = points_map(
        [point],
        [MapArea(HOSTILE, SQUARE, (HOSTILE,))],
        replace(point, style="origin"),
        title=HOSTILE,
        assets=assets,
        sources=[HOSTILE],
    )
    harmless = points_map(
        [MapPoint(35.0, 135.9, "あ", ("い", "う"))],
        [MapArea("え", SQUARE, ("お",))],
        MapPoint(35.0, 135.9, "あ", ("い", "う"), "origin"),
        title="か",
        assets=assets,
        sources=["き"],
    )
    structure = [(tag, sorted(attributes)) for tag, attributes in Reader(document).elements]
    assert structure == [(tag, sorted(attributes)) for tag, attributes in Reader(harmless).elements]
    assert [row[1] for row in Reader(document).rows[1:3]] == [HOSTILE, HOSTILE]
    assert "{{ 7 * 7 }} ${alert(1)} \\ `" in Reader(document).text


def test_only_the_inlined_scripts_may_run(assets: MapAssets) -> None:
    read = Reader(points_map(places(1), title="地図", assets=assets))
    policy = next(meta["content"] for meta in read.tags("meta") if meta.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert policy.count("'sha256-") == len(read.tags("script")) == 3
    assert "script-src 'unsafe-inline'" not in policy


def test_the_table_lists_every_point_in_its_order_with_the_numbers_of_the_map(assets: MapAssets) -> None:
    document = points_map(
        [
            MapPoint(35.0, 135.9, "いこい", ("約12分(直線距離×1.3)", "月曜")),
            MapPoint(35.1, 135.9, "外", style="other"),
        ],
        origin=MapPoint(35.05, 135.9, "本町学区", style="origin"),
        title="地図",
        assets=assets,
    )
    assert Reader(document).rows == [
        ["番号", "名称", "区分", "内容", "位置"],
        ["1", "いこい", "候補", "約12分(直線距離×1.3)月曜", "地図にあります"],
        ["2", "外", "その他の場所", "", "地図にあります"],
        ["3", "本町学区", "出発地", "", "地図にあります"],
    ]
    assert [mark in document for mark in ("[35.0,135.9,1,", "[35.1,135.9,2,", "[35.05,135.9,3,")] == [
        True
    ] * 3


def test_a_point_without_a_position_is_listed_and_not_drawn(assets: MapAssets) -> None:
    for lat, lon in ((math.nan, 135.9), (35.0, math.nan), (135.9, 35.0), (math.inf, 0.0)):
        document = points_map([*places(1), MapPoint(lat, lon, "どこか")], title="地図", assets=assets)
        assert Reader(document).rows[2] == ["2", "どこか", "候補", "", "位置不明"]
        assert document.count("addPoints(map_") == 1


def test_without_any_position_there_is_a_sentence_instead_of_a_map(assets: MapAssets) -> None:
    document = points_map([MapPoint(math.nan, math.nan, "どこか")], title="地図", assets=assets)
    read = Reader(document)
    assert "地図に描ける位置がありません" in read.text
    assert read.tags("script") == []
    assert len(read.rows) == 2


def test_coordinates_are_rounded_to_a_metre(assets: MapAssets) -> None:
    ring = [[135.9000012, 35.0], [135.9000019, 35.0], [135.95, 35.0], [135.95, 35.05], [135.9000012, 35.0]]
    document = points_map(
        [MapPoint(35.0123456789, 135.9876543219, "場所")],
        [MapArea("学区", {"type": "Polygon", "coordinates": [ring]})],
        title="地図",
        assets=assets,
    )
    assert "[35.01235,135.98765,1," in document
    assert "[[[135.9,35.0],[135.95,35.0],[135.95,35.05],[135.9,35.0]]]" in document


def test_clusters_are_brought_only_for_more_than_300_points_of_a_style(assets: MapAssets) -> None:
    few = points_map([*places(300), *places(10, "suggested")], title="地図", assets=assets)
    many = points_map(places(301), title="地図", assets=assets)
    assert "MarkerClusterGroup=" not in few
    assert '"clustered":true' not in few
    assert "MarkerClusterGroup=" in many
    assert '"clustered":true' in many
    assert '"maxZoom": 18' in many  # clusters fail without it when there are no tiles


def test_areas_may_be_shapely_geometries_and_their_details_are_listed(assets: MapAssets) -> None:
    shape = shapely.geometry.shape(SQUARE)
    plain = points_map([], [MapArea("本町学区", SQUARE, ("人口 9,068人",))], title="地図", assets=assets)
    assert (
        points_map([], [MapArea("本町学区", shape, ("人口 9,068人",))], title="地図", assets=assets) == plain
    )
    assert ["本町学区", "人口 9,068人"] in Reader(plain).rows


def test_an_area_that_is_no_polygon_is_named_in_the_error(assets: MapAssets) -> None:
    line = MapArea("湖岸通り", {"type": "LineString", "coordinates": [[135.9, 35.0], [135.95, 35.0]]})
    with pytest.raises(GeoError, match="湖岸通り"):
        points_map([], [line], title="地図", assets=assets)


def test_sources_are_printed_under_the_map(assets: MapAssets) -> None:
    document = points_map(places(1), title="地図", assets=assets, sources=["瑞浜市 地域資源一覧(2026年10月)"])
    assert document.index("瑞浜市 地域資源一覧(2026年10月)") > document.index("</main>")


def test_without_the_leaflet_files_the_message_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="make run"):
        load_map_assets(tmp_path)
