"""The form for an entry of the catalogue: from a record to what the fields show, and back."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from api.web import schedule_lines
from api.web.form_state import FormState
from api.web.number_field import whole_number
from resources.code_lists import code_list
from resources.importing.fitting import too_long
from resources.keeping.editing import KIND_STAYS
from resources.records import ResourceRecord
from resources.rows import VOLUNTEER, is_volunteer

TEXTS = {
    "name": "名称",
    "name_kana": "名称のかな",
    "operator": "運営",
    "summary": "概要",
    "audience": "対象",
    "address": "所在地",
    "capacity_soft": "受け入れの余地",
    "fee_note": "費用の説明",
    "honorarium": "謝金・活動費",
    "roles": "役割の機会",
    "insurance": "保険",
    "phone": "電話",
    "url": "ホームページ",
    "contact_person": "担当者",
    "remarks": "備考",
}
"""Field of the record → its title in the form."""
CHOICES = {
    "kind": "resource_kind",
    "standing": "resource_standing",
    "operator_kind": "organisation_kind",
    "gender": "gender",
    "group_size": "group_size",
    "transport": "transport",
}
"""Field with one value → its code list."""
CHECKS = {
    "conditions": "resource_condition",
    "delivery": "delivery_method",
    "accessibility": "accessibility",
    "stages": "participation_stage",
    "resource_fields": "resource_field",
}
"""Field with several values → its code list."""
NUMBERS = {
    "age_min": ("対象年齢（から）", 0, 120),
    "age_max": ("対象年齢（まで）", 0, 120),
    "capacity": ("定員", 0, 100_000),
    "openings": ("空き", 0, 100_000),
    "fee_yen": ("費用", 0, 1_000_000),
}
"""Field → title, least and most."""
WORDS = ("considerations", "agencies")
"""Fields of free words, one a line or between 、."""
_LONGEST_TEXT = 5000
_SEPARATORS = {"considerations": re.compile(r"[、;；\n]+"), "agencies": re.compile(r"\n+")}
_MORE = {"lat", "lon", "district", schedule_lines.FIELD, schedule_lines.AS_TEXT}
FIELDS = (*TEXTS, *CHOICES, *CHECKS, *NUMBERS, *WORDS, *sorted(_MORE))


def shown(record: ResourceRecord) -> FormState:
    """The form as an entry fills it."""
    values: dict[str, tuple[str, ...]] = {name: (getattr(record, name),) for name in TEXTS}
    values |= {name: (getattr(record, name) or "",) for name in (*CHOICES, "district")}
    values |= {name: getattr(record, name) for name in CHECKS}
    values |= {name: ("" if (n := getattr(record, name)) is None else str(n),) for name in NUMBERS}
    values |= {name: ("\n".join(getattr(record, name)),) for name in WORDS}
    values |= {name: (_degrees(getattr(record, name)),) for name in ("lat", "lon")}
    values[schedule_lines.FIELD] = (schedule_lines.lines_of(record.schedule),)
    return FormState.of(values)


def read_entry(
    form: FormState, before: ResourceRecord, *, districts: Collection[str], locked: Collection[str] = ()
) -> ResourceRecord | None:
    """The record of the form on top of `before`, or None with the errors in `form`.

    What the form has no field for stays, and so do the fields `locked` (closed to this reader: never shown).
    """
    given: dict[str, Any] = {name: _text(form, name, title) for name, title in TEXTS.items()}
    given |= {name: _code(form, name, list_name, before) for name, list_name in CHOICES.items()}
    given |= {name: _codes(form, name, list_name, before) for name, list_name in CHECKS.items()}
    given |= {
        name: whole_number(form, name, title, low=low, high=high)
        for name, (title, low, high) in NUMBERS.items()
    }
    given |= {name: _words(form, name) for name in WORDS}
    given["lat"], given["lon"] = _position(form, before)
    given["district"] = _district(form, districts, before)
    given["schedule"] = schedule_lines.read_schedule(form, before.schedule)
    given["gender"] = given["gender"] or "any"
    if before.name and is_volunteer(before) != (given["kind"] == VOLUNTEER):
        form.add_error("kind", KIND_STAYS)
    _check_together(form, given)
    record = replace(before, **{name: value for name, value in given.items() if name not in locked})
    if not form.errors and (problem := too_long(record)):
        form.add_error("name", problem)
    return None if form.errors else record


def no_entry(kind: str, on: date) -> ResourceRecord:
    """What a new entry starts from: somebody has just heard of it, so it is confirmed that day."""
    known = code_list("resource_kind").codes.get(kind)
    standing = known.extra["standing"] if known else "participation_place"
    return ResourceRecord(
        key="", name="", kind=kind, standing=standing, delivery=("on_site",), confirmed_on=on
    )


def read_day(form: FormState, name: str) -> date | None:
    """A day as a date field sends it (2026-12-01); None when it is empty or wrong, then with an error."""
    typed = form.value(name).strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        form.add_error(name, "日付は「2026-12-01」のように入れてください。")
        return None


def _text(form: FormState, name: str, title: str) -> str:
    typed = form.value(name).strip()
    if name == "name" and not typed:
        form.add_error(name, "名称を入れてください。")
    if len(typed) > _LONGEST_TEXT:
        form.add_error(name, f"{title}は{_LONGEST_TEXT}文字までにしてください。")
    return typed


def _code(form: FormState, name: str, list_name: str, before: ResourceRecord) -> str | None:
    """A code of the list, or the unknown word that already stood there."""
    code = form.value(name)
    if not code:
        if name == "kind":
            form.add_error(name, "種別を選んでください。")
        return getattr(before, name) if name == "standing" else None
    if code not in code_list(list_name) and code != getattr(before, name):
        form.add_error(name, "一覧から選んでください。")
        return None
    return code


def _codes(form: FormState, name: str, list_name: str, before: ResourceRecord) -> tuple[str, ...]:
    """The ticked codes in the order of the list; words that no list knows stay as they were."""
    ticked = set(form.chosen(name))
    unknown = tuple(value for value in getattr(before, name) if value not in code_list(list_name))
    return (*(code.code for code in code_list(list_name) if code.code in ticked), *unknown)


def _words(form: FormState, name: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(word.strip() for word in _SEPARATORS[name].split(form.value(name)) if word.strip())
    )


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"


def _position(form: FormState, before: ResourceRecord) -> tuple[float | None, float | None]:
    """Degrees within Japan; both or none. A position that nobody touched keeps all its digits, and how it came."""
    typed = [form.value(name).strip() for name in ("lat", "lon")]
    if typed == [_degrees(before.lat), _degrees(before.lon)]:
        return before.lat, before.lon
    if not any(typed):
        return None, None
    try:
        lat, lon = (float(value) for value in typed)
    except ValueError:
        lat = lon = math.nan
    if not (20 <= lat <= 46 and 122 <= lon <= 154):
        form.add_error("lat", "緯度と経度は「35.012345」「135.954321」のような数字で、両方入れてください。")
        return None, None
    return lat, lon


def _district(form: FormState, districts: Collection[str], before: ResourceRecord) -> str | None:
    code = form.value("district")
    if code and code not in districts and code != before.district:
        form.add_error("district", "学区は一覧から選んでください。")
    return code or None


def _check_together(form: FormState, given: Mapping[str, Any]) -> None:
    """Fields that cannot both be true."""
    low, high = given["age_min"], given["age_max"]
    if low is not None and high is not None and low > high:
        form.add_error("age_max", f"対象年齢が{low}歳から{high}歳まで、と逆になっています。")
    check_room(form, given["capacity"], given["openings"])
    schedule_lines.check_hours(form, given["schedule"])


def check_room(form: FormState, capacity: int | None, openings: int | None) -> None:
    """No more places are free than there are."""
    if capacity is not None and openings is not None and openings > capacity:
        form.add_error("openings", f"空き（{openings}）が定員（{capacity}）より多くなっています。")
