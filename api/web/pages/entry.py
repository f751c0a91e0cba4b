"""An entry of the catalogue, made and changed by its keeper: the form, its steps, who may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from api.web import entry_form
from api.web.admission import Db, Keeper, SentForm
from api.web.form_state import FormState
from api.web.pages.catalogue import district_options
from api.web.parts import parts_of
from api.web.rendering import render
from resources.clock import today
from resources.code_lists import code_list
from resources.errors import BadInput, Conflict
from resources.field_visibility import closed_fields, default_visibility, visibility_set
from resources.keeping.adding import add_entry
from resources.keeping.editing import Actor, edit_entry, entry_to_change
from resources.keeping.life_cycle import PIPELINE, take_step
from resources.keeping.visibility import not_wider, set_visibility
from resources.locating import locate_entries
from resources.records import ResourceRecord
from resources.repository import Entry, get_resource
from resources.rows import OF_A_VOLUNTEER, is_volunteer

router = APIRouter()

VERSION, WHOLE, REACH = "version", "visibility", "reach_"
NOTE, NEXT_ON, STEP = "note", "next_on", "step"
_NOTE_LIMIT = 1000
_FIRST_STATUSES = ("open", *PIPELINE)


@router.get("/resources/new")
def new_entry(
    request: Request,
    _viewer: Keeper,
    session: Db,
    kind: Annotated[str, Query(max_length=60)] = "",
    status: Annotated[str, Query(max_length=40)] = "open",
) -> Response:
    """An empty form. `status` idea: a place that somebody would like to have."""
    blank = entry_form.no_entry(kind, today(parts_of(request).clock))
    form = entry_form.shown(blank)
    first = status if status in _FIRST_STATUSES else "open"
    return _form_page(request, session, _with(form, {"status": first, WHOLE: "public"}), None)


@router.post("/resources/new")
def create_entry(request: Request, viewer: Keeper, session: Db, sent: SentForm) -> Response:
    """Store a new entry, kept by the house of whoever typed it in."""
    parts, form = parts_of(request), FormState.sent(sent)
    blank = entry_form.no_entry(form.value("kind"), today(parts.clock))
    status = form.value("status")
    if status not in _FIRST_STATUSES:
        form.add_error("status", "状態は一覧から選んでください。")
    record = entry_form.read_entry(form, blank, districts=dict(district_options(session)))
    reach = _reach(form)
    if record is None or reach is None or form.errors:
        return _form_page(request, session, form, None, code=422)
    actor = Actor(viewer.display_name, viewer.scope)
    entry = add_entry(session, actor, replace(record, status=status), clock=parts.clock)
    set_visibility(session, actor, entry, form.value(WHOLE) or "public", reach, clock=parts.clock)
    locate_entries(session, [entry.resource_id])  # after the visibility: a hidden address gives no position
    return RedirectResponse(f"/resources/{entry.resource.public_id}", 303)


@router.get("/resources/{public_id}/edit")
def edit_form(request: Request, viewer: Keeper, session: Db, public_id: str) -> Response:
    """The form with what is stored."""
    entry = get_resource(session, viewer.scope, public_id)
    stored = entry_to_change(
        session, Actor(viewer.display_name, viewer.scope), public_id, version=entry.version
    )
    reach = {
        **default_visibility(),
        **visibility_set(session, [stored.resource_id]).get(stored.resource_id, {}),
    }
    values = {
        VERSION: str(entry.version),
        WHOLE: entry.visibility,
        **{REACH + c: r for c, r in reach.items()},
    }
    return _form_page(request, session, _with(entry_form.shown(entry.record), values), entry)


@router.post("/resources/{public_id}/edit")
def save_entry(request: Request, viewer: Keeper, session: Db, public_id: str, sent: SentForm) -> Response:
    """Store what was typed; what somebody else stored meanwhile is not overwritten unseen."""
    parts, form = parts_of(request), FormState.sent(sent)
    actor, entry = Actor(viewer.display_name, viewer.scope), get_resource(session, viewer.scope, public_id)
    try:
        stored = entry_to_change(session, actor, public_id, version=_version(form))
    except Conflict:
        return _form_page(request, session, _with(form, {VERSION: str(entry.version)}), entry, code=409)
    locked = closed_fields(session, viewer.scope, stored.resource) | _locked(stored.record)
    record = entry_form.read_entry(
        form, stored.record, districts=dict(district_options(session)), locked=locked
    )
    reach = _reach(form)
    if record is None or reach is None:
        return _form_page(request, session, form, entry, code=422)
    confirmed = form.value("confirmed_today") == "1"
    if confirmed:
        record = replace(record, confirmed_on=today(parts.clock))
        stored.resource.confirmed_by = viewer.display_name
    whole = form.value(WHOLE) or entry.visibility
    closed_first = not_wider(session, stored, whole, reach)
    set_visibility(session, actor, stored, *closed_first, clock=parts.clock)
    edit_entry(session, actor, stored, record, action="edited", clock=parts.clock, note=_note(form))
    set_visibility(session, actor, stored, whole, reach, clock=parts.clock)
    return RedirectResponse(f"/resources/{public_id}", 303)


@router.post("/resources/{public_id}/step")
def step_entry(request: Request, viewer: Keeper, session: Db, public_id: str, sent: SentForm) -> Response:
    """Take one step of the life of an entry, with what was said and the day to ask again."""
    form = FormState.sent(sent)
    next_on = entry_form.read_day(form, NEXT_ON)
    if form.errors:
        raise BadInput(next(iter(form.errors.values())), field=NEXT_ON)
    take_step(
        session,
        Actor(viewer.display_name, viewer.scope),
        public_id,
        form.value(STEP),
        version=_version(form),
        clock=parts_of(request).clock,
        note=_note(form),
        next_on=next_on,
    )
    back = "/resources/opening" if form.value("back") == "opening" else f"/resources/{public_id}"
    return RedirectResponse(back, 303)


def _form_page(
    request: Request, session: Session, form: FormState, entry: Entry | None, *, code: int = 200
) -> Response:
    record = entry.record if entry else None
    lists = {**entry_form.CHOICES, **entry_form.CHECKS, "reach": "field_visibility"}
    return render(
        request,
        "entry_form.html",
        status=code,
        form=form,
        entry=entry,
        overtaken=code == 409,
        locked=_locked(record) if record else frozenset(),
        options={
            name: [(c.code, c.label_ja) for c in code_list(list_name)] for name, list_name in lists.items()
        },
        districts=district_options(session),
        statuses=[(s, code_list("resource_status").label(s)) for s in _FIRST_STATUSES],
        reach_fields=[(c.code, c.label_ja) for c in code_list("field_default_visibility")],
        reach_prefix=REACH,
    )


def _with(form: FormState, values: Mapping[str, str]) -> FormState:
    return FormState({**form.values, **{name: (value,) for name, value in values.items()}}, form.errors)


def _locked(record: ResourceRecord) -> frozenset[str]:
    """Who a volunteer is stands in a record of its own, which this form neither shows nor changes."""
    return OF_A_VOLUNTEER if is_volunteer(record) else frozenset()


def _reach(form: FormState) -> dict[str, str] | None:
    """Field code → reach, as far as the form had them; None with an error for a word of nobody's list."""
    known = code_list("field_visibility")
    given = {code: form.value(REACH + code) for code in default_visibility() if form.value(REACH + code)}
    if any(reach not in known for reach in (*given.values(), form.value(WHOLE) or "public")):
        form.add_error(WHOLE, "公開範囲は一覧から選んでください。")
        return None
    return given


def _version(form: FormState) -> int:
    try:
        return int(form.value(VERSION))
    except ValueError as error:
        raise BadInput("画面の内容が足りません。画面を開き直してください。") from error


def _note(form: FormState) -> str:
    return form.value(NOTE).strip()[:_NOTE_LIMIT]
