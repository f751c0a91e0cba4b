"""書き出し: what is public, as files for others. Only public fields of public entries are in them."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from sqlmodel import Session

from api.hsds.answering import publishes
from api.web.admission import Db, SignedIn
from api.web.parts import parts_of
from api.web.rendering import render
from resources.clock import today
from resources.errors import BadInput
from resources.exporting.about import About, notes
from resources.exporting.forms import FORMS, ExportForm
from resources.exporting.writing import about_of, export_parts
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
        notes=notes(_about(request, session)),
        publishes=publishes(request),
    )


@router.get("/exports/file")
def download_export(request: Request, _viewer: SignedIn, session: Db, form: str = "opendata") -> Response:
    """One file. Raises BadInput for a form that there is not."""
    chosen = FORMS.get(form)
    if chosen is None:
        raise BadInput("この形のファイルには書き出せません。", remedy="画面のボタンから選んでください。")
    about = _about(request, session)
    headers = {"Content-Disposition": f'attachment; filename="resources-{chosen.name}{chosen.suffix}"'}
    return StreamingResponse(_parts(request, chosen, about), media_type=chosen.media_type, headers=headers)


@router.get("/exports/sources")
def download_sources(request: Request, _viewer: SignedIn, session: Db) -> Response:
    """The note that goes with a file in which there is no room for one."""
    text = "".join(f"{line}\r\n" for line in notes(_about(request, session)))
    headers = {"Content-Disposition": 'attachment; filename="resources-sources.txt"'}
    return Response(text, media_type="text/plain; charset=utf-8", headers=headers)


def _about(request: Request, session: Session) -> About:
    parts = parts_of(request)
    return about_of(session, on=today(parts.clock), licence=parts.settings.publish_licence)


def _parts(request: Request, form: ExportForm, about: About) -> Iterator[bytes]:
    """In a unit of work of its own: the request's is over when the file is still being sent."""
    with parts_of(request).database.session() as session:
        yield from export_parts(session, form, about)
