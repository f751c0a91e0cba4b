"""Doubts about what happens at a place: days that the note rules out, visits that are refused, what is hard to bear."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

from matcher.engine.avoidance import avoid_rules
from matcher.engine.catalogue.place_words import STATED
from matcher.engine.context import Context
from matcher.engine.data_tables import read_table
from matcher.engine.profile import FORM, Evidence, Item, concepts_of
from matcher.engine.reading.signs import USED_TO
from resources.code_lists import code_list
from resources.folding import fold_text

BoolArray = npt.NDArray[np.bool_]


def other_days(context: Context) -> BoolArray:
    """The note says which weekdays are free, and the place, to which one goes, states others only."""
    free = context.profile.free.days
    if free is None:
        return np.zeros(len(context), dtype=np.bool_)
    timetables = context.places.timetables
    weekdays = list(code_list("weekday").codes)
    meets = np.zeros(timetables.size, dtype=np.bool_)
    for day in free.days:
        meets[timetables.timetable[timetables.on(weekdays.index(day))]] = True
    if free.evenings_from is not None:
        meets[timetables.timetable[~(timetables.end <= free.evenings_from)]] = True  # an unknown end meets
    never = (timetables.states_days() & ~meets)[timetables.numbers]
    return np.asarray(never & context.places.delivery.has("on_site"), dtype=np.bool_)


def visits(context: Context) -> BoolArray:
    """The place comes to the home and has no house of its own, and the person refuses visits."""
    if refusal_of_visits(context) is None:
        return np.zeros(len(context), dtype=np.bool_)
    delivery = context.places.delivery
    return np.asarray(delivery.has("home_visit") & ~delivery.has("on_site"), dtype=np.bool_)


def refusal_of_visits(context: Context) -> Evidence | None:
    """The words of the form or the note that refuse visits at home; None when there are none."""
    form = context.need.structured
    for value in form.avoid if form else ():
        rule = avoid_rules().get(fold_text(value))
        if rule is not None and rule.value == "home_visit":
            return Evidence(FORM, value)
    return context.profile.no_visits


def hardship(context: Context) -> BoolArray:
    """The place speaks of something that is hard to bear or to do with what the person lives with."""
    found = hardships(context)
    return context.reads_any(found, STATED) if found else np.zeros(len(context), dtype=np.bool_)


def hardships(context: Context) -> dict[str, Item]:
    """Concept of a place that is hard for this person → what the person lives with; nothing that is wished for."""
    profile = context.profile
    items = (*profile.circumstances, *profile.situations)
    own = {item.concept: item for item in items if item.concept in _table() and item.polarity != USED_TO}
    if not own:
        return {}
    wanted = concepts_of((*profile.interests, *profile.aims, *profile.occupations))
    return {place: item for code, item in own.items() for place in _table()[code] if place not in wanted}


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    """What a person lives with → concepts of places that are hard with it."""
    found: dict[str, tuple[str, ...]] = {}
    for row in read_table("hardships.csv"):
        found[row["person"]] = (*found.get(row["person"], ()), row["place"])
    return found
