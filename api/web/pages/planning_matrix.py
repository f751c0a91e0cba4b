"""充足マトリクス: every theme in every district on one page, and as a file."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.planning.matrix import matrix_as
from api.web.admission import Db, SignedIn
from api.web.matrix_view import answer_for, matrix_context
from api.web.pages.planning import city_for
from api.web.parts import parts_of
from api.web.planner_form import address_query, form_of
from api.web.rendering import render
from resources.errors import BadInput

router = APIRouter()

_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


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
        files=_MEDIA_TYPES,
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
    headers = {"Content-Disposition": f'attachment; filename="matrix.{form}"'}
    return Response(matrix_as(city, answer, f".{form}"), media_type=_MEDIA_TYPES[form], headers=headers)
