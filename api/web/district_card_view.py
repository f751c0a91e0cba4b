"""What the page of one district (学区カルテ) shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.planning.city import City
from api.planning.district_card import DistrictCard, district_card
from api.planning.question import question_in_words
from api.planning.table import MARKS
from api.web.coverage_bars import WIDTH, bar_of
from api.web.form_state import FormState
from api.web.planner_form import FIRST_KIND, choices, question_of
from resources.errors import BadInput

PLACES_ON_PAPER = 24
"""So many places stand on the printed page; the screen and the file have all of them."""


def card_for(city: City, form: FormState) -> DistrictCard | None:
    """The card that the form asks for, or None: then the errors are in `form`, or no district is chosen yet."""
    question, district = question_of(form, otherwise=(FIRST_KIND,)), form.value("district")
    if question is None or not district:
        return None
    try:
        return district_card(city, question, district)
    except BadInput as error:
        form.add_error(error.field or "age", error.message)
        return None


def card_context(city: City, form: FormState, imported: Sequence[str] = ()) -> Mapping[str, object]:
    """Everything that the template needs, besides what every page has."""
    card = card_for(city, form)
    names = sorted(city.district_names.items())
    return {
        "form": form,
        "card": card,
        "bars": [bar_of(kind.gap) for kind in card.kinds] if card else [],
        "bar_width": WIDTH,
        "styles": MARKS,
        "places_on_paper": PLACES_ON_PAPER,
        "asked_for": question_in_words(card.question) if card else "",
        "districts": names,
        **choices(imported),
    }
