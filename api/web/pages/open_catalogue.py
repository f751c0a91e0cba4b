"""公開ページ: the public catalogue, for anybody without a sign-in, where the operator publishes.

It never looks at who asks: somebody who is signed in sees here what everybody sees.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.hsds.answering import require_publishing
from api.web import open_question
from api.web.admission import Db
from api.web.export_answer import about_export, export_answer, sources_answer
from api.web.open_facts import open_fact_groups
from api.web.packed_json import answer_with, packed_json
from api.web.parts import parts_of
from api.web.rendering import render
from api.web.wording import has_exact_place
from resources.clock import today
from resources.code_lists import code_list
from resources.errors import NotFound
from resources.exporting.about import notes
from resources.exporting.forms import FORMS
from resources.publishing.areas import outlines_may_leave
from resources.publishing.entries import published_entry
from resources.publishing.searching import search_published
from resources.repository import list_districts

router = APIRouter(prefix=open_question.PATH, dependencies=[Depends(require_publishing)])


@router.get("")
def show_open_list(
    request: Request, session: Db, page: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> Response:
    """A page of the search; every condition is in the address."""
    districts = list_districts(session)
    form = open_question.shown(request.query_params.multi_items())
    question = open_question.read_question(form, districts)
    return render(
        request,
        "open_list.html",
        form=form,
        found=search_published(session, question, on=today(parts_of(request).clock), page=page),
        address=lambda number: open_question.address(form, number),
        entry_address=lambda key: open_question.address(form, page, f"{open_question.PATH}/places/{key}"),
        kinds=[(c.code, c.label_ja) for c in code_list("resource_kind") if _is_place(c.extra["standing"])],
        districts=[(district.code, district.name) for district in districts],
        weekdays=[(c.code, c.label_ja) for c in code_list("weekday")],
        accessibility=[(c.code, c.label_ja) for c in code_list("accessibility")],
        orders=open_question.ORDERS,
        order_rule=open_question.ORDER_RULES[question.order],
        more_open=form.has_any(open_question.MORE_FIELDS),
        has_exact_place=has_exact_place,
        forms=FORMS.values(),
        notes=notes(about_export(request, session)),
    )


@router.get("/places/{public_id}")
def show_open_entry(request: Request, session: Db, public_id: str) -> Response:
    """What is public of one 参加先."""
    entry = published_entry(session, public_id)
    if entry is None:
        raise NotFound("この場所の情報は、ありません。終わったか、公開をやめたかもしれません。")
    form = open_question.shown(request.query_params.multi_items())
    return render(
        request,
        "open_entry.html",
        entry=entry,
        record=entry.record,
        groups=open_fact_groups(entry, today=today(parts_of(request).clock)),
        list_address=open_question.address(form),
        on_map=has_exact_place(entry.record),
    )


@router.get("/districts.json")
def open_districts(request: Request, session: Db) -> Response:
    """The outlines for the map; none where their licence is not stated. A demo's are invented."""
    parts = parts_of(request)
    if not (parts.installation.facts().is_demo or outlines_may_leave(session)):
        return answer_with(request, packed_json({"type": "FeatureCollection", "features": []}))
    return answer_with(request, parts.ground.current(session).outlines())


@router.get("/files")
def download_open(request: Request, session: Db, form: str = "opendata") -> Response:
    """One file of everything that is public."""
    return export_answer(request, session, form)


@router.get("/sources")
def open_sources(request: Request, session: Db) -> Response:
    """Whose data it is and under which licence, for a file in which there is no room for it."""
    return sources_answer(request, session)


def _is_place(standing: str) -> bool:
    return standing == "participation_place"
