"""How people travel for a planner's question: the travel-time model by its name, its figures, and how it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import GeoError
from geo.gaps.assumptions import WALKING, Assumption, assumptions
from geo.population.model import Population
from geo.sources import Source
from geo.travel import DETOUR, TravelData, TravelMode, TravelTime, travel_time
from resources.code_lists import code_list
from resources.errors import BadInput, NotReady

if TYPE_CHECKING:  # a question checks its model here; the solver of shortest ways loads slowly
    from api.planning.city import City
    from api.planning.question import PlannerQuestion
    from geo.travel.network import StreetNetwork

DIRECT, NETWORK, TRANSIT = "direct", "network", "transit"
MODELS: Mapping[str, str] = MappingProxyType({DIRECT: "直線距離", NETWORK: "道路網", TRANSIT: "時刻表"})
_MOST_APART = 0.5
_BUS, _CAR = "bus", "car"
_ON_STREETS = (WALKING, "bicycle", _CAR)
_MORNING = 9 * 60


@dataclass(frozen=True, slots=True)
class Pace:
    """The figures behind the minutes. None: the streets or the timetable decide; `by` says what they rest on."""

    speed_kmh: float | None
    wait_minutes: float
    detour: float | None
    by: str

    def line(self) -> str:
        """「時速4km、道のりは直線の1.3倍」."""
        parts = (
            None if self.speed_kmh is None else f"時速{self.speed_kmh:g}km",
            None if self.detour is None else f"道のりは直線の{self.detour:g}倍",
            f"待ち時間{self.wait_minutes:g}分" if self.wait_minutes else None,
            self.by,
        )
        return "、".join(part for part in parts if part)


@cache
def travel_modes() -> Mapping[str, TravelMode]:
    """The ways of travelling of travel_mode.csv by their codes."""
    return {
        code.code: TravelMode(float(code.extra["speed_kmh"]), float(code.extra["wait_minutes"]))
        for code in code_list("travel_mode")
    }


def require_travel(travel: str, mode: str) -> None:
    """Raise BadInput unless there is such a model and it knows this way of travelling."""
    if travel not in MODELS:
        raise BadInput(
            f"所要時間の出し方「{travel}」はありません。",
            field="travel",
            remedy=f"{'、'.join(MODELS)} の中から選んでください。",
        )
    if travel == NETWORK and mode not in _ON_STREETS:
        label = code_list("travel_mode").label
        raise BadInput(
            f"道路網では「{label(mode)}」の所要時間を計算できません。",
            field="mode",
            remedy=f"{'、'.join(map(label, _ON_STREETS))} の中から選んでください。",
        )
    if travel == TRANSIT and mode != _BUS:
        raise BadInput(
            "時刻表で計算できるのは、バスの所要時間だけです。",
            field="mode",
            remedy="移動の方法をバスにするか、所要時間の出し方を変えてください。",
        )


def pace_of(question: PlannerQuestion) -> Pace:
    """The figures of the question's way of travelling under its model."""
    mode, travel = question.mode, question.travel
    figures = travel_modes()[mode]
    if travel == NETWORK and mode == _CAR:
        return Pace(None, figures.wait_minutes, None, "速さと道のりは道路網による")
    if travel == NETWORK:
        return Pace(figures.speed_kmh, figures.wait_minutes, None, "道のりは道路網による")
    if travel == TRANSIT:
        return Pace(None, 0.0, None, _by_timetable(question))  # the median holds the waiting
    return Pace(figures.speed_kmh, figures.wait_minutes, DETOUR, "")


def _by_timetable(question: PlannerQuestion) -> str:
    start = _leave_from(question)
    hours = f"{clock_text(start)}から{clock_text(start + 60)}までに出る人の中央値"
    return f"時刻表による、{hours}、停留所までは歩いて15分以内"


def _leave_from(question: PlannerQuestion) -> int:
    """People leave in the hour after the first time asked for; in the morning where none is."""
    return _MORNING if question.supply.start is None else question.supply.start


def clock_text(minute: int) -> str:
    """Minutes since midnight as "9:00"."""
    return f"{minute // 60}:{minute % 60:02}"


def tried(question: PlannerQuestion) -> Sequence[Assumption]:
    """The assumptions that are tried: a detour only where the model has one."""
    speed = travel_modes()[question.mode].speed_kmh
    return assumptions(question.mode, speed_kmh=speed, detour=pace_of(question).detour)


def varied(question: PlannerQuestion) -> str:
    """What the assumptions vary, in words."""
    if question.mode != WALKING:
        return "所要時間の見込み"
    return "歩く速さと道のりの見込み" if pace_of(question).detour else "歩く速さの見込み"


def streets_source(streets: StreetNetwork, population: Population | None, mode: str) -> Source:
    """What stands under a map made with these streets: also how many people live too far from any of them.

    Raises BadInput when most people do: then it is another place's extract, and nearly all would look unserved.
    """
    if population is None:
        return streets.source
    from geo.travel.network import NetworkTravel
    from geo.travel.network.times import SNAP_METRES

    near = NetworkTravel(streets, travel_modes()).near_streets(population.positions, mode)
    people = np.nan_to_num(population.totals)
    apart = float(people[~near].sum() / people.sum()) if people.any() else 0.0
    if apart > _MOST_APART:
        raise BadInput(
            f"住民の{apart:.0%}が道から{SNAP_METRES:.0f}mより遠くにいます。道のファイルが市の範囲を含んでいません。",
            remedy="市全体を含む .osm.pbf を使ってください。",
        )
    if not apart:
        return streets.source
    note = f"道から{SNAP_METRES:.0f}mより遠い人({apart:.1%})は、どこにも行けないものとして数える"
    return replace(streets.source, note=note)


def travelling_by(city: City, data: TravelData, mode: str) -> City:
    """The city with the data of a model, whose source then stands under every map. Raises BadInput."""
    sources = [data.timetable.source] if data.timetable else []
    if data.network and mode in _ON_STREETS:
        sources.append(streets_source(data.network, city.population, mode))
    return replace(city, travel=data, sources=(*city.sources, *sources))


def travel_model(question: PlannerQuestion, data: TravelData) -> TravelTime:
    """The question's model. Raises NotReady when its data are not there."""
    leaving = replace(data, leave_from=float(_leave_from(question)))
    try:
        return travel_time(question.travel, modes=travel_modes(), data=leaving)
    except GeoError as error:
        raise NotReady(str(error)) from error
