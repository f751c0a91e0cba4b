"""Chosen sites as a map: numbered, with what would do nearly as well, and which cells they newly reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np

from api.map_assets import load_map_assets
from api.planning.city import City
from api.planning.exports import notes
from api.planning.maps import assumption_lines, counted_points, drawn_map, marked_areas
from api.planning.passing_on import drawn_rows, not_drawn
from api.planning.question import question_in_words
from api.planning.siting import SitesAnswer
from api.planning.table import rows_of
from api.planning.travelling import travel_model
from geo.accessibility.coverage import nearest_minutes
from geo.maps import CellClass, MapCells, MapPoint, MapTable
from geo.maps.content import PointStyle
from geo.population.mesh import bounds, valid_codes
from geo.population.rollup import own_cells
from resources.atomic_file import replace_bytes
from resources.errors import BadInput

_HEADER = ("学区", "対象の人", "いま届く人", "新しい場所ができると", "割合(いま)", "割合(新しい場所)")
_POINTS: Mapping[PointStyle, str] = MappingProxyType(
    {"suggested": "候補地", "alternative": "ほぼ同じ効果の候補地", "other": "いまの場所"}
)
_CELLS: Mapping[CellClass, str] = MappingProxyType(
    {
        "covered": "いま時間内に場所がある",
        "newly": "候補地ができると、時間内に場所ができる",
        "uncovered": "候補地ができても、時間内に場所がない",
    }
)


def write_site_map(city: City, answer: SitesAnswer, path: Path, *, inputs: Iterable[Path] = ()) -> None:
    """Write the map as .html. Raises BadInput for another ending, NotReady without leaflet."""
    if path.suffix.lower() not in (".html", ".htm"):
        raise BadInput(
            f"「{path.suffix or '拡張子なし'}」の地図は作れません。",
            remedy="名前の終わりを .html にしてください。",
        )
    replace_bytes(path, site_map(city, answer).encode(), inputs=inputs)


def site_map(city: City, answer: SitesAnswer) -> str:
    """One HTML document: the sites numbered from 1, alternatives smaller, the places of today, cells by reach."""
    rows, _ = rows_of(answer.gaps)
    question, coloured = answer.gaps.question, reached_cells(city, answer)
    return drawn_map(
        [replace(area, mark="plain", badge="", detail_lines=()) for area in marked_areas(city, rows)],
        [*_chosen(city, answer), *_alternatives(city, answer), *counted_points(city, answer.gaps)],
        coloured,
        title=f"{city.name} 新しい場所の候補地: {question_in_words(question)}",
        table=MapTable("学区ごとの、時間内に場所がある人の数です。", _HEADER, _lines(city, answer)),
        assumptions=[
            *assumption_lines(city, answer.gaps),
            *not_drawn(city, answer.gaps.supply, cells=coloured is not None),
        ],
        assets=load_map_assets(),
        sources=notes(city, answer.gaps),
        point_titles=_POINTS,
        cell_titles=_CELLS,
        cells_shown=True,
    )


def reached_cells(city: City, answer: SitesAnswer) -> MapCells | None:
    """Cells with people of the ages asked for, by whether they have a place in reach now, with the sites, or never.

    Only those that count in the answer: a neighbouring municipality's are left out.
    """
    people, way = answer.gaps.people, answer.gaps.way
    if people is None or way is None:
        return None
    own = own_cells(people.population, city.district_names)
    lived_in = np.flatnonzero(own & (people.asked > 0) & valid_codes(people.population.codes))
    if not len(lived_in):
        return None
    drawn = drawn_rows(city, answer.gaps.supply)
    now = nearest_minutes(way.reach, drawn)[lived_in] <= way.minutes
    positions = np.array([(site.lat, site.lon) for site in answer.siting.sites]).reshape(-1, 2)
    cells = people.population.positions[lived_in]
    reach = travel_model(answer.gaps.question, city.travel).reach(
        cells, positions, answer.gaps.question.mode, way.minutes
    )
    then = nearest_minutes(reach) <= way.minutes
    classes: list[CellClass] = [
        "covered" if already else "newly" if new else "uncovered"
        for already, new in zip(now.tolist(), then.tolist(), strict=True)
    ]
    return MapCells(bounds(people.population.codes[lived_in]), tuple(classes))


def _chosen(city: City, answer: SitesAnswer) -> list[MapPoint]:
    return [
        MapPoint(
            *(site.lat, site.lon, f"候補地 {_where(city, site.district_id)}"),
            (f"新たに届く人 {site.gain:,.0f}人", f"メッシュ {site.code}"),
        )
        for site in answer.siting.sites
    ]


def _alternatives(city: City, answer: SitesAnswer) -> list[MapPoint]:
    """Every cell that stands in for a site in some alternative, once, with the best share that it keeps."""
    if city.population is None:
        return []
    row_of = {code: row for row, code in enumerate(city.population.codes.tolist())}
    best: dict[str, float] = {}
    for other in answer.siting.alternatives:
        for code in other.sites:
            best[code] = max(best.get(code, 0.0), other.share)
    population = city.population
    return [
        MapPoint(
            float(population.lats[row_of[code]]),
            float(population.lons[row_of[code]]),
            f"代わりの候補地 {_where(city, str(population.district_ids[row_of[code]]))}",
            (f"選んだ案の{share:.1%}", f"メッシュ {code}"),
            "alternative",
        )
        for code, share in best.items()
        if code in row_of
    ]


def _where(city: City, district: str) -> str:
    return city.district_names.get(district, district or "学区の外")


def _lines(city: City, answer: SitesAnswer) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            _where(city, effect.district_id),
            *(f"{people:,.0f}人" for people in (effect.people, effect.before, effect.after)),
            *(
                "―" if share is None else f"{share:.0%}"
                for share in (effect.share_before, effect.share_after)
            ),
        )
        for effect in answer.effects
    )
