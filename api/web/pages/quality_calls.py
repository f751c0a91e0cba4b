"""電話で確認: one entry at a time, one key for what the host says."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from api.accounts.sessions import Viewer
from api.web import entry_form, schedule_lines
from api.web.admission import Confirmer, Db, Keeper, SentForm
from api.web.form_state import FormState
from api.web.history_view import history_lines
from api.web.number_field import whole_number
from api.web.pages.catalogue import district_options
from api.web.parts import parts_of
from api.web.quality_view import actor_of, cause_words, questions, today_of
from api.web.rendering import render
from api.web.resource_facts import fact_groups
from api.web.wording import phone_link
from resources.code_lists import code_list
from resources.errors import BadInput, Conflict, NotFound
from resources.keeping.changes import list_changes
from resources.keeping.confirming import (
    change_and_confirm,
    confirm_entry,
    note_unreachable,
    retire_entry,
)
from resources.keeping.editing import entry_to_change
from resources.keeping.phone_round import claim_next, count_waiting, held_by_another, put_off, release
from resources.quality.worklist import doubts_of
from resources.repository import get_resource
from resources.rows import is_volunteer
from resources.stored_entries import StoredEntry

router = APIRouter()

SHOWN_CHANGES = 5
After = Annotated[str, Query(max_length=40)]
_STATUSES = ("open", "full", "paused", "retired")
_LONGEST = {"capacity_soft": 500, "remarks": 2000, "phone": 100, "hours": 200}


@router.get("/quality/calls")
def start_calls(request: Request, viewer: Keeper, session: Db, after: After = "") -> Response:
    """How many calls there are, and how the keys work. `after`: the entry that was answered last."""
    waiting = count_waiting(session, actor_of(viewer), today_of(request, session))
    return render(request, "quality_calls.html", waiting=waiting, noted=_just_noted(session, viewer, after))


@router.post("/quality/calls")
def take_next(request: Request, viewer: Keeper, session: Db) -> Response:
    """Take the next entry; nobody else gets it for a quarter of an hour."""
    return _next(request, viewer, session)


@router.get("/quality/calls/{public_id}")
def show_call(request: Request, viewer: Keeper, session: Db, public_id: str, after: After = "") -> Response:
    """Whom to call, what to ask, and what we know; of the entry before, what was noted."""
    return _page(request, viewer, session, public_id, after=after)


@router.post("/quality/calls/{public_id}")
def note_call(request: Request, viewer: Keeper, session: Db, public_id: str, sent: SentForm) -> Response:
    """Write down what the call brought, and go on to the next one."""
    form = FormState.sent(sent)
    answer, version = form.value("answer"), sent_version(form)
    actor, clock = actor_of(viewer), parts_of(request).clock
    if held_by_another(session, public_id, viewer.public_id, clock=clock):
        raise Conflict("ほかの人がいま確認しています。「次の登録へ」で続けてください。")
    limits = today_of(request, session).limits
    entry = entry_to_change(session, actor, public_id, version=version)
    if answer == "same":
        confirm_entry(session, actor, public_id, version=version, limits=limits, clock=clock)
    elif answer == "absent":
        note_unreachable(session, actor, public_id, version=version, clock=clock)
    elif answer == "ended":
        retire_entry(session, actor, public_id, version=version, limits=limits, clock=clock)
    elif answer == "changed":
        if not _store_changes(request, viewer, session, entry, form):
            return _page(request, viewer, session, public_id, form=form, status=422)
    elif answer != "later":
        raise BadInput("どうだったかを選んでください。")
    if answer == "later":
        put_off(session, entry.resource_id, clock=clock)
        return _next(request, viewer, session)
    release(session, entry.resource_id)
    return _next(request, viewer, session, after=public_id)


@router.post("/resources/{public_id}/confirm")
def confirm_resource(
    request: Request, viewer: Confirmer, session: Db, public_id: str, sent: SentForm
) -> Response:
    """変わりなし from the entry's own page: workers talk to hosts every day."""
    confirm_entry(
        session,
        actor_of(viewer),
        public_id,
        version=sent_version(FormState.sent(sent)),
        limits=today_of(request, session).limits,
        clock=parts_of(request).clock,
    )
    return RedirectResponse(f"/resources/{public_id}", 303)


def sent_version(form: FormState) -> int:
    """The version that the page had. Raises BadInput where the form has none."""
    version = form.value("version")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise BadInput("画面を開き直して、もう一度送ってください。")
    return int(version)


def _just_noted(session: Session, viewer: Viewer, public_id: str) -> tuple[str, str, str] | None:
    """(public id, name, what its history says last): with one key for an answer, a slip must be seen."""
    try:
        entry = get_resource(session, viewer.scope, public_id)
        newest = list_changes(session, viewer.scope, public_id, limit=1)
    except NotFound:
        return None
    said = code_list("change_action").label(newest[0].action) if newest else ""
    if entry.record.status == "retired":
        said = "終了していた"
    return public_id, entry.record.name, said


def _next(request: Request, viewer: Viewer, session: Session, *, after: str = "") -> Response:
    today, clock = today_of(request, session), parts_of(request).clock
    session.flush()
    public_id = claim_next(session, actor_of(viewer), viewer.public_id, today, clock=clock)
    address = f"/quality/calls/{public_id}" if public_id else "/quality/calls"
    return RedirectResponse(f"{address}?after={after}" if after else address, 303)


def _store_changes(
    request: Request, viewer: Viewer, session: Session, entry: StoredEntry, form: FormState
) -> bool:
    """Store the fields of the form; False when one of them is wrong."""
    values: dict[str, Any] = {
        "openings": whole_number(form, "openings", "空き", low=0, high=100_000),
        "capacity": whole_number(form, "capacity", "定員", low=0, high=100_000),
        "status": form.value("status"),
        **{name: form.value(name).strip() for name in ("capacity_soft", "remarks")},
    }
    if schedule_lines.FIELD in form.values:
        values["schedule"] = schedule_lines.read_schedule(form, entry.record.schedule)
        schedule_lines.check_hours(form, values["schedule"])
    entry_form.check_room(form, values["capacity"], values["openings"])
    if not is_volunteer(entry.record):  # whose telephone is not on the page
        values["phone"] = form.value("phone").strip()
    if values["status"] not in (*_STATUSES, entry.record.status):
        form.add_error("status", "状態を選んでください。")
    for name, longest in _LONGEST.items():
        if len(form.value(name)) > longest:
            form.add_error(name, f"{longest}文字までで入れてください。")
    if form.errors:
        return False
    if entry.parts.contact is not None:
        entry.parts.contact.hours = form.value("hours").strip()
    change_and_confirm(
        session,
        actor_of(viewer),
        entry,
        replace(entry.record, **values),
        limits=today_of(request, session).limits,
        clock=parts_of(request).clock,
    )
    return True


def _page(
    request: Request,
    viewer: Viewer,
    session: Session,
    public_id: str,
    *,
    form: FormState | None = None,
    status: int = 200,
    after: str = "",
) -> Response:
    shown = get_resource(session, viewer.scope, public_id)
    actor, clock, today = actor_of(viewer), parts_of(request).clock, today_of(request, session)
    entry = entry_to_change(session, actor, public_id, version=shown.version)
    contact = entry.parts.contact
    hours = contact.hours if contact else ""
    causes = doubts_of(session, viewer.scope, public_id, today)
    names = dict(district_options(session))
    statuses = dict.fromkeys((*_STATUSES, shown.record.status))
    return render(
        request,
        "quality_call.html",
        status=status,
        entry=shown,
        record=shown.record,
        hours=hours,
        phone_link=phone_link(shown.record.phone),
        doubts=[name for name, _ in cause_words(causes)],
        questions=questions(causes),
        groups=[group for group in fact_groups(shown, district_names=names) if group[0] != "連絡先"],
        history=history_lines(list_changes(session, viewer.scope, public_id, limit=SHOWN_CHANGES), names),
        noted=_just_noted(session, viewer, after) if after else None,
        taken=held_by_another(session, public_id, viewer.public_id, clock=clock),
        form=form or _form(shown.record, hours),
        statuses=[(code, code_list("resource_status").label(code)) for code in statuses],
    )


def _form(record: Any, hours: str) -> FormState:
    values = {name: getattr(record, name) for name in ("openings", "capacity", "status", "capacity_soft")}
    values |= {"remarks": record.remarks, "phone": record.phone, "hours": hours}
    values[schedule_lines.FIELD] = schedule_lines.lines_of(record.schedule)
    return FormState.of({name: ["" if value is None else str(value)] for name, value in values.items()})
