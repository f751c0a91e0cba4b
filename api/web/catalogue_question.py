"""The search form of the catalogue, whose whole state is the page's address."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from api.web.form_state import FormState
from api.web.number_field import whole_number
from matcher.engine.vocabulary.synonyms import search_synonyms
from resources.code_lists import code_list
from resources.errors import BadInput
from resources.schedules.clock_times import time_of_day
from resources.searching.folding import search_words
from resources.searching.question import LONGEST_TEXT, ORDERS, CatalogueQuestion, Centre
from resources.tables import District

ONE_OF = {
    "kind": "resource_kind",
    "field": "resource_field",
    "status": "resource_status",
    "standing": "resource_standing",
}
MARKS = ("free", "full", "fresh", "stale")
DISTANCES = ("1", "2", "3", "5", "10")
FIELDS = (
    *("q", *ONE_OF, "district", "day", "from", "to", "near", "km", "age", "max_fee", "access"),
    *(*MARKS, "order"),
)
MORE_FIELDS = (
    "field",
    "day",
    "from",
    "to",
    "near",
    "age",
    "max_fee",
    "access",
    "status",
    "standing",
    "order",
)
"""Fields in the fold; the fold is open when one of them holds something."""
ORDER_WORDS = (("fit", "合う順"), ("near", "近い順"), ("fresh", "確認が新しい順"), ("name", "名前の順"))
ORDER_RULES = {
    "fit": "言葉が名前にある所、聞いた時間に開いていると書いてある所、いま受け入れられる所、確認が古くない所を先に、読みの順で並べています。",
    "near": "選んだ学区の中心からの直線距離が近い順です。",
    "fresh": "確認した日が新しい順です。",
    "name": "読みの順です。",
}
_SHOWN = 5
USUAL_STANDING = "participation_place"
_DEFAULTS = {"standing": USUAL_STANDING, "km": "3"}


def shown(asked: Sequence[tuple[str, str]]) -> FormState:
    """The form as the address fills it; a field that the address does not name has its usual value.

    Raises BadInput for a value that is longer than any that a person types.
    """
    given = {name: tuple(value for n, value in asked if n == name) for name in FIELDS}
    if any(len(value) > LONGEST_TEXT for values in given.values() for value in values):
        raise BadInput(f"検索の言葉は{LONGEST_TEXT}文字までにしてください。")
    return FormState.of({name: given[name] or (_DEFAULTS.get(name, ""),) for name in FIELDS})


def read_question(form: FormState, districts: Sequence[District]) -> CatalogueQuestion:
    """The question of the form; what cannot be read asks nothing and is said at its field."""
    chosen = {name: _code(form, name, list_name) for name, list_name in ONE_OF.items()}
    centre, order = _centre(form, districts), form.value("order")
    if order == "near" and centre is None:
        form.add_error("order", "近い順で並べるには、「どこから」の学区を選んでください。")
    start, end = _time(form, "from"), _time(form, "to")
    if start is not None and end is not None and start >= end:
        form.add_error("to", "終わりの時刻を、始まりより後にしてください。")
        end = None
    return CatalogueQuestion(
        words=search_words(form.value("q"), search_synonyms),
        kinds=chosen["kind"],
        fields=chosen["field"],
        districts=tuple(filter(None, [form.value("district")])),
        statuses=chosen["status"],
        standings=chosen["standing"],
        days=tuple(day for day in form.chosen("day") if day in code_list("weekday")),
        start=start,
        end=end,
        age=whole_number(form, "age", "年齢", low=0, high=120),
        max_fee=whole_number(form, "max_fee", "費用", low=0, high=1_000_000),
        accessibility=tuple(code for code in form.chosen("access") if code in code_list("accessibility")),
        free_now=form.value("free") == "1",
        full=form.value("full") == "1",
        fresh=form.value("fresh") == "1",
        stale=form.value("stale") == "1",
        centre=centre,
        order=_order(order, centre),
    )


def shown_synonyms(form: FormState) -> list[tuple[str, tuple[str, ...]]]:
    """Each typed word that has synonyms, with the first of them, for the line above the list."""
    words = [(word, search_synonyms(word)) for word in form.value("q").split()]
    return [
        (word, tuple(other for other in others if other != word)[:_SHOWN]) for word, others in words if others
    ]


def address(form: FormState, page: int = 1, **instead: str) -> str:
    """The address of a page of this search, to be kept as a bookmark. It never names a person.

    `instead`: fields that are to hold something else; "" asks for all.
    """
    filled = [(n, v) for n, v in form.filled(except_for=()) if n not in instead]
    asked = [(n, v) for n, v in [*filled, *instead.items()] if n in FIELDS and v != _DEFAULTS.get(n)]
    asked += [("page", str(page))] if page > 1 else []
    return "/resources" + (f"?{urlencode(asked)}" if asked else "")


def _order(order: str, centre: Centre | None) -> str:
    return order if order in ORDERS and (order != "near" or centre) else "fit"


def _code(form: FormState, name: str, list_name: str) -> tuple[str, ...]:
    return (form.value(name),) if form.value(name) in code_list(list_name) else ()


def _centre(form: FormState, districts: Sequence[District]) -> Centre | None:
    place = next((d for d in districts if d.code == form.value("near") and form.value("near")), None)
    if place is None or place.lat is None or place.lon is None:
        return None
    km = form.value("km") if form.value("km") in DISTANCES else _DEFAULTS["km"]
    return Centre(place.lat, place.lon, float(km))


def _time(form: FormState, name: str) -> int | None:
    typed = form.value(name).strip()
    minutes = time_of_day(typed)
    if typed and minutes is None:
        form.add_error(name, "時刻は「13:30」のように入れてください。")
    return minutes
