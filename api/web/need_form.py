"""The form for a need: from what was typed to the engine's `Need`. Nothing of it is stored."""

from __future__ import annotations

import re

from api.web.form_state import FormState
from api.web.number_field import whole_number
from matcher.engine.need import Availability, Need, StructuredNeed
from resources.code_lists import code_list
from resources.tables import District

NOTE_LIMIT = 4000
TERM_LIMIT = 300

TIME_BANDS = (
    ("morning", "午前", "9〜12時", 9 * 60, 12 * 60),
    ("afternoon", "午後", "12〜17時", 12 * 60, 17 * 60),
    ("evening", "夜", "17〜21時", 17 * 60, 21 * 60),
)
NO_HOLDINGS = "none"

PERSON_FIELDS = ("age", "gender", "district")
WISH_FIELDS = ("aims", "interests", "stage", "group", "avoid")
LIMIT_FIELDS = ("travel_mode", "max_minutes", "available", "max_fee", "accessibility", "holds", "language")

_SEPARATORS = re.compile(r"[、,，;；\n]+")


def read_need(form: FormState, districts: list[District]) -> Need | None:
    """The need, or None with the errors in `form`. Raises nothing for whatever was typed."""
    note = form.value("note").strip()
    if len(note) > NOTE_LIMIT:
        form.add_error("note", f"メモは{NOTE_LIMIT}文字までにしてください。")
    age = whole_number(form, "age", "年齢", low=0, high=120)
    structured = _structured(form)
    place = next((d for d in districts if d.code == form.value("district")), None)
    if form.value("district") and place is None:
        form.add_error("district", "学区は一覧から選んでください。")
    gender = _code(form, "gender", "gender", "性別")
    if not note and structured is None and not form.errors:
        form.add_error("note", "メモか、希望や条件のどれか1つを入れてください。")
    if form.errors:
        return None
    return Need(
        id="form",
        text=note,
        age=age,
        gender=gender,
        district=place.code if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        structured=structured,
    )


def holding_options() -> list[tuple[str, str]]:
    """What a person may hold, as the conditions of the catalogue ask for it."""
    asked = [(code.extra["holding"], code.extra["holding"]) for code in code_list("resource_condition")]
    return [option for option in asked if option[0]] + [(NO_HOLDINGS, "どれもない")]


def _structured(form: FormState) -> StructuredNeed | None:
    """The filled-in fields, None when all are empty."""
    structured = StructuredNeed(
        aims=_terms(form, "aims", "求めていること"),
        interests=_terms(form, "interests", "好きなこと・得意なこと"),
        stage=_code(form, "stage", "participation_stage", "参加段階"),
        travel_mode=_code(form, "travel_mode", "travel_mode", "移動の手段"),
        max_minutes=whole_number(form, "max_minutes", "移動の時間", low=1, high=600),
        available=_available(form),
        max_fee=whole_number(form, "max_fee", "費用の上限", low=0, high=1_000_000),
        group=_code(form, "group", "group_size", "規模"),
        accessibility=tuple(
            code for code in form.chosen("accessibility") if code in code_list("accessibility")
        ),
        holds=_holds(form),
        avoid=_terms(form, "avoid", "避けたいこと"),
        language=form.value("language").strip()[:TERM_LIMIT] or None,
    )
    return None if structured == StructuredNeed() else structured


def _terms(form: FormState, name: str, title: str) -> tuple[str, ...]:
    """Words between 、 or commas."""
    typed = form.value(name)
    if len(typed) > TERM_LIMIT:
        form.add_error(name, f"{title}は{TERM_LIMIT}文字までにしてください。")
    return tuple(dict.fromkeys(term.strip() for term in _SEPARATORS.split(typed) if term.strip()))


def _code(form: FormState, name: str, list_name: str, title: str) -> str | None:
    code = form.value(name)
    if code and code not in code_list(list_name):
        form.add_error(name, f"{title}は一覧から選んでください。")
        return None
    return code or None


def _available(form: FormState) -> tuple[Availability, ...]:
    """Ticked half days; bands that touch become one stretch, so that 10:00–15:00 meets both."""
    ticked = set(form.chosen("available"))
    stretches: list[Availability] = []
    for weekday in code_list("weekday"):
        for code, _name, _hours, start, end in TIME_BANDS:
            if f"{weekday.code}-{code}" not in ticked:
                continue
            last = stretches[-1] if stretches else None
            if last and last.weekday == weekday.code and last.end == start:
                stretches[-1] = Availability(weekday.code, last.start, end)
            else:
                stretches.append(Availability(weekday.code, start, end))
    return tuple(stretches)


def _holds(form: FormState) -> tuple[str, ...] | None:
    """None = not asked yet; () = asked, and the person holds none."""
    ticked = [value for value in form.chosen("holds") if value in dict(holding_options())]
    if not ticked:
        return None
    if NO_HOLDINGS in ticked:
        if len(ticked) > 1:
            form.add_error(
                "holds",
                "持っているもの・利用している制度の「どれもない」と、ほかの項目を同時には選べません。",
            )
        return ()
    return tuple(ticked)
