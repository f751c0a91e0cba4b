"""充足: how many open places each of the ten 資源分野 has in each 学区, and where there is none."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web.admission import Db, SignedIn
from api.web.pages.catalogue import district_options
from api.web.parts import parts_of
from api.web.rendering import render
from resources.code_lists import code_list
from resources.keeping.life_cycle import PIPELINE
from resources.resource_fields import fields_of

router = APIRouter()

ELSEWHERE = ""
_SERVING = ("open", "full")


@router.get("/resources/fields")
def show_field_matrix(request: Request, viewer: SignedIn, session: Db) -> Response:
    """Counts of the 参加先 that this reader may see; a full one is there, a paused one is not."""
    districts = district_options(session)
    known = {code for code, _ in districts}
    counts: Counter[tuple[str, str]] = Counter()
    coming: Counter[tuple[str, str]] = Counter()
    for record in parts_of(request).snapshots.current(session, viewer.scope).snapshot.records:
        place = record.district if record.district in known else ELSEWHERE
        kept = counts if record.status in _SERVING else coming if record.status in PIPELINE else None
        if kept is not None:
            kept.update((field, str(place)) for field in fields_of(record))
    return render(
        request,
        "field_matrix.html",
        fields=[(code.code, code.label_ja) for code in code_list("resource_field")],
        districts=[*districts, (ELSEWHERE, "学区なし")],
        counts=counts,
        coming=coming,
    )
