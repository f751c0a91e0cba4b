"""充足マトリクス: every theme in every district on one page, and as a file."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.planning.matrix import matrix_as
from api.planning.media_types import MEDIA_TYPES
from api.web.admission import Db, SignedIn
from api.web.matrix_view import answer_for, matrix_context
from api.web.pages.planning import attachment, city_for
from api.web.parts import parts_of
from api.web.planner_form import address_query, form_of
from api.web.rendering import render
from resources.errors import BadInput

router = APIRouter()

FILES = ("csv", "xlsx")


@router.get("/planning/matrix")
def show_matrix(request: Request, viewer: SignedIn, session: Db) -> Response:
    """Places, sessions, seats and coverage of every theme in every district."""
    form = form_of(request, first=())
    imported = parts_of(request).travel.imported()
    context = matrix_context(city_for(request, viewer, session, form), form, imported)
    status = 422 if form.errors else 200
    return render(
        request,
        "planning_matrix.html",
        status=status,
        query=address_query(form),
        files=FILES,
        **context,
    )


@router.get("/planning/matrix/file")
def download_matrix(
    request: Request, viewer: SignedIn, session: Db, form: Literal["csv", "xlsx"] = "csv"
) -> Response:
    """The same table as a file."""
    fields = form_of(request, first=())
    city = city_for(request, viewer, session, fields)
    answer = answer_for(city, fields)
    if answer is None:
        raise BadInput(next(iter(fields.errors.values())))
    return attachment(matrix_as(city, answer, f".{form}"), MEDIA_TYPES[form], f"matrix.{form}")
