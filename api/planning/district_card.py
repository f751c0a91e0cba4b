"""学区カルテ: everything about one district on one page. Nothing on it is about a person."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from api.planning.city import City
from api.planning.documents import remarks_of
from api.planning.exports import source_lines
from api.planning.figures import known
from api.planning.gaps import gaps
from api.planning.maps import assumption_lines
from api.planning.matrix import MatrixAnswer, matrix_answer, matrix_kinds, theme_label
from api.planning.passing_on import open_names
from api.planning.question import PlannerQuestion
from api.planning.table import Row, mark, rows_of
from geo.errors import GeoError
from geo.gaps.model import DistrictGap
from geo.population.hikikomori import estimate_hikikomori
from geo.population.model import Population
from geo.population.rollup import sum_known
from geo.supply import Supply
from resources.errors import BadInput

_HIDDEN_AGES = "年齢別の人数が秘匿されているため、推計できません。"


@dataclass(frozen=True)
class CardPeople:
    """Who lives there. None = hidden or not in the source. `bands`: label and people."""

    total: float | None
    bands: tuple[tuple[str, float | None], ...]
    singles: float | None
    states_singles: bool


@dataclass(frozen=True)
class CardEstimate:
    """ひきこもり推計 with the ends of its interval, or `why` there is none."""

    people: float | None
    low: float | None
    high: float | None
    why: str = ""


@dataclass(frozen=True)
class CardKind:
    """One theme. `why`: its sentences without the first, whose figures stand beside them."""

    label: str
    gap: DistrictGap
    mark: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class CardPlace:
    """One place that counted: no telephone, no contact person. None = not stated, never confirmed."""

    key: str
    name: str
    kind: str
    sessions: float | None
    seats: float | None
    confirmed_on: date | None
    stale: bool


@dataclass(frozen=True)
class DistrictCard:
    """The page of one district. `asked`: the question's own theme; `kinds`: every theme for the same people."""

    district_id: str
    name: str
    on: date
    question: PlannerQuestion
    asked: Row
    people: CardPeople | None
    hikikomori: CardEstimate | None
    kinds: tuple[CardKind, ...]
    neighbours: tuple[tuple[str, float], ...]
    places: tuple[CardPlace, ...]
    notes: tuple[str, ...]

    @property
    def stale(self) -> tuple[CardPlace, ...]:
        """Places to confirm, the longest unconfirmed first."""
        found = (place for place in self.places if place.stale)
        return tuple(sorted(found, key=lambda place: (place.confirmed_on or date.min, place.name, place.key)))


def district_card(city: City, question: PlannerQuestion, district: str) -> DistrictCard:
    """The card of a district id. Raises BadInput for an unknown one, or when the question cannot be answered."""
    if district not in city.district_names:
        raise BadInput(
            f"学区「{district}」はありません。", field="district", remedy="学区を選び直してください。"
        )
    answer = gaps(city, question)
    asked = next(row for row in rows_of(answer)[0] if row.gap.district_id == district)
    every = replace(question, supply=replace(question.supply, kinds=tuple(matrix_kinds())))
    matrix = matrix_answer(city, every)
    missing = remarks_of(city, question, [answer, *matrix.answers.values()])
    estimate, source = _hikikomori(city.population, district) if city.population else (None, [])
    return DistrictCard(
        district_id=district,
        name=city.district_names[district],
        on=city.on,
        question=question,
        asked=asked,
        people=_people(city.population, district) if city.population else None,
        hikikomori=estimate,
        kinds=_kinds(matrix, district),
        neighbours=_neighbours(city, asked.gap),
        places=_places(city, matrix, district),
        notes=(*assumption_lines(city, answer), *missing, *source_lines(city), *source),
    )


def _people(population: Population, district: str) -> CardPeople:
    here = population.district_ids == district
    bands = zip(population.bands, population.counts[here].T, strict=True)
    singles = population.singles
    return CardPeople(
        total=_sum(population.totals[here]),
        bands=tuple((band.label, _sum(counts)) for band, counts in bands),
        singles=None if singles is None else _sum(singles[here]),
        states_singles=singles is not None,
    )


def _hikikomori(population: Population, district: str) -> tuple[CardEstimate, list[str]]:
    """The estimate, and the line of its source."""
    here = np.flatnonzero(population.district_ids == district)
    try:
        found = estimate_hikikomori(population)
    except GeoError as error:
        return CardEstimate(None, None, None, str(error)), []
    people, low, high = (_sum(part[here]) for part in (found.people, found.low, found.high))
    why = _HIDDEN_AGES if people is None else ""
    return CardEstimate(people, low, high, why), [found.source.line()]


def _kinds(matrix: MatrixAnswer, district: str) -> tuple[CardKind, ...]:
    number = matrix.matrix.district_ids.index(district)
    found = ((theme.theme, theme.districts[number]) for theme in matrix.matrix.themes)
    return tuple(
        CardKind(
            theme_label(theme), gap, mark(gap), gap.why if gap.target_population is None else gap.why[1:]
        )
        for theme, gap in found
    )


def _neighbours(city: City, gap: DistrictGap) -> tuple[tuple[str, float], ...]:
    """Other districts whose places its people can reach, with the share of the people who can."""
    shares: Mapping[str, float] = gap.neighbours
    return tuple((city.district_names.get(other, other), share) for other, share in shares.items())


def _places(city: City, matrix: MatrixAnswer, district: str) -> tuple[CardPlace, ...]:
    """The places of the district in the order of their kinds and names."""
    found: list[CardPlace] = []
    for kind, answer in matrix.answers.items():
        supply = answer.supply
        here = np.flatnonzero(supply.district_ids == district).tolist()
        placed = [_place(supply, row, theme_label(kind), city.on) for row in here]
        found += sorted(placed, key=lambda place: (place.name, place.key))
    names = open_names(city, [place.key for place in found])
    return tuple(replace(place, name=names.get(place.key, place.name)) for place in found)


def _place(supply: Supply, row: int, kind: str, on: date) -> CardPlace:
    days = float(supply.days_since_confirmed[row])
    return CardPlace(
        key=str(supply.keys[row]),
        name=str(supply.names[row]),
        kind=kind,
        sessions=known(supply.sessions[row]),
        seats=known(supply.seats[row]),
        confirmed_on=None if math.isnan(days) else on - timedelta(days=int(days)),
        stale=bool(supply.stale[row]),
    )


def _sum(figures: npt.NDArray[np.float64]) -> float | None:
    """The sum of what is known; 0 where there is no cell, None where all cells are hidden."""
    if not len(figures):
        return 0.0
    return known(sum_known(figures, np.zeros(len(figures), dtype=np.int64), 1)[0])
