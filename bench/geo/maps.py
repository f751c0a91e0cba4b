"""The planner's map of a prefecture: 5,000 places, 1,300 districts, as HTML, PNG and PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import shapely

from bench.geo.alone import run_alone
from bench.geo.model import GeoFigure
from geo.maps import AreaMark, MapAssets, MapPoint, MapTable, MarkedArea, planning_map
from geo.maps.pictures import PictureForm, planning_picture

FORMS = ("HTML", "PNG", "PDF")
PLACES, DISTRICTS, VERTICES = 5_000, 1_300, 400
MARKS: tuple[AreaMark, ...] = ("short", "unsure", "enough")
WHY = (
    "15〜39歳の人1,234人のうち、徒歩30分以内に居場所があるのは21%です。歩く速さと道のりの見込みを変えても目標の50%に届きません。",
    "学区の中に居場所はありません。",
    "ほかの学区の場所に徒歩30分以内で行ける人の割合: 志津川南学区(14%)、瑞浜第二学区(11%)。",
)


def prefecture(districts: int = DISTRICTS, vertices: int = VERTICES) -> list[MarkedArea]:
    """Districts that share winding borders, each with about `vertices` corners, as surveyed ones do."""
    side = int(np.ceil(np.sqrt(districts)))
    random = np.random.default_rng(4)
    steps = max(vertices // 4, 1)
    wave = 0.0015 * np.cumsum(random.normal(size=(2, side + 1, side * steps + 1)), axis=2) / np.sqrt(steps)
    wave -= np.linspace(0.0, 1.0, side * steps + 1) * wave[:, :, -1:]
    along = np.linspace(0.0, 0.02 * side, side * steps + 1)
    across = 0.02 * np.arange(side + 1)
    lines = [np.column_stack([135 + along, 35 + across[n] + wave[0, n]]) for n in range(side + 1)]
    lines += [np.column_stack([135 + across[n] + wave[1, n], 35 + along]) for n in range(side + 1)]
    faces = shapely.get_parts(
        shapely.polygonize([shapely.union_all([shapely.LineString(line) for line in lines])])
    )
    largest = faces[np.argsort(-shapely.area(faces), kind="stable")][:districts]
    return [
        MarkedArea(f"第{number}学区", shape, MARKS[number % 3], ("不足", *WHY))
        for number, shape in enumerate(largest)
    ]


def places(count: int = PLACES) -> list[MapPoint]:
    """Places all over the prefecture."""
    random = np.random.default_rng(5)
    return [
        MapPoint(lat, lon, f"居場所ふらっとほとり第{number}", ("週1.5回",), "other")
        for number, (lat, lon) in enumerate(
            zip(random.uniform(35.0, 35.7, count), random.uniform(135.0, 135.7, count), strict=True)
        )
    ]


def html_map(areas: list[MarkedArea], points: list[MapPoint], assets: MapAssets) -> bytes:
    """The HTML file as the command writes it."""
    header = ("学区", "判定", "届く人の割合", "届かない人", "場所", "週の席", "合う先のない人", "説明")
    rows = tuple((area.name, "不足", "21%", "975人", "3", "120", "秘匿", "".join(WHY)) for area in areas)
    return planning_map(
        *(areas, points, None),
        title="架空県 地域の過不足",
        table=MapTable("不足、不確か、届かない人の多い順です。", header, rows),
        assumptions=["移動: 徒歩、時速4km、道のりは直線の1.3倍"],
        assets=assets,
        sources=["出典: 架空の人口"],
    ).encode()


def figures(*, smallest: bool) -> Iterator[GeoFigure]:
    """Each kind of file; nobody else draws the same map, so there is no smallest size to compare by."""
    for form in () if smallest else FORMS:
        found = run_alone(map_by_us, form, repeats=3)
        yield GeoFigure(
            f"map of a prefecture as {form}", f"{PLACES:,} places, {DISTRICTS:,} districts",
            found.seconds, found.extra_mb, found.peak_mb, agreement=f"{found.result / 1e6:.2f} MB",
        )  # fmt: skip


def map_by_us(form: str) -> Callable[[], int]:
    """The size of the file in bytes."""
    from api.map_assets import load_map_assets

    areas, points = prefecture(), places()
    if form == "HTML":
        assets = load_map_assets()
        return lambda: len(html_map(areas, points, assets))
    said = {"title": "架空県", "assumptions": ["移動: 徒歩"], "sources": ["出典: 架空"]}
    kind: PictureForm = "png" if form == "PNG" else "pdf"
    return lambda: len(planning_picture(areas, points, form=kind, **said))
