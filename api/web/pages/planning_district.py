"""学区カルテ: one district on one page, and as a workbook."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.planning.district_card_file import card_workbook
from api.planning.media_types import MEDIA_TYPES
from api.web.admission import Db, SignedIn
from api.web.district_card_view import card_context, card_for
from api.web.form_state import FormState
from api.web.pages.planning import attachment, city_for, city_to_pass_on
from api.web.parts import parts_of
from api.web.planner_form import address_query, form_of
from api.web.rendering import render
from resources.errors import BadInput

router = APIRouter()


@router.get("/planning/district")
def show_district(request: Request, viewer: SignedIn, session: Db, district: str = "") -> Response:
    """The card of the district in the address; without one, the districts to choose from."""
    form = form_with_district(request, district)
    imported = parts_of(request).travel.imported()
    context = card_context(city_for(request, viewer, session, form), form, imported)
    status = 422 if form.errors else 200
    return render(request, "planning_district.html", status=status, query=address_query(form), **context)


@router.get("/planning/district/file")
def download_district(request: Request, viewer: SignedIn, session: Db, district: str = "") -> Response:
    """The same card as a workbook."""
    if not district:
        return RedirectResponse("/planning/district", 303)
    form = form_with_district(request, district)
    card = card_for(city_to_pass_on(request, viewer, session, form), form)
    if card is None:
        raise BadInput(next(iter(form.errors.values())))
    return attachment(card_workbook(card), MEDIA_TYPES["xlsx"], "district.xlsx")


def form_with_district(request: Request, district: str) -> FormState:
    """The planner's form, and the district that is chosen in it."""
    return FormState.of({**form_of(request).values, "district": (district,)})
