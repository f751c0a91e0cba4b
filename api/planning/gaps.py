"""The gaps of a city for one question."""

from __future__ import annotations

from dataclasses import dataclass, replace

from api.planning.city import City
from api.planning.located import located
from api.planning.question import PlannerQuestion
from api.planning.travelling import pace_of, travel_model, tried, varied
from geo.districts import Districts
from geo.errors import GeoError
from geo.gaps.assess import People, Way, assess, reach_limit
from geo.gaps.model import GapReport
from geo.gaps.reasons import Words
from geo.population.ages import Target, target_people
from geo.supply import Supply
from resources.errors import BadInput
from resources.supply import paused_districts, supply_of

HIDDEN_CELLS = "秘匿された{:,}メッシュの人は、年齢別の数に入っていません。"


@dataclass(frozen=True)
class Answer:
    """The answer to one question: the report, and what it was worked out from (for maps and siting)."""

    question: PlannerQuestion
    report: GapReport
    supply: Supply
    people: People | None
    way: Way | None
    hidden_cells: int = 0
    """Cells whose people of these ages the publisher hides: they are in no count of them, and are not nobody."""


def gaps(city: City, question: PlannerQuestion) -> Answer:
    """Gaps per district. Raises BadInput when the population file cannot say what was asked.

    Raises NotReady when the data of the travel-time model are missing.
    """
    supply = within_districts(supply_of(city.snapshot, question.supply, on=city.on), city.boundaries)
    target = target_asked(city, question)
    people = people_of(city, target)
    way = way_to(city, supply, people, question) if people else None
    report = assess(
        city.district_names,
        supply,
        people,
        way,
        words=words_of(city, question),
        goal=question.goal,
        unmet=city.unmet,
        paused=paused_districts(city.snapshot, question.supply).tolist(),
    )
    return Answer(question, report, supply, people, way, target.hidden if target else 0)


def within_districts(supply: Supply, boundaries: Districts | None) -> Supply:
    """The same supply; a place that states no district lies in the one whose outline holds its position."""
    return replace(supply, district_ids=located(supply.district_ids, supply.positions, boundaries))


def target_asked(city: City, question: PlannerQuestion) -> Target | None:
    """How many of the ages asked for live in each cell. Raises BadInput for ages that the file cannot tell."""
    if city.population is None:
        return None
    try:
        return target_people(city.population, question.supply.age_low, question.supply.age_high)
    except GeoError as error:
        raise BadInput(str(error), field="age") from error


def people_of(city: City, target: Target | None) -> People | None:
    """Hidden people count as nobody in sums; `Answer.hidden_cells` says of how many cells that is."""
    if city.population is None or target is None:
        return None
    return People.of(city.population, target)


def way_to(city: City, supply: Supply, people: People, question: PlannerQuestion) -> Way:
    """Every place within reach of every cell, as far as the fastest assumption gets. Raises NotReady."""
    wait = pace_of(question).wait_minutes
    assumed = tried(question)
    limit = reach_limit(question.minutes, wait, assumed)
    model = travel_model(question, city.travel)
    reach = model.reach(people.population.positions, supply.positions, question.mode, limit)
    return Way(reach, question.minutes, wait, assumed)


def words_of(city: City, question: PlannerQuestion) -> Words:
    """The question in the words of the sentences."""
    ages = question.ages
    return Words(
        city=city.name,
        who=f"{ages}の人" if ages else "住民",
        ages=ages,
        what=question.kinds,
        when=question.when,
        way=question.way,
        varied=varied(question),
        district_names=city.district_names,
    )
