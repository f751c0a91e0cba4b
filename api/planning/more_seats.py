"""What a further weekday or more seats at the places that exist would change, for a planner's question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from api.planning.city import City
from api.planning.gaps import Answer, gaps
from api.planning.question import PlannerQuestion
from api.planning.siting import MOST_ADDED, assumptions_of
from api.planning.travelling import travel_model
from geo.accessibility.decay import thirds
from geo.errors import GeoError
from geo.population.rollup import own_cells
from geo.siting.model import Candidates
from geo.siting.question import Demand
from geo.siting.seats import MoreSeats, Options, lift_most
from geo.supply import Supply
from resources.code_lists import code_list
from resources.errors import BadInput
from resources.supply import days_asked, supply_of

FloatArray = npt.NDArray[np.float64]
More = Literal["weekday", "seats"]

MOST_SEATS = 100
MOST_LEVEL = 10_000.0
_NEARER = "席は、時間内に来られる人で分け合うと考え、近い人ほど重く数えます(E2SFCA)"
_NOTHING_TO_ADD = {
    "weekday": "曜日を増やせる場所がありません(位置、定員、回数の分かる場所に、空いている曜日がありません)。",
    "seats": "席を増やせる場所がありません(位置、定員、回数の分かる場所がありません)。",
}


@dataclass(frozen=True, slots=True)
class Lift:
    """People of a district, and how many of them have the seats of the level before and after."""

    district_id: str
    people: float
    before: float
    after: float


@dataclass(frozen=True)
class MoreAnswer:
    """`level`: seats a week per 1,000 people; `lines`: what the figures rest on; `labels`: of the options by code."""

    gaps: Answer
    more: MoreSeats
    level: float
    lines: tuple[str, ...]
    labels: Mapping[str, str]
    positions: Mapping[str, tuple[float, float]]
    lifts: tuple[Lift, ...]


def more_seats(
    city: City,
    question: PlannerQuestion,
    add: int,
    what: More,
    *,
    seats: int = 5,
    level: float | None = None,
) -> MoreAnswer:
    """Where `add` further weekdays, or `add` times `seats` more at each session, lift most people to the level.

    A weekday may be added to any place of the theme, also to one that is closed at the time asked for.
    `level` None: the mean of the city today. Raises BadInput naming the field.
    """
    if not 1 <= add <= MOST_ADDED:
        raise BadInput(f"増やす数は1から{MOST_ADDED}までです。", field="add", remedy="数を確かめてください。")
    found = gaps(city, question)
    if found.people is None:
        raise BadInput(
            "人口のファイルがないので、計算できません。",
            remedy="tsunagite import population で人口を取り込んでください。",
        )
    aimed_at = level if level is not None else found.report.city.accessibility or 0.0
    if not aimed_at > 0:
        raise BadInput("いまの席が0なので、水準の席数を入れてください。", field="level")
    supply, now = found.supply, found.supply.capacity
    if what == "weekday":
        supply, now = _places_that_could(city, found)
    placed = np.flatnonzero(np.isfinite(supply.positions).all(axis=1))
    options = _options(city, found.question, supply, placed, what, seats)
    where = Candidates(
        supply.keys[placed], supply.names[placed], supply.district_ids[placed], supply.positions[placed]
    )
    positions = found.people.population.positions
    try:
        reach = travel_model(question, city.travel).reach(
            positions, where.positions, question.mode, question.minutes
        )
        demand = Demand(found.people.asked, reach, where, assumptions_of(found))
        more = lift_most(
            demand,
            now[placed],
            options,
            add,
            aimed_at / 1000.0,
            decay=thirds(question.minutes),
            counted=own_cells(found.people.population, city.district_names),
        )
    except GeoError as error:
        raise BadInput(str(error), field="add") from error
    return MoreAnswer(
        gaps=found,
        more=more,
        level=aimed_at,
        lines=(*assumptions_of(found).lines(), f"水準: 千人あたり週{aimed_at:,.1f}席以上", _NEARER),
        labels=dict(zip(options.codes.tolist(), options.labels.tolist(), strict=True)),
        positions={
            code: (lat, lon)
            for code, (lat, lon) in zip(where.codes.tolist(), where.positions.tolist(), strict=True)
        },
        lifts=_lifts(city, found, more),
    )


def _places_that_could(city: City, found: Answer) -> tuple[Supply, FloatArray]:
    """Places of the theme open at whatever time, and their seats a week at the time asked for (0: not open then)."""
    any_time = replace(found.question.supply, weekdays=(), start=None, end=None)
    supply = supply_of(city.snapshot, any_time, on=city.on)
    seats_of = dict(zip(found.supply.keys.tolist(), found.supply.capacity.tolist(), strict=True))
    now = [seats_of.get(key, 0.0) for key in supply.keys.tolist()]
    return supply, np.array(now, dtype=np.float64)


def _options(
    city: City,
    asked: PlannerQuestion,
    supply: Supply,
    placed: npt.NDArray[np.int64],
    what: More,
    seats: int,
) -> Options:
    """One option for each place that states its seats: a further day a week, or more seats at every session."""
    question = asked.supply
    record_of = {record.key: record for record in city.snapshot.records}
    codes, labels, places, gains, at_most = [], [], [], [], []
    for number, place in enumerate(placed.tolist()):
        key, name = str(supply.keys[place]), str(supply.names[place])
        stated, sessions = float(supply.seats[place]), float(supply.sessions[place])
        if what == "weekday":
            rules = record_of[key].schedule
            taken = {day for rule in rules for day in days_asked(rule, question)}
            free = len(set(question.weekdays or code_list("weekday").codes) - taken)
            gain, label = stated, f"{name}: 週1日増やす(週＋{stated:.0f}席)"
        else:
            free, gain = MOST_ADDED, seats * sessions
            label = f"{name}: 1回の席を{seats}増やす(週＋{gain:.0f}席)"
        if free and gain > 0 and np.isfinite(stated * sessions):  # what is not stated cannot be added to
            codes.append(key)
            labels.append(label)
            places.append(number)
            gains.append(gain)
            at_most.append(free)
    if not codes:
        raise BadInput(_NOTHING_TO_ADD[what], field="what")
    return Options(
        np.array(codes, dtype=np.str_),
        np.array(labels, dtype=np.str_),
        np.array(places, dtype=np.int64),
        np.array(gains, dtype=np.float64),
        np.array(at_most, dtype=np.int64),
    )


def _lifts(city: City, found: Answer, more: MoreSeats) -> tuple[Lift, ...]:
    """The city's districts with people of the ages asked for, by id; people in no district are left out."""
    assert found.people is not None
    ids, district = np.unique(found.people.population.district_ids, return_inverse=True)
    asked = found.people.asked
    columns = [
        np.bincount(district, weights=weights, minlength=len(ids))
        for weights in (
            asked,
            asked * more.at_level(more.access_before),
            asked * more.at_level(more.access_after),
        )
    ]
    rows = zip(ids.tolist(), *(column.tolist() for column in columns), strict=True)
    return tuple(Lift(*row) for row in rows if row[0] in city.district_names and row[1] > 0)
