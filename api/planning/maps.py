"""The gaps as a map: an HTML file that draws without a network, a PNG or a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from api.map_assets import load_map_assets
from api.planning.city import City
from api.planning.exports import notes
from api.planning.gaps import Answer
from api.planning.passing_on import drawn_rows, not_drawn, places_to_draw
from api.planning.question import question_in_words
from api.planning.table import MARKS, UNKNOWN_AMOUNT, Row, rows_of
from api.planning.travelling import pace_of
from geo.accessibility.coverage import nearest_minutes
from geo.errors import GeoError
from geo.gaps.assumptions import fastest, slowest
from geo.maps import CellClass, MapCells, MapPoint, MapTable, MarkedArea, planning_map
from geo.population.mesh import bounds, valid_codes
from resources.atomic_file import replace_bytes
from resources.code_lists import code_list
from resources.errors import BadInput

REDRAW = "学区の区域を取り込み直すか、.csv か .xlsx に書き出してください。"
_HEADER = ("学区", "判定", "届く人の割合", "届かない人", "場所", "週の席", "合う先のない人", "説明")


def write_gap_map(city: City, answer: Answer, path: Path, *, inputs: Iterable[Path] = ()) -> None:
    """Write the map that the file's name asks for. Raises BadInput for another ending."""
    replace_bytes(path, map_as(city, answer, path.suffix), inputs=inputs)


def map_as(city: City, answer: Answer, suffix: str) -> bytes:
    """The content of a map file with this ending. Raises BadInput for another one."""
    if suffix.lower() in (".html", ".htm"):
        return gap_map(city, answer).encode()
    if suffix.lower() in (".png", ".pdf"):
        from api.planning.pictures import gap_picture  # matplotlib takes a second to load

        return gap_picture(city, answer, suffix.lower())
    raise BadInput(
        f"「{suffix or '拡張子なし'}」の地図は作れません。",
        remedy="名前の終わりを .html .png .pdf のどれかにしてください。",
    )


def gap_map(city: City, answer: Answer) -> str:
    """The map as one HTML document. Raises NotReady without leaflet, BadInput for what cannot be drawn."""
    rows, _ = rows_of(answer)
    coloured = judged_cells(city, answer)
    return drawn_map(
        marked_areas(city, rows),
        counted_points(city, answer),
        coloured,
        title=f"{city.name} 地域の過不足: {question_in_words(answer.question)}",
        table=MapTable("不足、不確か、届かない人の多い順です。", _HEADER, tuple(map(_line, rows))),
        assumptions=[
            *assumption_lines(city, answer),
            *not_drawn(city, answer.supply, cells=coloured is not None),
        ],
        assets=load_map_assets(),
        sources=notes(city, answer),
        base=city.base,
    )


def drawn_map(
    areas: Sequence[MarkedArea], points: Sequence[MapPoint], cells: MapCells | None, **said: Any
) -> str:
    """`geo.maps.planning_map` for users: what it cannot draw is a BadInput."""
    try:
        return planning_map(areas, points, cells, **said)
    except GeoError as error:
        raise BadInput(str(error), remedy=REDRAW) from error


def marked_areas(city: City, rows: Iterable[Row]) -> list[MarkedArea]:
    """The districts that have an outline, with their judgement and the unmet needs that may be shown."""
    if city.boundaries is None:
        return []
    shape_of = dict(zip(city.boundaries.ids, city.boundaries.shapes, strict=True))
    return [
        MarkedArea(
            name=row.gap.name,
            geometry=shape_of[row.gap.district_id],
            mark=MARKS[row.mark],
            detail_lines=(row.mark, *row.gap.why),
            badge=f"合う先なし {row.unmet.label}" if row.unmet.value else "",
        )
        for row in rows
        if row.gap.district_id in shape_of
    ]


def counted_points(city: City, answer: Answer) -> list[MapPoint]:
    """The places that counted and may be drawn, under the names that may be read."""
    shown = places_to_draw(city, answer.supply)
    points = []
    for key, sessions in zip(answer.supply.keys.tolist(), answer.supply.sessions.tolist(), strict=True):
        if key in shown:
            name, lat, lon = shown[key]
            points.append(
                MapPoint(lat, lon, name, (f"週{sessions:.2g}回",) if np.isfinite(sessions) else (), "other")
            )
    return points


def judged_cells(city: City, answer: Answer) -> MapCells | None:
    """Cells with people of the ages asked for, by whether a place that is drawn is in reach; None without cells."""
    if answer.people is None or answer.way is None:
        return None
    population, way = answer.people.population, answer.way
    lived_in = np.flatnonzero((answer.people.asked > 0) & valid_codes(population.codes))
    if not len(lived_in):
        return None
    nearest = nearest_minutes(way.reach, drawn_rows(city, answer.supply))
    moving = nearest[lived_in] - way.wait_minutes
    left = way.minutes - way.wait_minutes
    least = moving * fastest(way.assumptions).factor <= left
    most = moving * slowest(way.assumptions).factor <= left
    classes: list[CellClass] = [
        "covered" if always else "unsure" if sometimes else "uncovered"
        for always, sometimes in zip(most.tolist(), least.tolist(), strict=True)
    ]
    return MapCells(bounds(population.codes[lived_in]), tuple(classes))


def assumption_lines(city: City, answer: Answer) -> list[str]:
    """Speed, detour, goal and what was estimated: they stand under every map."""
    question = answer.question
    mode = code_list("travel_mode").label(question.mode)
    tried = "、".join(one.label for one in answer.way.assumptions) if answer.way else ""
    lines = [
        f"{city.on.isoformat()} 時点。{question_in_words(question)}",
        f"移動: {mode}、{pace_of(question).line()}",
        f"目標: 対象の人の{question.goal.share:.0%}に{question.way}の場所があること",
    ]
    if tried:
        lines.append(f"試した見込み: {tried}")
    if answer.people and answer.people.estimated:
        lines.append("年齢の一部は、人口の年齢区分を1歳ずつに等しく分けて推計")
    return lines


def _line(row: Row) -> tuple[str, ...]:
    gap = row.gap
    return (
        gap.name,
        row.mark,
        "―" if gap.coverage is None else f"{gap.coverage:.0%}",
        "―" if gap.uncovered is None else f"{gap.uncovered:,.0f}人",
        str(gap.places),
        UNKNOWN_AMOUNT if gap.seats_unknown else f"{gap.capacity_per_week:,.0f}",
        row.unmet.label,
        "".join(gap.why),
    )
