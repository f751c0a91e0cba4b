"""取り込み: what the columns of an unknown list are, and which kind its own categories stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from api.accounts.pending_imports import HeldFile, held_files, pending_import, set_mapping
from api.accounts.sessions import Viewer
from api.accounts.tables import PendingImport
from api.web.admission import Db, SentForm
from api.web.column_choice import (
    ChosenHeader,
    ShownColumn,
    choose_header,
    field_options,
    header_options,
    sent_kinds,
    sent_mapping,
    shown_columns,
    unknown_categories,
)
from api.web.form_state import FormState
from api.web.import_reading import mapping_of, needs_mapping, on_disk, sheets_of, with_mapping
from api.web.importer import Importer, organisation_of
from api.web.parts import parts_of
from api.web.rendering import render
from resources.code_lists import code_list
from resources.errors import BadInput, NotFound
from resources.folding import fold_text
from resources.importing.column_mapping import ColumnMapping
from resources.importing.grid import Grid
from resources.importing.saved_mappings import save_mapping
from resources.importing.suggesting import suggest_kind

router = APIRouter()

Row = Annotated[int, Query(ge=0, le=1_000_000)]


@dataclass(frozen=True)
class _OneFile:
    """The file that the page is about, among those that were uploaded together."""

    pending: PendingImport
    files: Sequence[HeldFile]
    number: int
    grids: Sequence[Grid]
    mapping: ColumnMapping | None

    @property
    def file(self) -> HeldFile:
        return self.files[self.number]


@router.get("/imports/{import_id}/columns/{file_number}")
def show_columns(
    request: Request,
    viewer: Importer,
    session: Db,
    import_id: str,
    file_number: int,
    sheet: Row = 0,
    header: Row = 0,
) -> Response:
    """Every column with three of its values and what is most likely meant."""
    one = _one_file(request, viewer, session, import_id, file_number)
    chosen = choose_header(one.grids, sheet, header, one.mapping)
    columns = shown_columns(chosen, one.mapping)
    return _columns_page(request, one, chosen, columns, _first_form(one, chosen, columns))


@router.post("/imports/{import_id}/columns/{file_number}")
def send_columns(
    request: Request, viewer: Importer, session: Db, form: SentForm, import_id: str, file_number: int
) -> Response:
    """Remember the mapping for this file, and under a name for the next edition of the list."""
    one = _one_file(request, viewer, session, import_id, file_number)
    state = FormState.sent(form)
    sheet, row = (_number(state.value(name)) for name in ("sheet", "header"))
    chosen = choose_header(one.grids, sheet, row, one.mapping)
    columns = shown_columns(chosen, one.mapping)
    mapping = sent_mapping(state, chosen, columns, one.mapping)
    if not state.errors:
        _keep(request, viewer, session, one, mapping, state)
    if state.errors:
        return _columns_page(request, one, chosen, columns, state)
    if unknown_categories(one.grids, mapping):
        return RedirectResponse(f"/imports/{import_id}/kinds/{file_number}", 303)
    return _next_page(request, viewer, session, one, mapping)


@router.get("/imports/{import_id}/kinds/{file_number}")
def show_kinds(request: Request, viewer: Importer, session: Db, import_id: str, file_number: int) -> Response:
    """The file's own categories that no list of ours knows, each with the kind it is most like."""
    one = _one_file(request, viewer, session, import_id, file_number)
    if one.mapping is None:
        return RedirectResponse(f"/imports/{import_id}/columns/{file_number}", 303)
    categories = unknown_categories(one.grids, one.mapping)
    return render(
        request,
        "import_kinds.html",
        import_id=import_id,
        number=file_number,
        file_name=one.file.name,
        categories=[
            (category, count, one.mapping.kinds.get(fold_text(category)) or suggest_kind(category))
            for category, count in categories
        ],
        kinds=_kind_options(),
    )


@router.post("/imports/{import_id}/kinds/{file_number}")
def send_kinds(
    request: Request, viewer: Importer, session: Db, form: SentForm, import_id: str, file_number: int
) -> Response:
    """Remember what the categories stand for."""
    one = _one_file(request, viewer, session, import_id, file_number)
    if one.mapping is None:
        return RedirectResponse(f"/imports/{import_id}/columns/{file_number}", 303)
    kinds = sent_kinds(FormState.sent(form), unknown_categories(one.grids, one.mapping))
    known = code_list("resource_kind")
    mapping = replace(one.mapping, kinds={word: kind for word, kind in kinds.items() if kind in known})
    state = FormState({})
    _keep(request, viewer, session, one, mapping, state)
    if state.errors:  # somebody took the name meanwhile: this file is read in this way all the same
        set_mapping(session, one.pending, one.number, replace(mapping, name="").to_json())
    return _next_page(request, viewer, session, one, mapping)


def _one_file(request: Request, viewer: Viewer, session: Session, import_id: str, number: int) -> _OneFile:
    """Raises NotFound for another account's import, a finished one, and a file that is no table."""
    now = parts_of(request).clock.now()
    pending = pending_import(session, viewer.account_id, import_id, now=now)
    files = held_files(session, pending)
    if not 0 <= number < len(files):
        raise NotFound("そのファイルは見つかりません。")
    grids = sheets_of(files[number])
    if not grids:
        raise NotFound("このファイルには、見出しと列のある表がありません。")
    with on_disk([files[number]]) as paths:
        mapping = mapping_of(session, files[number], paths[0], organisation_id=organisation_of(viewer))
    return _OneFile(pending, files, number, grids, mapping)


def _keep(
    request: Request, viewer: Viewer, session: Session, one: _OneFile, mapping: ColumnMapping, form: FormState
) -> None:
    """Save the mapping for this file, and under its name where it has one; an unusable name is an error."""
    if mapping.name:
        try:
            save_mapping(
                session,
                organisation_of(viewer),
                mapping.name,
                mapping,
                created_by=viewer.display_name,
                clock=parts_of(request).clock,
            )
        except BadInput as error:
            form.add_error("save_name", error.message)
            return
    set_mapping(session, one.pending, one.number, mapping.to_json())


def _next_page(
    request: Request, viewer: Viewer, session: Session, one: _OneFile, mapping: ColumnMapping
) -> Response:
    """The next file that nobody has explained yet, or the preview."""
    files = [*one.files]
    files[one.number] = with_mapping(one.file, mapping)
    clock, organisation = parts_of(request).clock, organisation_of(viewer)
    for number, file in enumerate(files):
        if needs_mapping(session, file, organisation_id=organisation, clock=clock):
            return RedirectResponse(f"/imports/{one.pending.public_id}/columns/{number}", 303)
    return RedirectResponse(f"/imports/{one.pending.public_id}", 303)


def _first_form(one: _OneFile, chosen: ChosenHeader, columns: Sequence[ShownColumn]) -> FormState:
    """The form with what is suggested or what was said before; a new mapping is called like its file."""
    known = one.mapping if one.mapping and one.mapping.fingerprint == chosen.fingerprint else None
    values = {f"column-{column.index}": [column.field] for column in columns}
    values["kind"] = [known.kind if known else ""]
    values["operator"] = [known.operator if known else ""]
    values["save_name"] = [known.name if known else one.file.name.rpartition(".")[0]]
    return FormState.of(values)


def _columns_page(
    request: Request,
    one: _OneFile,
    chosen: ChosenHeader,
    columns: Sequence[ShownColumn],
    form: FormState,
) -> Response:
    return render(
        request,
        "import_columns.html",
        status=422 if form.errors else 200,
        import_id=one.pending.public_id,
        number=one.number,
        file_name=one.file.name,
        form=form,
        chosen=chosen,
        columns=columns,
        place=FormState.of({"sheet": [str(chosen.sheet)], "header": [str(chosen.row.number)]}),
        sheets=[(str(place), grid.label) for place, grid in enumerate(one.grids)],
        header_rows=header_options(chosen.grid),
        fields_to_choose=field_options(),
        kinds=_kind_options(),
        without_header=sum(not cell.strip() for cell in chosen.row.cells),
    )


def _kind_options() -> list[tuple[str, str]]:
    return [(code.code, code.label_ja) for code in code_list("resource_kind")]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
