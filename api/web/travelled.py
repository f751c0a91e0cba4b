"""The city of a planner's question with the streets or the timetable that the question is to be answered by."""

from __future__ import annotations

from api.planning.city import City
from api.planning.travelling import travelling_by
from api.web.form_state import FormState
from api.web.planner_form import words_of
from api.web.travel import TravelHolder
from resources.code_lists import code_list
from resources.errors import BadInput, NotReady


def city_travelled(city: City, travel: TravelHolder, form: FormState) -> City:
    """The city with the data of the model that the form names, and their source; its problems go into the form."""
    try:
        return travelling_by(city, travel.data(form.value("travel")), _mode(form.value("mode")))
    except BadInput as error:
        form.add_error("travel", words_of(error))
    except NotReady as error:
        form.add_error("travel", error.message)
    return city


def _mode(value: str) -> str:
    """The code of the way of travelling; walking where the field holds none, of which the form tells by itself."""
    return value if value in code_list("travel_mode") else "walk"
