"""Entries that may be one place: side by side, merged or told apart, and merges undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from api.accounts.sessions import Viewer
from api.web.admission import Db, Keeper, SentForm, SignedIn
from api.web.form_state import FormState
from api.web.history_view import FieldLine, field_label, value_in_words
from api.web.pages.catalogue import district_options
from api.web.pages.quality_calls import sent_version
from api.web.pair_view import fresher_of, side_by_side
from api.web.parts import parts_of
from api.web.quality_view import actor_of
from api.web.rendering import render
from resources.errors import BadInput
from resources.keeping.merging import (
    Chosen,
    Edited,
    edited_since,
    list_merges,
    merge_entries,
    undo_merge,
)
from resources.quality.candidates import find_pair, list_pairs, say_different
from resources.quality.checks import check_state
from resources.repository import Page, get_resource, list_entries

router = APIRouter()

PAIRS_A_PAGE = 20
_LONGEST_ID = 12
PublicId = Annotated[str, Query(max_length=_LONGEST_ID)]


@router.get("/quality/duplicates")
def show_pairs(
    request: Request, viewer: SignedIn, session: Db, page: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> Response:
    """Undecided pairs, the most probable first, and the newest merges."""
    pairs, total = list_pairs(session, viewer.scope, page=page, size=PAIRS_A_PAGE)
    entries = {
        entry.record.key: entry
        for entry in list_entries(session, viewer.scope, [key for p in pairs for key in (p.a, p.b)])
    }
    return render(
        request,
        "quality_pairs.html",
        pairs=[(pair, entries[pair.a].record, entries[pair.b].record) for pair in pairs],
        found=Page((), total, page, PAIRS_A_PAGE),
        address=lambda number: f"/quality/duplicates?page={number}",
        merges=list_merges(session, viewer.scope) if viewer.keeps_catalogue else [],
        checked=check_state(session),
    )


@router.get("/quality/pair")
def show_pair(
    request: Request, viewer: SignedIn, session: Db, a: PublicId = "", b: PublicId = ""
) -> Response:
    """Two entries side by side."""
    if not a or not b or a == b:
        return RedirectResponse("/quality/duplicates", 303)
    left, right = (get_resource(session, viewer.scope, key) for key in (a, b))
    return render(
        request,
        "quality_pair.html",
        a=left,
        b=right,
        pair=find_pair(session, viewer.scope, a, b),
        lines=side_by_side(left, right, dict(district_options(session))),
        fresher=fresher_of(left, right),
    )


@router.post("/quality/pair")
def decide_pair(request: Request, viewer: Keeper, session: Db, sent: SentForm) -> Response:
    """同じ所 or 別の所."""
    form, clock = FormState.sent(sent), parts_of(request).clock
    a, b = (form.value(name)[:_LONGEST_ID] for name in "ab")
    if not a or not b:
        raise BadInput("2つの登録を選んでください。")
    if form.value("answer") == "different":
        say_different(session, actor_of(viewer), a, b, clock=clock)
        return RedirectResponse("/quality/duplicates", 303)
    if form.value("answer") != "same" or form.value("keep") not in ("a", "b"):
        raise BadInput("同じ所か別の所か、どちらの登録を残すかを選んでください。")
    return _merge(request, viewer, session, form, a, b)


def _merge(request: Request, viewer: Viewer, session: Session, form: FormState, a: str, b: str) -> Response:
    chosen = {
        "a": Chosen(a, sent_version(FormState.of({"version": [form.value("a_version")]}))),
        "b": Chosen(b, sent_version(FormState.of({"version": [form.value("b_version")]}))),
    }
    keep = form.value("keep")
    other = "b" if keep == "a" else "a"
    take = [name.removeprefix("take-") for name in form.values if form.value(name) == other]
    kept, absorbed = chosen[keep], chosen[other]
    merge_entries(session, actor_of(viewer), kept, absorbed, take=take, clock=parts_of(request).clock)
    return RedirectResponse(f"/resources/{kept.public_id}", 303)


@router.get("/quality/merge")
def show_undo(
    request: Request, viewer: Keeper, session: Db, merge: Annotated[str, Query(max_length=12)] = ""
) -> Response:
    """What undoing a merge would do."""
    line = next((m for m in list_merges(session, viewer.scope, limit=1000) if m.public_id == merge), None)
    if line is None:
        return RedirectResponse("/quality/duplicates", 303)
    edited = edited_since(session, actor_of(viewer), merge)
    lines = _edited_lines(edited, dict(district_options(session)))
    return render(request, "quality_undo.html", merge=line, edited=lines)


@router.post("/quality/merge")
def undo(request: Request, viewer: Keeper, session: Db, sent: SentForm) -> Response:
    """Undo a merge."""
    form = FormState.sent(sent)
    undo_merge(
        session,
        actor_of(viewer),
        form.value("merge")[:_LONGEST_ID],
        version=sent_version(form),
        clock=parts_of(request).clock,
        even_if_edited=form.value("even_if_edited") == "1",
    )
    return RedirectResponse("/quality/duplicates", 303)


def _edited_lines(edited: Edited, names: Mapping[str, str]) -> list[FieldLine]:
    return [
        FieldLine(
            field_label(unit[0]),
            value_in_words(unit[0], getattr(edited.now, unit[0]), names),
            value_in_words(unit[0], getattr(edited.before, unit[0]), names),
        )
        for unit in edited.units
    ]
