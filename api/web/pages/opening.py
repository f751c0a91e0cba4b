"""新しい受け入れ先: the places on their way to opening, step by step (こえる場！: 打診 → 条件 → 体験)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web.admission import Db, Keeper
from api.web.pages.catalogue import district_options
from api.web.parts import parts_of
from api.web.rendering import render
from resources.clock import JAPAN, today
from resources.keeping.life_cycle import list_prospects, steps_from

router = APIRouter()


@router.get("/resources/opening")
def show_opening(request: Request, viewer: Keeper, session: Db) -> Response:
    """One column a step; the day to ask again first, those that are overdue marked."""
    clock = parts_of(request).clock
    day = today(clock)
    prospects = list_prospects(session, viewer.scope)
    waiting = {
        each.entry.record.key: (day - each.since.astimezone(JAPAN).date()).days
        for found in prospects.values()
        for each in found
        if each.since
    }
    return render(
        request,
        "opening.html",
        prospects=prospects,
        waiting=waiting,
        today=day,
        steps=steps_from,
        names=dict(district_options(session)),
    )
