"""How long a confirmation is good for, as a setting."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.web.admission import Db, Keeper, SentForm, SignedIn
from api.web.form_state import FormState
from api.web.number_field import whole_number
from api.web.parts import parts_of
from api.web.rendering import render
from resources.code_lists import code_list
from resources.quality.limits import FEWEST_DAYS, MOST_DAYS, StalenessLimits, default_limits
from resources.quality.stored_limits import load_limits, save_limits

router = APIRouter()

_LISTS = {"kind": "resource_kind", "operator_kind": "organisation_kind"}


@router.get("/quality/limits")
def show_limits(request: Request, _viewer: SignedIn, session: Db) -> Response:
    """The limits in force; whoever keeps the catalogue changes them here."""
    limits = load_limits(session)
    given = {f"{applies_to}-{code}": [str(days)] for applies_to, code, days in limits.all()}
    return _page(request, FormState.of(given))


@router.post("/quality/limits")
def set_limits(request: Request, _viewer: Keeper, session: Db, sent: SentForm) -> Response:
    """Put the limits in force. An empty field means: as all others."""
    form = FormState.sent(sent)
    limits = _read(form)
    if limits is None:
        return _page(request, form, status=422)
    save_limits(session, limits, clock=parts_of(request).clock)
    return RedirectResponse("/quality/limits", 303)


def _read(form: FormState) -> StalenessLimits | None:
    other = _days(form, "other-other", "そのほか")
    if other is None:
        form.add_error("other-other", "そのほかの日数を入れてください。")
    found = {
        applies_to: {
            code.code: days
            for code in _codes(applies_to)
            if (days := _days(form, f"{applies_to}-{code.code}", code.label_ja)) is not None
        }
        for applies_to in _LISTS
    }
    if form.errors or other is None:
        return None
    return StalenessLimits(other, found["kind"], found["operator_kind"])


def _days(form: FormState, name: str, label: str) -> int | None:
    return whole_number(form, name, label, low=FEWEST_DAYS, high=MOST_DAYS)


def _codes(applies_to: str) -> list[Any]:
    """The codes that may have a limit of their own: kinds of 参加先 only."""
    codes = code_list(_LISTS[applies_to])
    if applies_to == "kind":
        return [code for code in codes if code.extra["standing"] == "participation_place"]
    return list(codes)


def _page(request: Request, form: FormState, *, status: int = 200) -> Response:
    fields = {name: [(f"{name}-{code.code}", code.label_ja) for code in _codes(name)] for name in _LISTS}
    return render(
        request, "quality_limits.html", status=status, form=form, fields_of=fields, built_in=default_limits()
    )
