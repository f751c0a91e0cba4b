"""取り込み: upload lists, see what they would do, decide, and see what was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from api.accounts.pending_imports import (
    HeldFile,
    discard,
    file_names,
    finish,
    forget_expired,
    held_files,
    hold_files,
    pending_import,
    waiting_imports,
)
from api.accounts.sessions import Viewer
from api.accounts.tables import PendingImport
from api.installing import municipality_organisation
from api.web.admission import MAX_FILES, Db, SentForm
from api.web.form_state import FormState
from api.web.import_outcome import outcome_json, read_outcome
from api.web.import_preview import (
    COUNTS,
    SEVERITIES,
    absent,
    alike,
    changes_page,
    findings_page,
    numbers_of,
    preview_files,
    shown_changes,
)
from api.web.import_reading import ReadFiles, needs_mapping, read_held, sheets_of
from api.web.import_source import sent_source, source_form
from api.web.importer import Importer, organisation_of
from api.web.pages.catalogue import district_options
from api.web.parts import parts_of
from api.web.rendering import render
from api.web.uploads import SentFiles
from geo.sources import Source
from resources.errors import BadInput
from resources.importing import Finding
from resources.importing.apply import apply_import, plan_import
from resources.importing.report import report_lines
from resources.importing.saved_mappings import note_use
from resources.importing.template import template_workbook

router = APIRouter()

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Number = Annotated[int, Query(ge=1, le=100_000)]


@router.get("/imports")
def show_upload(request: Request, viewer: Importer, session: Db) -> Response:
    """Choose files; what was uploaded and not decided about is there too."""
    forget_expired(session, now=parts_of(request).clock.now())
    return _upload_page(request, viewer, session)


@router.get("/imports/template.xlsx")
def download_template(_viewer: Importer, session: Db) -> Response:
    """Our own form, with the districts of this city in its lists."""
    headers = {"Content-Disposition": 'attachment; filename="tsunagite-template.xlsx"'}
    return Response(template_workbook(dict(district_options(session))), media_type=XLSX, headers=headers)


@router.post("/imports")
def upload_files(
    request: Request, viewer: Importer, session: Db, _form: SentForm, files: SentFiles
) -> Response:
    """Keep the files for a day and lead on: to the preview, or to the columns of the first unknown file."""
    if not files:
        return _upload_page(request, viewer, session, error="ファイルを選んでください。")
    clock, unknown = parts_of(request).clock, []
    try:
        for number, file in enumerate(files):
            if needs_mapping(session, file, organisation_id=organisation_of(viewer), clock=clock):
                unknown.append(number)
    except BadInput as error:
        return _upload_page(request, viewer, session, error=error.message)
    public_id = hold_files(session, viewer.account_id, files, now=clock.now())
    return RedirectResponse(_next_page(public_id, unknown), 303)


@router.get("/imports/{import_id}")
def show_import(
    request: Request,
    viewer: Importer,
    session: Db,
    import_id: str,
    severity: Annotated[str, Query(max_length=20)] = "",
    page: Number = 1,
    changes: Number = 1,
) -> Response:
    """What the import would do, or, when it is done, what it did."""
    pending = _own(request, viewer, session, import_id)
    if pending.outcome_json:
        return _outcome_page(request, pending, severity, page)
    return _preview_page(request, viewer, session, pending, severity, page=page, changes=changes)


@router.post("/imports/{import_id}")
def decide(request: Request, viewer: Importer, session: Db, form: SentForm, import_id: str) -> Response:
    """取り込む plans anew under the lock and does it; やめる forgets the files."""
    pending = _own(request, viewer, session, import_id)
    sent = FormState.sent(form)
    if sent.value("action") == "discard":
        discard(session, pending)
        return RedirectResponse("/imports", 303)
    if sent.value("action") == "apply" and not pending.outcome_json:
        source = sent_source(sent)
        if sent.errors:
            return _preview_page(request, viewer, session, pending, form=sent)
        _apply(request, viewer, session, pending, seen=sent.value("numbers"), source=source)
    return RedirectResponse(f"/imports/{import_id}", 303)


@router.get("/imports/{import_id}/report.csv")
def download_report(request: Request, viewer: Importer, session: Db, import_id: str) -> Response:
    """Every finding as CSV."""
    pending = _own(request, viewer, session, import_id)
    if pending.outcome_json:
        findings: Sequence[Finding] = read_outcome(pending.outcome_json).findings
    else:
        read = _read(request, viewer, session, held_files(session, pending))
        findings = plan_import(session, read.results).findings
    headers = {"Content-Disposition": 'attachment; filename="import-report.csv"'}
    body = "".join(report_lines(findings)).encode("utf-8-sig")
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


def _preview_page(
    request: Request,
    viewer: Viewer,
    session: Session,
    pending: PendingImport,
    severity: str = "",
    *,
    page: int = 1,
    changes: int = 1,
    form: FormState | None = None,
) -> Response:
    """What the import would do. `form`: what was said of the source, None when nothing was sent yet."""
    import_id = pending.public_id
    files = held_files(session, pending)
    try:
        read = _read(request, viewer, session, files)
        plan = plan_import(session, read.results)
    except BadInput as error:
        return _refused_page(request, pending, files, error.message)
    form = form or source_form(session, plan)
    districts = dict(district_options(session))
    changed = changes_page(session, plan, changes)
    return render(
        request,
        "import_preview.html",
        status=422 if form.errors else 200,
        import_id=import_id,
        form=form,
        files=preview_files(plan, read),
        count_names=COUNTS,
        districts=districts,
        numbers=numbers_of(plan),
        nothing_to_do=not any(file.changes for file in plan.files),
        changed=changed,
        changes=shown_changes(changed, districts),
        alike=alike(session, plan),
        absent=absent(session, plan),
        rows_taken=sum(file.result.taken for file in plan.files),
        **_finding_context(plan.findings, severity, page, import_id),
    )


def _refused_page(
    request: Request, pending: PendingImport, files: Sequence[HeldFile], message: str
) -> Response:
    """Files that cannot be read as they are: perhaps their columns have to be said."""
    return render(
        request,
        "import_refused.html",
        status=422,
        import_id=pending.public_id,
        message=message,
        tables=[(number, file.name) for number, file in enumerate(files) if sheets_of(file)],
    )


def _apply(
    request: Request, viewer: Viewer, session: Session, pending: PendingImport, *, seen: str, source: Source
) -> None:
    clock = parts_of(request).clock
    read = _read(request, viewer, session, held_files(session, pending))
    plan = apply_import(
        session,
        read.results,
        owner=municipality_organisation(session),
        clock=clock,
        imported_by=viewer.display_name,
        source=source,
    )
    names = {mapping.name for mapping in read.mappings if mapping and mapping.name}
    note_use(session, organisation_of(viewer), names, clock=clock)
    text = outcome_json(session, plan, at=clock.now(), as_seen=numbers_of(plan) == seen)
    finish(session, pending, text, now=clock.now())


def _own(request: Request, viewer: Viewer, session: Session, import_id: str) -> PendingImport:
    return pending_import(session, viewer.account_id, import_id, now=parts_of(request).clock.now())


def _read(request: Request, viewer: Viewer, session: Session, files: Sequence[HeldFile]) -> ReadFiles:
    return read_held(session, files, organisation_id=organisation_of(viewer), clock=parts_of(request).clock)


def _next_page(public_id: str, unknown: Sequence[int]) -> str:
    return f"/imports/{public_id}" + (f"/columns/{unknown[0]}" if unknown else "")


def _upload_page(request: Request, viewer: Viewer, session: Session, *, error: str = "") -> Response:
    now = parts_of(request).clock.now()
    waiting = [
        (pending.public_id, pending.created_at, file_names(session, pending))
        for pending in waiting_imports(session, viewer.account_id, now=now)
    ]
    return render(
        request,
        "import_upload.html",
        status=422 if error else 200,
        form=FormState({}, {"files": error} if error else {}),
        waiting=waiting,
        max_files=MAX_FILES,
        max_megabytes=parts_of(request).settings.max_upload_bytes // 1_000_000,
    )


def _outcome_page(request: Request, pending: PendingImport, severity: str, page: int) -> Response:
    outcome = read_outcome(pending.outcome_json)
    context = _finding_context(outcome.findings, severity, page, pending.public_id)
    return render(
        request,
        "import_done.html",
        import_id=pending.public_id,
        outcome=outcome,
        count_names=COUNTS,
        **context,
    )


def _finding_context(findings: Sequence[Finding], severity: str, page: int, import_id: str) -> dict[str, Any]:
    """The part of both pages that lists what the reader should look at."""
    chosen = severity if severity in SEVERITIES else ""
    numbers = {name: sum(one.severity == name for one in findings) for name in SEVERITIES}

    def address(number: int) -> str:
        return f"/imports/{import_id}?severity={chosen}&page={number}#findings"

    return {
        "findings": findings_page(findings, chosen, page),
        "severity": chosen,
        "severities": [(name, title, numbers[name]) for name, title in SEVERITIES.items() if numbers[name]],
        "severity_names": SEVERITIES,
        "all_findings": len(findings),
        "finding_address": address,
    }
