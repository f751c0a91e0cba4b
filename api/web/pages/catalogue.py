"""地域資源: the list with its search, and one entry."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from api.web.admission import Db, SignedIn
from api.web.form_state import FormState
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
from resources.keeping.merging import kept_instead, list_merges
from resources.quality.staleness import is_stale
from resources.quality.stored_limits import load_limits, stale_entries
from resources.repository import (
    full_entries,
    get_resource,
    list_districts,
    search_resources,
)

router = APIRouter()

LIST_FIELDS = ("q", "kind", "district", "status", "standing", "full", "stale")
YES = "1"
Text = Annotated[str, Query(max_length=200)]
Code = Annotated[str, Query(max_length=60)]


@router.get("/resources")
def list_resources(
    request: Request,
    viewer: SignedIn,
    session: Db,
    q: Text = "",
    kind: Code = "",
    district: Code = "",
    status: Code = "",
    standing: Code = "participation_place",
    full: Code = "",
    stale: Code = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """A page of 50; every condition is in the address, so that a search can be kept as a bookmark."""
    standings = [standing] if standing in code_list("resource_standing") else []
    day, limits = today(parts_of(request).clock), load_limits(session)
    stale_only = [stale_entries(day, limits)] if stale == YES else []
    found = search_resources(
        session,
        viewer.scope,
        text=q,
        kinds=[kind] if kind else [],
        districts=[district] if district else [],
        statuses=[status] if status else [],
        standings=standings,
        also=[*([full_entries()] if full == YES else []), *stale_only],
        page=page,
    )
    values = (q, kind, district, status, standing, full, stale)
    chosen = dict(zip(LIST_FIELDS, values, strict=True))

    def address(number: int) -> str:
        conditions = {name: value for name, value in chosen.items() if value}
        return "/resources?" + urlencode({**conditions, "page": number})

    return render(
        request,
        "catalogue.html",
        form=FormState.of({name: [value] for name, value in chosen.items()}),
        found=found,
        address=address,
        query=_query(request),
        kinds=_kind_options(standing),
        districts=district_options(session),
        statuses=[(code.code, code.label_ja) for code in code_list("resource_status")],
        standings=[(code.code, code.label_ja) for code in code_list("resource_standing")],
        today=day,
        is_stale=lambda record, on: is_stale(record, on, limits),
        has_exact_place=has_exact_place,
    )


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
    return render(
        request,
        "resource.html",
        entry=entry,
        record=entry.record,
        list_address="/resources" + _query(request),
        groups=fact_groups(entry, district_names=names),
        on_map=has_exact_place(entry.record),
        stale=is_stale(entry.record, today(parts_of(request).clock), load_limits(session)),
        history=history_lines(list_changes(session, viewer.scope, public_id), names),
        merges=list_merges(session, viewer.scope, public_id=public_id) if viewer.keeps_catalogue else [],
        may_confirm=viewer.confirms_entries and may_change(session, viewer.scope, public_id),
    )


def district_options(session: Session) -> list[tuple[str, str]]:
    """Code and name of every 学区, for a select."""
    return [(district.code, district.name) for district in list_districts(session)]


def _query(request: Request) -> str:
    """The search in this request's address, "" when there is none; an entry's page takes it along to lead back."""
    asked = request.query_params
    kept = {name: asked[name] for name in (*LIST_FIELDS, "page") if asked.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


def _kind_options(standing: str) -> list[tuple[str, str]]:
    """The kinds that belong to the chosen standing first; a person may have promoted any other."""
    codes = sorted(code_list("resource_kind"), key=lambda code: code.extra["standing"] != standing)
    return [(code.code, code.label_ja) for code in codes]
