"""公開範囲 of an entry and of its fields, as the keeper sets them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from resources.catalogue_writer import touch_catalogue
from resources.clock import Clock
from resources.code_lists import code_list
from resources.errors import BadInput
from resources.field_visibility import (
    default_visibility,
    narrowest,
    visibility_rows,
    visibility_set,
)
from resources.keeping.changes import OF_FIELD, WHOLE, note_change
from resources.keeping.editing import Actor
from resources.locating import locate_entries
from resources.stored_entries import StoredEntry
from resources.tables import FieldVisibility


def set_visibility(
    session: Session,
    actor: Actor,
    entry: StoredEntry,
    whole: str,
    fields: Mapping[str, str],
    *,
    clock: Clock,
) -> None:
    """Set who reads the entry (`whole`) and its fields (code of field_default_visibility.csv → reach).

    Only what differs from the default is stored. What changes stands in the history. Nothing is committed.
    Raises BadInput for a code that no list knows.
    """
    _check(whole, fields)
    changed: dict[str, tuple[Any, Any]] = {}
    if entry.resource.visibility != whole:
        changed[WHOLE] = (entry.resource.visibility, whole)
        entry.resource.visibility = whole
        entry.resource.updated_at = clock.now()
    stored, defaults = visibility_rows(session, entry.resource_id), default_visibility()
    for code, reach in fields.items():
        row = stored.get(code)
        before = row.visibility if row else defaults[code]
        if before == reach:
            continue
        changed[OF_FIELD + code] = (before, reach)
        if row is None:
            session.add(FieldVisibility(resource_id=entry.resource_id, field_code=code, visibility=reach))
        elif reach == defaults[code]:
            session.delete(row)
        else:
            row.visibility = reach
    if changed:
        session.flush()
        if f"{OF_FIELD}address" in changed:  # a closed address gives no position, an opened one may
            locate_entries(session, [entry.resource_id])
        touch_catalogue(session, clock=clock)
        note_change(session, entry.resource_id, "edited", actor=actor.name, clock=clock, changed=changed)


def not_wider(
    session: Session, entry: StoredEntry, whole: str, fields: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    """Of what is set now and what shall be set, the narrower each: to be set before a content changes with it.

    A line of history is read as the 公開範囲 was when it was written, so a field is closed before and opened after.
    """
    _check(whole, fields)
    stored = default_visibility() | visibility_set(session, [entry.resource_id]).get(entry.resource_id, {})
    narrower = {code: narrowest(reach, stored[code]) for code, reach in fields.items()}
    return narrowest(whole, entry.resource.visibility), narrower


def _check(whole: str, fields: Mapping[str, str]) -> None:
    reaches, codes = code_list("field_visibility"), default_visibility()
    if whole not in reaches or any(f not in codes or reach not in reaches for f, reach in fields.items()):
        raise BadInput("公開範囲は一覧から選んでください。", field="visibility")
