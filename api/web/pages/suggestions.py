"""The form for a need and its suggestions. Nothing that is typed here is stored, logged or put into an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web.added_words import ADD, ADD_FIELDS, POLARITIES, added, concept_choices, without_added
from api.web.admission import Db, SentForm, SignedIn
from api.web.answer import SHOWN_FIRST, Answer, answer_need
from api.web.card_details import CardDetails, card_details
from api.web.form_state import FormState
from api.web.need_conditions import conditions_line
from api.web.need_form import (
    LIMIT_FIELDS,
    NOTE_LIMIT,
    TIME_BANDS,
    WISH_FIELDS,
    holding_options,
    read_need,
)
from api.web.parts import parts_of
from api.web.rendering import render
from api.web.sent_corrections import (
    CORRECT,
    UNDO,
    corrected,
    key_of,
    read_alone,
    sent_corrections,
    with_corrections,
)
from api.web.wording import has_exact_place
from matcher.engine.reading import Correction
from resources.clock import today
from resources.code_lists import code_list
from resources.repository import list_districts
from resources.tables import District

router = APIRouter()

ASKED_LIMIT = 100


@router.get("/suggestions")
def new_need(request: Request, _viewer: SignedIn, session: Db) -> Response:
    """The empty form."""
    return _page(request, FormState.of({}), list_districts(session))


@router.post("/suggestions")
def suggest(request: Request, viewer: SignedIn, session: Db, sent: SentForm) -> Response:
    """The form as it was filled in, and what fits it."""
    parts, form = parts_of(request), FormState.sent(sent)
    districts = list_districts(session)
    need = read_need(form, districts)
    if need is None:
        return _page(request, form, districts, status=422)
    form, corrections = _corrected(form, need.text)
    names = {district.code: district.name for district in districts}
    answer = answer_need(
        need,
        parts.snapshots.current(session, viewer.scope),
        on=today(parts.clock),
        corrections=corrections,
        asked=form.value("asked").strip()[:ASKED_LIMIT],
        district_names=names,
    )
    form = with_corrections(form, answer.read.kept)
    shown = [place.record.key for place in answer.offered]
    return _page(
        request,
        form,
        districts,
        answer=answer,
        cards=card_details(session, viewer, shown, names),
        conditions=conditions_line(need, names),
        status=422 if form.errors else 200,
    )


def _corrected(form: FormState, note: str) -> tuple[FormState, tuple[Correction, ...]]:
    """The form and the corrections in it, as the button that was pressed leaves them."""
    corrections = sent_corrections(form, note)
    new = added(form, note, read_alone(note)) if form.value(ADD) else None
    if new is None:
        return form, corrections
    kept = corrected({key_of(each): each for each in corrections}, new, note)
    return without_added(form), tuple(kept.values())


def _page(
    request: Request,
    form: FormState,
    districts: Sequence[District],
    *,
    answer: Answer | None = None,
    cards: Mapping[str, CardDetails] | None = None,
    conditions: str = "",
    status: int = 200,
) -> Response:
    start = next((d for d in districts if d.code == form.value("district") and d.lat is not None), None)
    return render(
        request,
        "suggestions.html",
        status=status,
        form=form,
        options=_options(districts),
        bands=TIME_BANDS,
        wishes_open=form.has_any(WISH_FIELDS),
        limits_open=form.has_any(LIMIT_FIELDS),
        answer=answer,
        cards=cards or {},
        conditions=conditions,
        note_limit=NOTE_LIMIT,
        shown_first=SHOWN_FIRST,
        start=start,
        has_exact_place=has_exact_place,
        polarities=POLARITIES,
        concepts=list(concept_choices()) if answer else [],
        add_fields=ADD_FIELDS,
        button_fields=(CORRECT, UNDO),
    )


def _options(districts: Sequence[District]) -> dict[str, list[tuple[str, str]]]:
    lists = ("gender", "participation_stage", "travel_mode", "group_size", "accessibility", "weekday")
    options = {name: [(code.code, code.label_ja) for code in code_list(name)] for name in lists}
    options["gender"] = [option for option in options["gender"] if option[0] != "any"]
    options["accessibility"] = [
        o for o in options["accessibility"] if o[0] != "steps"
    ]  # nobody asks for steps
    options["district"] = [(district.code, district.name) for district in districts]
    options["holds"] = holding_options()
    return options
