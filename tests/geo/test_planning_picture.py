"""A picture of the gaps can be printed, copied in black and white, searched, and made again byte for byte."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
import pypdf
import pytest
import shapely
from matplotlib.image import imread

from geo.errors import GeoError
from geo.maps import AreaMark, MapPoint, MarkedArea
from geo.maps.lettering import lines_of, writable
from geo.maps.pictures import MOST_NAMED, PictureForm, planning_picture

TITLE = "瑞浜市 地域の過不足: 居場所"
MARKS: tuple[AreaMark, ...] = ("short", "unsure", "enough", "unknown")


def square(column: int, row: int = 0, side: float = 0.02) -> shapely.Polygon:
    west, south = 135.9 + side * column, 35.0 + side * row
    return shapely.box(west, south, west + side, south + side)


def districts(names: Sequence[str] = ("本町学区", "港学区", "山根学区", "沖学区")) -> list[MarkedArea]:
    return [
        MarkedArea(name, square(number), MARKS[number % 4], ("人口 9,068人",))
        for number, name in enumerate(names)
    ]


def picture(
    areas: Sequence[MarkedArea] | None = None,
    points: Sequence[MapPoint] = (MapPoint(35.01, 135.91, "ひだまり", (), "other"),),
    form: PictureForm = "pdf",
    **texts: object,
) -> bytes:
    said = {"title": TITLE, "assumptions": ["移動: 徒歩、時速4km"], "sources": ["出典: メッシュ人口"]} | texts
    return planning_picture(districts() if areas is None else areas, points, form=form, **said)  # type: ignore[arg-type]


def words(content: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def shades(content: bytes) -> np.ndarray:
    """The picture in grey, 0 black to 1 white."""
    return imread(io.BytesIO(content))[:, :, :3].mean(axis=2)


def test_a_pdf_is_one_sheet_of_a4_on_its_side_whose_texts_can_be_searched() -> None:
    content = picture()
    read = pypdf.PdfReader(io.BytesIO(content))
    assert len(read.pages) == 1
    width, height = (float(side) / 72 * 25.4 for side in read.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (297, 210)
    found = words(content)
    for text in (TITLE, "本町学区", "移動: 徒歩、時速4km", "出典: メッシュ人口", "数えた場所: 1か所", "km"):
        assert text in found, text


def test_the_font_of_a_pdf_is_in_the_file() -> None:
    pages = pypdf.PdfReader(io.BytesIO(picture())).pages
    fonts = [font.get_object() for font in pages[0]["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        embedded = "/CharProcs" in inner or "/FontFile2" in inner["/FontDescriptor"].get_object()
        assert embedded, font


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_the_same_input_gives_the_same_bytes(form: PictureForm) -> None:
    assert picture(form=form) == picture(form=form)


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_no_date_and_no_version_is_written_into_the_file(form: PictureForm) -> None:
    content = picture(form=form)
    for secret in (b"CreationDate", b"Producer", b"matplotlib", mpl.__version__.encode()):
        assert secret not in content, secret


def test_a_drawing_changes_no_setting_of_the_process() -> None:
    before = dict(mpl.rcParams)
    picture(form="png")
    assert dict(mpl.rcParams) == before


def test_each_mark_is_told_apart_without_colour() -> None:
    """Grey values inside each district: lines of the hatch for those that are marked, none for those that are not."""
    dark = {}
    for mark in MARKS:
        grey = shades(picture([MarkedArea("", square(0), mark)], (), form="png"))
        inside = grey[300:500, 500:800]
        dark[mark] = float((inside < 0.55).mean())
    assert dark["short"] > dark["unsure"] > 0.01
    assert dark["enough"] == 0.0
    assert 0.0 < dark["unknown"] != dark["unsure"]


def test_a_hole_in_a_district_stays_empty() -> None:
    whole = square(0)
    with_hole = whole.difference(shapely.box(135.905, 35.005, 135.915, 35.015))
    grey = shades(picture([MarkedArea("", with_hole, "enough")], (), form="png"))
    full = shades(picture([MarkedArea("", whole, "enough")], (), form="png"))
    middle = (slice(500, 560), slice(560, 640))
    assert grey[middle].min() == 1.0
    assert full[middle].max() < 1.0


def test_a_kilometre_eastwards_is_as_long_as_one_northwards() -> None:
    """A square on the ground is a square on the sheet, also at 43 degrees north."""
    high = 0.02
    wide = high / np.cos(np.radians(43.0))
    ground = shapely.box(141.0, 43.0 - high / 2, 141.0 + wide, 43.0 + high / 2)
    grey = shades(picture([MarkedArea("", ground, "enough")], (), form="png"))
    tinted = (grey > 0.88) & (grey < 0.93)
    rows, columns = np.flatnonzero(tinted.mean(axis=1) > 0.2), np.flatnonzero(tinted.mean(axis=0) > 0.2)
    assert np.ptp(columns) == pytest.approx(np.ptp(rows), rel=0.01)


def test_marked_districts_are_listed_by_name_and_the_others_are_not() -> None:
    areas = [
        MarkedArea(
            f"第{number}学区", square(number % 20, number // 20), "short" if number == 77 else "enough"
        )
        for number in range(MOST_NAMED + 1)
    ]
    found = words(picture(areas))
    assert "不足の学区第77学区" in found.replace("\n", "")
    assert "第76学区" not in found  # too many names to write them on the map


@pytest.mark.parametrize("name", ["</script><img onerror=x>", "$\\frac{1}{$", "改\n行\t学区", "100%_学区"])
def test_any_name_is_shown_as_it_is(name: str) -> None:
    assert " ".join(name.split()) in words(picture([MarkedArea(name, square(0), "short")], ()))


def test_a_character_that_the_font_lacks_is_shown_as_a_geta() -> None:
    assert writable("山🏠根") == "山〓根"
    assert "山〓根" in words(picture([MarkedArea("山🏠根", square(0), "short")], ()))


def test_lines_keep_every_letter_and_none_begins_with_a_comma() -> None:
    text = "あいうえお、かきくけこ、さしすせそ。" * 3
    lines = lines_of(text, 5)
    assert "".join(lines) == text
    assert len(lines) > 8
    assert not [line for line in lines if line[0] in "、。"]


def test_every_source_is_printed_however_many_there_are() -> None:
    sources = [f"出典: 第{number}の資料" for number in range(40)]
    found = words(picture(sources=sources))
    assert all(source in found for source in sources)


def test_places_without_a_position_are_counted_and_not_drawn() -> None:
    nowhere = MapPoint(float("nan"), float("nan"), "どこか", (), "other")
    assert "数えた場所: 0か所(ほかに位置不明1)" in words(picture(None, (nowhere,)))


def test_no_figure_about_people_is_in_the_picture() -> None:
    assert "9,068" not in words(picture())


def test_one_place_alone_is_a_map() -> None:
    assert "500 m" in words(picture([], (MapPoint(35.0, 135.9, "ひだまり"),)))


def test_nothing_to_draw_is_said_in_japanese() -> None:
    with pytest.raises(GeoError, match="描ける区域も位置もありません"):
        picture([], ())


def test_what_is_no_area_is_refused_by_name() -> None:
    with pytest.raises(GeoError, match="本町学区"):
        picture([MarkedArea("本町学区", {"type": "Point", "coordinates": [135.9, 35.0]}, "short")])


def test_a_prefecture_is_drawn_in_seconds() -> None:
    """1,300 districts and 5,000 places; process time, so that other work on the machine does not count."""
    areas = [
        MarkedArea(f"第{n}学区", square(n % 40, n // 40, 0.01).buffer(0.004, 32), MARKS[n % 4])
        for n in range(1300)
    ]
    points = [
        MapPoint(35 + n % 70 * 0.004, 135.9 + n // 70 * 0.004, "場所", (), "other") for n in range(5000)
    ]
    for form in ("png", "pdf"):
        start = time.process_time()
        picture(areas, points, form)  # type: ignore[arg-type]
        assert time.process_time() - start < 10.0, form
