"""書き出し: what is public, as files for others. Only public fields of public entries are in them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.hsds.answering import publishes
from api.web.admission import Db, SignedIn
from api.web.export_answer import about_export, export_answer, sources_answer
from api.web.rendering import render
from resources.exporting.about import notes
from resources.exporting.forms import FORMS
from resources.publishing.entries import count_published, count_unlicensed

router = APIRouter()


@router.get("/exports")
def show_exports(request: Request, _viewer: SignedIn, session: Db) -> Response:
    """The forms of file, what is in them, and what is not."""
    return render(
        request,
        "exports.html",
        forms=FORMS.values(),
        count=count_published(session),
        unlicensed=count_unlicensed(session),
        notes=notes(about_export(request, session)),
        publishes=publishes(request),
    )


@router.get("/exports/file")
def download_export(request: Request, _viewer: SignedIn, session: Db, form: str = "opendata") -> Response:
    """One file. Raises BadInput for a form that there is not."""
    return export_answer(request, session, form)


@router.get("/exports/sources")
def download_sources(request: Request, _viewer: SignedIn, session: Db) -> Response:
    """The note that goes with a file in which there is no room for one."""
    return sources_answer(request, session)
