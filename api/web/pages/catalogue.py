"""地域資源: the list with its search, and one entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from api.web import catalogue_question
from api.web.admission import Db, SignedIn
from api.web.history_view import history_lines
from api.web.parts import parts_of
from api.web.rendering import render
from api.web.resource_facts import fact_groups
from api.web.wording import has_exact_place
from resources.clock import today
from resources.code_lists import code_list
from resources.errors import NotFound
from resources.keeping.changes import list_changes
from resources.keeping.editing import may_change
from resources.keeping.life_cycle import PIPELINE, steps_from
from resources.keeping.merging import kept_instead, list_merges
from resources.quality.staleness import is_stale
from resources.quality.stored_limits import load_limits
from resources.repository import get_resource, list_districts
from resources.scope import Scope
from resources.searching.question import CatalogueQuestion
from resources.searching.search import search_catalogue

router = APIRouter()


@router.get("/resources")
def list_resources(
    request: Request,
    viewer: SignedIn,
    session: Db,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """A page of 50; every condition is in the address, so that a search can be kept as a bookmark."""
    day, districts, limits = today(parts_of(request).clock), list_districts(session), load_limits(session)
    form = catalogue_question.shown(request.query_params.multi_items())
    question = catalogue_question.read_question(form, districts)
    found = search_catalogue(session, viewer.scope, question, on=day, page=page)
    return render(
        request,
        "catalogue.html",
        form=form,
        found=found,
        address=lambda number: catalogue_question.address(form, number),
        beside=_beside(session, viewer.scope, question, found.total, day),
        beside_address=catalogue_question.address(form, standing=""),
        query=_query(request),
        kinds=_kind_options(form.value("standing")),
        options={name: [(c.code, c.label_ja) for c in code_list(name)] for name in _LISTS},
        districts=[(district.code, district.name) for district in districts],
        more_open=form.has_any(name for name in catalogue_question.MORE_FIELDS if name != "standing")
        or form.value("standing") != catalogue_question.USUAL_STANDING,
        orders=catalogue_question.ORDER_WORDS,
        order_rule=catalogue_question.ORDER_RULES[question.order],
        distances=[(km, f"{km} km以内") for km in catalogue_question.DISTANCES],
        synonyms=catalogue_question.shown_synonyms(form),
        today=day,
        is_stale=lambda record, on: is_stale(record, on, limits),
        has_exact_place=has_exact_place,
    )


def _beside(session: Session, scope: Scope, question: CatalogueQuestion, total: int, day: date) -> int:
    """How many more the words find among what is no 参加先: a venue just imported is not to seem lost."""
    if not question.words or question.standings != (catalogue_question.USUAL_STANDING,):
        return 0
    return search_catalogue(session, scope, replace(question, standings=()), on=day).total - total


_LISTS = ("resource_status", "resource_standing", "resource_field", "weekday", "accessibility")


@router.get("/resources/{public_id}")
def show_resource(request: Request, viewer: SignedIn, session: Db, public_id: str) -> Response:
    """All facts that this reader may see, and the place on a map."""
    try:
        entry = get_resource(session, viewer.scope, public_id)
    except NotFound:
        kept = kept_instead(session, viewer.scope, public_id)
        if kept is None:
            raise
        return RedirectResponse(f"/resources/{kept}", 303)
    names = dict(district_options(session))
    day = today(parts_of(request).clock)
    return render(
        request,
        "resource.html",
        entry=entry,
        record=entry.record,
        list_address="/resources" + _query(request),
        groups=fact_groups(entry, district_names=names, today=day),
        on_map=has_exact_place(entry.record),
        stale=is_stale(entry.record, day, load_limits(session)),
        steps=[(step.code, step.label_ja) for step in steps_from(entry.record.status)],
        history=history_lines(list_changes(session, viewer.scope, public_id), names),
        merges=list_merges(session, viewer.scope, public_id=public_id) if viewer.keeps_catalogue else [],
        is_ours=may_change(session, viewer.scope, public_id),
        may_be_confirmed=entry.record.status not in (*PIPELINE, "retired"),  # there is something to confirm
    )


def district_options(session: Session) -> list[tuple[str, str]]:
    """Code and name of every 学区, for a select."""
    return [(district.code, district.name) for district in list_districts(session)]


def _query(request: Request) -> str:
    """The search in this request's address, "" when there is none; an entry's page takes it along to lead back."""
    known = (*catalogue_question.FIELDS, "page")
    asked = request.query_params.multi_items()
    kept = [(name, value) for name, value in asked if name in known and (value or name == "standing")]
    return f"?{urlencode(kept)}" if kept else ""


def _kind_options(standing: str) -> list[tuple[str, str]]:
    """The kinds that belong to the chosen standing first; a person may have promoted any other."""
    codes = sorted(code_list("resource_kind"), key=lambda code: code.extra["standing"] != standing)
    return [(code.code, code.label_ja) for code in codes]
