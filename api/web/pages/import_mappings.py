"""取り込み: the saved mappings of columns, to rename and to delete."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from api.accounts.sessions import Viewer
from api.web.admission import Db, SentForm
from api.web.form_state import FormState
from api.web.importer import Importer, organisation_of
from api.web.rendering import render
from resources.errors import BadInput
from resources.importing.saved_mappings import delete_mapping, list_mappings, rename_mapping

router = APIRouter()


@router.get("/imports/mappings")
def show_mappings(request: Request, viewer: Importer, session: Db) -> Response:
    """All mappings of the organisation."""
    return _page(request, viewer, session)


@router.post("/imports/mappings/{mapping_id}")
def change_mapping(
    request: Request, viewer: Importer, session: Db, form: SentForm, mapping_id: str
) -> Response:
    """Rename or delete one."""
    sent = FormState.sent(form)
    organisation = organisation_of(viewer)
    try:
        version = _version(sent.value("version"))
        if sent.value("action") == "delete":
            delete_mapping(session, organisation, mapping_id, version)
        else:
            rename_mapping(session, organisation, mapping_id, version, sent.value("name"))
    except BadInput as error:
        return _page(request, viewer, session, wrong=mapping_id, message=error.message)
    return RedirectResponse("/imports/mappings", 303)


def _version(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput("画面が古くなっています。読み直してから、もう一度送ってください。")
    return int(text)


def _page(
    request: Request, viewer: Viewer, session: Session, *, wrong: str = "", message: str = ""
) -> Response:
    return render(
        request,
        "import_mappings.html",
        status=422 if message else 200,
        mappings=list_mappings(session, organisation_of(viewer)),
        form=FormState({}, {f"name-{wrong}": message} if message else {}),
    )
