"""Where more places would help most, for a planner's question."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from api.planning.city import City
from api.planning.gaps import HIDDEN_CELLS, Answer, gaps
from api.planning.located import located
from api.planning.question import PlannerQuestion
from api.planning.travelling import pace_of, travel_model
from geo.accessibility.coverage import nearest_minutes
from geo.errors import GeoError
from geo.population.model import AgeBand
from geo.population.rollup import own_cells, select
from geo.siting.effects import DistrictEffect, covering_effects
from geo.siting.model import Assumptions, Candidates, Siting, cell_candidates
from geo.siting.places import cover_most
from geo.siting.question import Demand
from resources.code_lists import code_list
from resources.errors import BadInput

MOST_ADDED = 10


@dataclass(frozen=True)
class SitesAnswer:
    """The gaps as they are, the chosen sites, and what changes in each district."""

    gaps: Answer
    candidates: Candidates
    siting: Siting
    effects: tuple[DistrictEffect, ...]


def sites(
    city: City, question: PlannerQuestion, add: int, *, candidates: Candidates | None = None
) -> SitesAnswer:
    """`add` more places of the question's theme; every population cell is a candidate unless others are given.

    Only people and candidates of the city's districts count. Raises BadInput without a population file, for too many places, and when the question cannot be answered.
    """
    if not 1 <= add <= MOST_ADDED:
        raise BadInput(f"増やす数は1から{MOST_ADDED}までです。", field="add", remedy="数を確かめてください。")
    found = gaps(city, question)
    if found.people is None or found.way is None or city.population is None:
        raise BadInput(
            "人口のファイルがないので、候補地を計算できません。",
            remedy="tsunagite import population で人口を取り込んでください。",
        )
    own = own_cells(city.population, city.district_names)
    if candidates is None:  # nobody opens a place in another municipality
        where = cell_candidates(select(city.population, np.flatnonzero(own)))
    else:
        districts = located(candidates.district_ids, candidates.positions, city.boundaries)
        given = replace(candidates, district_ids=districts)
        where = given if own.all() else _within_the_city(city, given)
    covered = nearest_minutes(found.way.reach) <= question.minutes
    try:
        model = travel_model(question, city.travel)
        reach = model.reach(city.population.positions, where.positions, question.mode, question.minutes)
        asked = np.where(own, found.people.asked, 0.0)  # a neighbouring municipality's people are not counted
        demand = Demand(asked, reach, where, assumptions_of(found))
        siting = cover_most(demand, covered, add)
    except GeoError as error:
        raise BadInput(str(error), field="add") from error
    every = covering_effects(demand, city.population.district_ids, covered, siting)
    effects = [effect for effect in every if own.all() or effect.district_id in city.district_names]
    return SitesAnswer(found, where, siting, tuple(effects))


def _within_the_city(city: City, given: Candidates) -> Candidates:
    """The given candidates that lie in a district of the city, or whose district cannot be told."""
    districts = given.district_ids
    untold = districts == "" if city.boundaries is None else np.zeros(len(given), dtype=np.bool_)
    kept = untold | np.isin(districts, np.array(sorted(city.district_names), dtype=np.str_))
    return Candidates(given.codes[kept], given.names[kept], districts[kept], given.positions[kept])


def assumptions_of(answer: Answer) -> Assumptions:
    """What the figures rest on, as siting prints it."""
    question = answer.question
    pace = pace_of(question)
    low, high = question.supply.age_low, question.supply.age_high
    return Assumptions(
        minutes=question.minutes,
        mode=code_list("travel_mode").label(question.mode),
        speed_kmh=pace.speed_kmh,
        detour=pace.detour,
        wait_minutes=pace.wait_minutes,
        ages=None if low is None and high is None else AgeBand(low or 0, high),
        age_estimated=bool(answer.people and answer.people.estimated),
        notes=(HIDDEN_CELLS.format(answer.hidden_cells),) if answer.hidden_cells else (),
        by=pace.by,
    )
