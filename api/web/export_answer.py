"""A file of what is public as an answer, sent while it is read from the database."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from sqlmodel import Session

from api.web.parts import parts_of
from resources.clock import today
from resources.errors import BadInput
from resources.exporting.about import About, notes
from resources.exporting.forms import FORMS, ExportForm
from resources.exporting.writing import about_of, export_parts


def about_export(request: Request, session: Session) -> About:
    """What is said beside every file of this installation."""
    parts = parts_of(request)
    return about_of(session, on=today(parts.clock), licence=parts.settings.publish_licence)


def export_answer(request: Request, session: Session, form: str) -> StreamingResponse:
    """The file of this form. Raises BadInput for a form that there is not."""
    chosen = FORMS.get(form)
    if chosen is None:
        raise BadInput("この形のファイルには書き出せません。", remedy="画面のボタンから選んでください。")
    about = about_export(request, session)
    headers = {"Content-Disposition": f'attachment; filename="resources-{chosen.name}{chosen.suffix}"'}
    return StreamingResponse(_parts(request, chosen, about), media_type=chosen.media_type, headers=headers)


def sources_answer(request: Request, session: Session) -> Response:
    """The note that goes with a file in which there is no room for one."""
    text = "".join(f"{line}\r\n" for line in notes(about_export(request, session)))
    headers = {"Content-Disposition": 'attachment; filename="resources-sources.txt"'}
    return Response(text, media_type="text/plain; charset=utf-8", headers=headers)


def _parts(request: Request, form: ExportForm, about: About) -> Iterator[bytes]:
    """In a unit of work of its own: the request's is over when the file is still being sent."""
    with parts_of(request).database.session() as session:
        yield from export_parts(session, form, about)
