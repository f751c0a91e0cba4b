"""過不足: which district is short of what. Everything asked is in the address; nothing here is about a person.

Everybody who is signed in may look: the answer holds areas and places, and counts of people through the output layer.
"""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.accounts.sessions import Viewer
from api.planning.city import City
from api.planning.clustering import clustering_in_words, clustering_of
from api.planning.documents import asked
from api.planning.exports import notes
from api.planning.files import GAP_FILES
from api.planning.gaps import Answer, gaps
from api.planning.media_types import MEDIA_TYPES
from api.planning.question import PlannerQuestion, question_in_words
from api.planning.stored_city import city_on
from api.planning.table import rows_of
from api.planning.travelling import pace_of
from api.web.admission import Db, SignedIn
from api.web.counted_places import counted_places
from api.web.coverage_bars import WIDTH, bar_of
from api.web.form_state import FormState
from api.web.parts import parts_of
from api.web.planner_form import address_query, choices, form_of, question_of, was_asked, words_of
from api.web.rendering import render
from api.web.travelled import city_travelled
from resources.clock import today
from resources.errors import BadInput
from resources.scope import Scope

router = APIRouter()


@router.get("/planning")
def show_gaps(request: Request, viewer: SignedIn, session: Db) -> Response:
    """The question as a form, and its answer as a map, bars and a table."""
    form = form_of(request)
    city = city_for(request, viewer, session, form)
    answer = _answer(city, question_of(form), form)
    rows, unmet = rows_of(answer) if answer else ([], None)
    return render(
        request,
        "planning.html",
        status=422 if form.errors else 200,
        form=form,
        folded=was_asked(request),
        answer=answer,
        rows=rows,
        unmet=unmet,
        unmet_counted=city.unmet is not None,
        bars={row.gap.district_id: bar_of(row.gap) for row in rows},
        bar_width=WIDTH,
        asked_for=question_in_words(answer.question) if answer else "",
        mode=asked(answer.question)["mode"] if answer else "",
        pace=pace_of(answer.question).line() if answer else "",
        on=city.on,
        places=counted_places(answer) if answer else [],
        clustering=clustering_in_words(clustering_of(city, answer)) if answer and answer.people else "",
        notes=notes(city, answer),
        query=address_query(form),
        files=[
            (form, kind.title) for form, kind in GAP_FILES.items() if city.boundaries or not kind.outlined
        ],
        **choices(parts_of(request).travel.imported()),
    )


@router.get("/planning/file")
def download_gaps(request: Request, viewer: SignedIn, session: Db, form: str = "csv") -> Response:
    """The same answer as a file. Raises BadInput for a question or a form of file that there is not."""
    kind = GAP_FILES.get(form)
    if kind is None:
        raise BadInput("この形のファイルには書き出せません。", remedy="画面のボタンから選んでください。")
    fields = form_of(request)
    city = city_to_pass_on(request, viewer, session, fields)
    answer = _answer(city, question_of(fields), fields)
    if answer is None:
        raise BadInput(next(iter(fields.errors.values())))
    return attachment(kind.make(city, answer, f".{form}"), MEDIA_TYPES[form], f"gap.{form}")


def city_for(request: Request, viewer: Viewer, session: Session, form: FormState) -> City:
    """The city with the catalogue that this reader may see, and the streets or timetable that the form asks for."""
    parts = parts_of(request)
    snapshot = parts.snapshots.current(session, viewer.scope).snapshot
    city = city_on(parts.ground.current(session).ground, snapshot, on=today(parts.clock))
    return city_travelled(replace(city, base=parts.base_map.layer), parts.travel, form)


def city_to_pass_on(request: Request, viewer: Viewer, session: Session, form: FormState) -> City:
    """The same for a file: the figures rest on what this reader sees, drawn and named is what everybody may see."""
    everybody = parts_of(request).snapshots.current(session, Scope.public()).snapshot
    return replace(city_for(request, viewer, session, form), drawn=everybody)


def attachment(content: bytes, media_type: str, name: str) -> Response:
    """A file that the browser keeps and does not open."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _answer(city: City, question: PlannerQuestion | None, form: FormState) -> Answer | None:
    """The answer, or None; then the errors are in `form`."""
    if question is None:
        return None
    try:
        return gaps(city, question)
    except BadInput as error:  # ages that the population file cannot tell
        form.add_error(error.field or "age", words_of(error))
        return None
