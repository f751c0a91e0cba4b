"""The planner's form: a question from the fields of an address, and what the fields offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from api.planning.question import PlannerQuestion, question_from
from api.planning.travelling import DIRECT, NETWORK, TRANSIT
from api.web.form_state import FormState
from api.web.number_field import whole_number
from geo.travel import DETOUR
from resources.code_lists import code_list
from resources.errors import BadInput

FIELDS = ("kind", "age", "weekday", "from", "to", "minutes", "mode", "travel")
AGE_BANDS = ("6-18", "15-39", "19-64", "40-64", "65-", "75-")
FIRST_KIND = "third_place"
DEFAULT_MINUTES = 30
MOST_MINUTES = 240
_TRAVELS: Mapping[str, str] = MappingProxyType({NETWORK: "道路網", TRANSIT: "時刻表（バス）"})
_ASKED_APART = (("kinds",), ("age",), ("weekdays",), ("start",), ("end",), ("minutes",), ("mode", "travel"))
_LONGEST, _MOST_VALUES = 40, 40  # an address is anybody's text: what is longer is no answer to any field


def form_of(request: Request, *further: str, first: Sequence[str] = (FIRST_KIND,)) -> FormState:
    """The fields as they stand in the address; an address without any asks for `first` within 30 minutes on foot.

    Minutes that are left empty are the usual ones, and are said so in their field. `further`: fields of the page's own.
    """
    names = (*FIELDS, *further)
    given = {
        name: [value[:_LONGEST] for value in request.query_params.getlist(name)[:_MOST_VALUES]]
        for name in names
    }
    if not any(given[name] for name in FIELDS):
        given |= {"kind": list(first), "mode": ["walk"]}
    if not any(given["minutes"]):
        given["minutes"] = [str(DEFAULT_MINUTES)]
    return FormState.of(given)


def was_asked(request: Request) -> bool:
    """Whether the address asks something, so that the form may step back behind the answer."""
    return any(name in request.query_params for name in FIELDS)


def question_of(form: FormState, *, otherwise: Sequence[str] = ()) -> PlannerQuestion | None:
    """The question, or None; then the errors are in `form`, of every field that is wrong.

    `otherwise`: the kinds where none is chosen.
    """
    minutes = whole_number(form, "minutes", "所要時間", low=1, high=MOST_MINUTES)
    parts: dict[str, Any] = {
        "kinds": [kind for kind in form.chosen("kind") if kind] or list(otherwise),
        "age": form.value("age"),
        "weekdays": [day for day in form.chosen("weekday") if day],
        "start": form.value("from"),
        "end": form.value("to"),
        "minutes": float(minutes or DEFAULT_MINUTES),
        "mode": form.value("mode") or "walk",
        "travel": form.value("travel") or DIRECT,
    }
    for names in _ASKED_APART:  # each alone, or the first that is wrong would hide the others
        _ask(form, {"kinds": [FIRST_KIND]} | {name: parts[name] for name in names})
    question = _ask(form, parts)
    return None if form.errors else question


def _ask(form: FormState, parts: dict[str, Any]) -> PlannerQuestion | None:
    try:
        return question_from(**parts)
    except BadInput as error:
        form.add_error(error.field or "kind", words_of(error))
        return None


def words_of(error: BadInput) -> str:
    """What is wrong and what to do, as it stands at a field."""
    if not error.remedy:
        return error.message
    return error.message.removesuffix(f" 対処: {error.remedy}") + error.remedy


def address_query(form: FormState, *further: str) -> str:
    """The question as the query of an address, to ask something further about it."""
    return urlencode([(name, value) for name in (*FIELDS, *further) for value in form.chosen(name) if value])


def choices(imported: Sequence[str] = ()) -> dict[str, list[tuple[str, str]]]:
    """What the fields offer: value and label. `imported`: the travel-time models whose data are there."""
    kinds = [
        (code.code, code.label_ja)
        for code in code_list("resource_kind")
        if code.extra["standing"] == "participation_place" and code.code != "volunteer_person"
    ]
    return {
        "kinds": kinds,
        "weekdays": [(code.code, code.label_ja) for code in code_list("weekday")],
        "modes": [(code.code, code.label_ja) for code in code_list("travel_mode") if code.code != "driven"],
        "age_bands": [(band, band) for band in AGE_BANDS],
        "travels": [("", f"直線距離×{DETOUR:g}"), *((name, _TRAVELS[name]) for name in imported)],
    }
