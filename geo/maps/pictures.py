"""The planner's map as a picture on one sheet of A4, landscape: PNG or PDF, the same bytes for the same input.

matplotlib's figures are made without pyplot, so that nothing is left behind in the process.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.path import Path as Outline

from geo.errors import GeoError
from geo.maps.base_layer import BaseLayer, fitted
from geo.maps.content import MARK_LABELS, AreaMark, MapPoint, MarkedArea
from geo.maps.lettering import lettering, lines_of, writable
from geo.maps.outlines import outline_of, with_fewer_corners

PictureForm = Literal["png", "pdf"]

MOST_NAMED = 80
"""More names than this only cover each other."""

_SHEET = (11.69, 8.27)  # A4 in inches
_DOTS_PER_INCH = 150
_KM_PER_DEGREE = 111.195
_MAP = (0.03, 0.17, 0.66, 0.755)  # left, bottom, width, height on the sheet
_SIDE = 0.705
_FILLS: dict[AreaMark, tuple[str, str]] = {  # colour, hatch: told apart without colour too
    "short": ("#e9a19b", "xxx"),
    "unsure": ("#fbe3a0", "///"),
    "enough": ("#d7efe9", ""),
    "few": ("#eceff0", "\\\\"),
    "unknown": ("#ffffff", "..."),
    "plain": ("#ffffff", ""),
}
_LINE = "#3a3a3a"
_PLATE: dict[str, Any] = {"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 1.0}
_LISTED = 26
_MOST_CORNERS = 60_000  # more cannot be told apart on a sheet of A4
_SIDE_WIDTH = 27.0  # full-width characters of 8 points
_FOOT_WIDTH = 98.0  # of 7.5 points
_MOST_FOOT_LINES = 9

FloatArray = npt.NDArray[np.float64]


def planning_picture(
    areas: Sequence[MarkedArea],
    points: Sequence[MapPoint],
    *,
    title: str,
    assumptions: Sequence[str],
    sources: Sequence[str],
    form: PictureForm,
    base: BaseLayer | None = None,
) -> bytes:
    """Districts by their mark, the counted places, a legend, a scale bar, assumptions and sources.

    Texts may hold anything. Nothing is said about a mesh cell or about who lives there. Raises GeoError when
    nothing has a position, and for an area that is no polygon.
    """
    outlines = np.array([outline_of(area) for area in areas], dtype=np.object_)
    shapes = with_fewer_corners(outlines, _MOST_CORNERS).tolist() if areas else []
    placed = np.array([(point.lon, point.lat) for point in points if point.placed]).reshape(-1, 2)
    if not shapes and not len(placed):
        raise GeoError("地図に描ける区域も位置もありません。")
    figure, drawing = _empty_sheet(title)
    _fit(drawing, shapes, placed)
    ground = fitted(base, _window(drawing), _MOST_CORNERS) if base else None
    if ground:
        _draw_base(drawing, ground)
    _draw_areas(drawing, areas, shapes, opacity=0.6 if ground else 1.0)
    drawing.plot(placed[:, 0], placed[:, 1], "o", zorder=4, **_dot(len(placed)))
    if len(areas) <= MOST_NAMED:
        for area, shape in zip(areas, shapes, strict=True):
            _name(drawing, area, shape)
    _scale_bar(drawing)
    _side(figure, areas, points)
    _foot(figure, [*assumptions, *sources, ground.words if ground else "背景地図は使っていません。"])
    return _content(figure, form, title)


def _empty_sheet(title: str) -> tuple[Figure, Axes]:
    """The sheet with its title, and the frame of the map."""
    figure = Figure(figsize=_SHEET, dpi=_DOTS_PER_INCH, facecolor="white")
    drawing = figure.add_axes(_MAP)
    drawing.set_xticks([])
    drawing.set_yticks([])
    for number, line in enumerate(lines_of(writable(title), 62.0)[:2]):
        _write(figure, 0.03, 0.968 - 0.028 * number, line, 13 if number == 0 else 11)
    return figure, drawing


def _fit(drawing: Axes, shapes: Sequence[shapely.Geometry], placed: FloatArray) -> None:
    """The frame around everything, one kilometre as long eastwards as northwards."""
    corners = [*(shapely.bounds(np.array(shapes)).reshape(-1, 2) if shapes else ()), *placed]
    (west, south), (east, north) = np.min(corners, axis=0), np.max(corners, axis=0)
    narrow = math.cos(math.radians((south + north) / 2))
    wide, high = _MAP[2] * _SHEET[0], _MAP[3] * _SHEET[1]
    # Degrees of latitude an inch, with a margin; a single point is shown with a kilometre around it.
    scale = 1.06 * max((east - west) * narrow / wide, (north - south) / high, 0.02 / wide)
    middle, centre = (west + east) / 2, (south + north) / 2
    drawing.set_xlim(middle - scale * wide / narrow / 2, middle + scale * wide / narrow / 2)
    drawing.set_ylim(centre - scale * high / 2, centre + scale * high / 2)


def _window(drawing: Axes) -> tuple[float, float, float, float]:
    (west, east), (south, north) = drawing.get_xlim(), drawing.get_ylim()
    return west, south, east, north


def _draw_base(drawing: Axes, base: BaseLayer) -> None:
    """In pale grey under everything else."""
    faces = PathCollection(
        [_outline(face) for face in base.faces], facecolor="#d3d9da", edgecolor="none", zorder=0.2
    )
    lines = [shapely.get_coordinates(line) for line in base.lines]
    drawing.add_collection(faces, autolim=False)
    drawing.add_collection(LineCollection(lines, colors="#a9b2b4", linewidths=0.6, zorder=0.3), autolim=False)


def _draw_areas(
    drawing: Axes, areas: Sequence[MarkedArea], shapes: Sequence[shapely.Geometry], *, opacity: float
) -> None:
    """`opacity` of the colours: below 1 a background shows through."""
    for mark, (colour, hatch) in _FILLS.items():
        outlines = [_outline(shape) for area, shape in zip(areas, shapes, strict=True) if area.mark == mark]
        if outlines:
            width = 1.0 if len(areas) <= MOST_NAMED else 0.4
            drawn = PathCollection(
                outlines, facecolor=to_rgba(colour, opacity), edgecolor=_LINE, linewidth=width, hatch=hatch
            )
            drawn.set_hatch_linewidth(0.4)
            drawing.add_collection(drawn, autolim=False)


def _outline(shape: shapely.Geometry) -> Outline:
    """All rings of a (Multi)Polygon as one path; holes run the other way, so that they stay empty."""
    polygons = [shapely.geometry.polygon.orient(part) for part in shapely.get_parts(shape)]
    rings = [ring for part in polygons for ring in (part.exterior, *part.interiors)]
    return Outline.make_compound_path(
        *(Outline(shapely.get_coordinates(ring), closed=True) for ring in rings)
    )


def _dot(count: int) -> dict[str, Any]:
    """How a place is drawn: smaller where there are many."""
    size = 4.5 if count <= 300 else 3.0 if count <= 1500 else 1.8
    return {
        "markersize": size,
        "markerfacecolor": "white",
        "markeredgecolor": "black",
        "markeredgewidth": 0.7,
    }


def _name(drawing: Axes, area: MarkedArea, shape: shapely.Geometry) -> None:
    inside = shapely.point_on_surface(shape)
    text = "\n".join(filter(None, (writable(area.name), writable(area.badge))))
    drawing.text(
        *(inside.x, inside.y, text),
        ha="center",
        va="center",
        bbox=_PLATE,
        parse_math=False,
        clip_on=True,
        fontproperties=lettering(7.5),
    )


def _scale_bar(drawing: Axes) -> None:
    """A bar of 1, 2 or 5 times a power of ten, at most a quarter of the map's width."""
    (west, east), (south, north) = drawing.get_xlim(), drawing.get_ylim()
    degree = _KM_PER_DEGREE * math.cos(math.radians((south + north) / 2))
    most = (east - west) * degree / 4
    power = 10.0 ** math.floor(math.log10(most))
    km = max(step * power for step in (1.0, 2.0, 5.0) if step * power <= most)
    label = f"{km:g} km" if km >= 1 else f"{km * 1000:g} m"
    left, low = west + 0.03 * (east - west), south + 0.03 * (north - south)
    height = 0.008 * (north - south)
    bar = Rectangle((left, low), km / degree, height, facecolor="black", edgecolor="white", zorder=5)
    drawing.add_patch(bar)
    drawing.text(
        *(left, low + 2 * height, label),
        fontproperties=lettering(8),
        bbox=_PLATE,
    )


def _side(figure: Figure, areas: Sequence[MarkedArea], points: Sequence[MapPoint]) -> None:
    """Legend, and the districts that are marked by their names: a black and white copy says the same."""
    top = 0.905
    for mark, (colour, hatch) in _FILLS.items():
        count = sum(area.mark == mark for area in areas)
        if count and mark in MARK_LABELS:
            box = Rectangle((_SIDE, top - 0.012), 0.025, 0.02, facecolor=colour, edgecolor=_LINE, hatch=hatch)
            box.set_hatch_linewidth(0.4)
            box.set_transform(figure.transSubfigure)
            figure.add_artist(box)
            label, _, meaning = MARK_LABELS[mark].partition(": ")
            _write(figure, _SIDE + 0.032, top, f"{label}: {count}学区", 9)
            _write(figure, _SIDE + 0.032, top - 0.02, meaning, 7)
            top -= 0.05
    unplaced = sum(not point.placed for point in points)
    unknown = f"(ほかに位置不明{unplaced})" if unplaced else ""
    _write(figure, _SIDE + 0.005, top, f"○ 数えた場所: {len(points) - unplaced}か所{unknown}", 9)
    top -= 0.04
    for line, size in _marked_by_name(areas):
        _write(figure, _SIDE, top, line, size)
        top -= 0.021


def _marked_by_name(areas: Sequence[MarkedArea]) -> list[tuple[str, float]]:
    """(line, size) of the list at the side; what finds no room is counted."""
    lines: list[tuple[str, float]] = []
    marks: tuple[AreaMark, ...] = ("short", "unsure")
    for mark in marks:
        names = [writable(area.name) for area in areas if area.mark == mark]
        if names:
            lines.append((f"{MARK_LABELS[mark].partition(':')[0]}の学区", 9))
            lines += [(line, 8) for line in lines_of("、".join(names), _SIDE_WIDTH)]
    if len(lines) > _LISTED:
        return [*lines[:_LISTED], ("…(続きは一覧のファイルにあります)", 8)]
    return lines


def _foot(figure: Figure, notes: Sequence[str]) -> None:
    lines = [line for note in notes for line in lines_of(writable(note), _FOOT_WIDTH)]
    if len(lines) > _MOST_FOOT_LINES:  # never hide a source: the letters get smaller instead
        step, size = 0.017 * _MOST_FOOT_LINES / len(lines), 7.5 * _MOST_FOOT_LINES / len(lines)
    else:
        step, size = 0.017, 7.5
    for number, line in enumerate(lines):
        _write(figure, 0.03, 0.155 - step * number, line, size)


def _write(figure: Figure, x: float, y: float, text: str, size: float) -> None:
    figure.text(x, y, text, fontproperties=lettering(size), va="center", parse_math=False)


def _content(figure: Figure, form: PictureForm, title: str) -> bytes:
    """The file. Dates and version numbers are left out: they would differ from one day to the next."""
    out = io.BytesIO()
    stated: dict[str, str | None] = {"Title": title}
    stated |= {"Software": None} if form == "png" else dict.fromkeys(("CreationDate", "Producer", "Creator"))
    figure.savefig(out, format=form, metadata=stated)
    return out.getvalue()
