"""Chosen sites as a map: numbered, with what would do nearly as well, and which cells they newly reach."""

from __future__ import annotations

import math
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
from api.planning.site_files import HIDDEN_VENUES
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


def site_map(city: City, answer: SitesAnswer, *, named: Mapping[str, str] | None = None) -> str:
    """One HTML document: the sites numbered from 1, alternatives smaller, the places of today, cells by reach.

    `named`: the candidates that everybody may see, code → name; the others are listed without name and position,
    and no cell is coloured by them. None: all of them.
    """
    rows, _ = rows_of(answer.gaps)
    names = candidate_names(answer) if named is None else named
    hidden = sum(site.code not in names for site in answer.siting.sites)
    question, coloured = answer.gaps.question, reached_cells(city, answer, names)
    return drawn_map(
        [replace(area, mark="plain", badge="", detail_lines=()) for area in marked_areas(city, rows)],
        [
            *_chosen(city, answer, names),
            *_alternatives(city, answer, names),
            *counted_points(city, answer.gaps),
        ],
        coloured,
        title=f"{city.name} 新しい場所の候補地: {question_in_words(question)}",
        table=MapTable("学区ごとの、時間内に場所がある人の数です。", _HEADER, _lines(city, answer)),
        assumptions=[
            *assumption_lines(city, answer.gaps),
            *not_drawn(city, answer.gaps.supply, cells=coloured is not None),
            *([HIDDEN_VENUES.format(hidden)] if hidden else []),
        ],
        assets=load_map_assets(),
        sources=notes(city, answer.gaps),
        base=city.base,
        point_titles=_POINTS,
        cell_titles=_CELLS,
        cells_shown=True,
    )


def candidate_names(answer: SitesAnswer) -> Mapping[str, str]:
    """Code → name of every candidate."""
    return dict(zip(answer.candidates.codes.tolist(), answer.candidates.names.tolist(), strict=True))


def reached_cells(city: City, answer: SitesAnswer, named: Mapping[str, str]) -> MapCells | None:
    """Cells with people of the ages asked for, by whether they have a place in reach now, with the sites, or never.

    Only those that count in the answer: a neighbouring municipality's are left out. `named`: the candidates that
    may be drawn; a site that may not would stand in the middle of the cells that only it reaches.
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
    positions = np.array(
        [(site.lat, site.lon) for site in answer.siting.sites if site.code in named]
    ).reshape(-1, 2)
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


def _chosen(city: City, answer: SitesAnswer, named: Mapping[str, str]) -> list[MapPoint]:
    return [
        MapPoint(
            *((site.lat, site.lon) if site.code in named else (math.nan, math.nan)),
            f"候補地 {_where(city, site.district_id)}",
            (f"新たに届く人 {site.gain:,.0f}人", *_called(site.code, named)),
        )
        for site in answer.siting.sites
    ]


def _alternatives(city: City, answer: SitesAnswer, named: Mapping[str, str]) -> list[MapPoint]:
    """Every candidate that stands in for a site in some alternative, once, with the best share that it keeps."""
    where = answer.candidates
    row_of = {code: row for row, code in enumerate(where.codes.tolist())}
    best: dict[str, float] = {}
    for other in answer.siting.alternatives:
        for code in other.sites:
            best[code] = max(best.get(code, 0.0), other.share)
    return [
        MapPoint(
            float(where.positions[row_of[code], 0]),
            float(where.positions[row_of[code], 1]),
            f"代わりの候補地 {_where(city, str(where.district_ids[row_of[code]]))}",
            (f"選んだ案の{share:.1%}", *_called(code, named)),
            "alternative",
        )
        for code, share in best.items()
        if code in named
    ]


def _called(code: str, named: Mapping[str, str]) -> tuple[str, ...]:
    """A cell by its code, a venue by its name, a venue that is not for everybody by neither."""
    if code not in named:
        return ()
    return (f"メッシュ {code}" if named[code] == code else named[code],)


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
