"""情報の確認: the quality board and the lists behind its figures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.web.admission import Db, Keeper, SignedIn
from api.web.pages.catalogue import district_options
from api.web.parts import parts_of
from api.web.quality_view import actor_of, group_figures, list_address, today_of
from api.web.rendering import render
from resources.code_lists import code_list
from resources.keeping.phone_round import count_waiting
from resources.quality.board import read_board
from resources.quality.checks import check_catalogue, check_state
from resources.quality.worklist import causes_of_group, first_to_call, list_doubtful

router = APIRouter()

FIRST_CALLS = 8
Code = Annotated[str, Query(max_length=60)]


@router.get("/quality")
def show_board(request: Request, viewer: SignedIn, session: Db) -> Response:
    """What is doubtful, by cause, kind and district, and where to begin."""
    today = today_of(request, session)
    board = read_board(session, viewer.scope, today)
    first = first_to_call(session, viewer.scope, today, size=FIRST_CALLS)
    return render(
        request,
        "quality.html",
        board=board,
        groups=group_figures(board),
        first=first,
        district_names=dict(district_options(session)),
        list_address=list_address,
        checked=check_state(session),
        waiting=count_waiting(session, actor_of(viewer), today) if viewer.keeps_catalogue else 0,
        today=today.on,
    )


@router.post("/quality/check")
def check_again(request: Request, _viewer: Keeper, session: Db) -> Response:
    """Look for duplicates and for what is outside the city anew."""
    check_catalogue(session, clock=parts_of(request).clock)
    return RedirectResponse("/quality", 303)


@router.get("/quality/list")
def list_of_doubts(
    request: Request,
    viewer: SignedIn,
    session: Db,
    cause: Code = "",
    group: Code = "",
    kind: Code = "",
    district: Code = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """The entries behind one figure, 50 a page, the ones most worth a call first."""
    known = code_list("quality_cause")
    causes = (cause,) if cause in known else causes_of_group(group) or tuple(known.codes)
    today = today_of(request, session)
    found = list_doubtful(session, viewer.scope, causes, today, kind=kind, district=district, page=page)
    title = known.label(cause) if cause in known else code_list("quality_group").label(group)
    names = dict(district_options(session))
    narrowed = [code_list("resource_kind").label(kind)] if kind else []
    narrowed += [names.get(district, district)] if district else []

    def address(number: int) -> str:
        return list_address(cause=cause, group=group, kind=kind, district=district, page=str(number))

    return render(
        request,
        "quality_list.html",
        title=title or "確かめたい登録",
        narrowed="、".join(narrowed),
        found=found,
        address=address,
        district_names=names,
        about_pairs="duplicate" in causes and len(causes) == 1,
    )
