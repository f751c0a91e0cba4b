"""公開範囲 of the fields of an entry: the code list's default, and what somebody set for one entry.

`blanked` is the one place that takes out what a reader may not see; the repository applies it to every entry
that it hands out, so lists, search, snapshots and explanations cannot say more than the entry's own page.
Whoever writes a FieldVisibility row calls `touch_catalogue` too, or snapshots keep the old reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from resources.code_lists import code_list
from resources.records import ResourceRecord
from resources.scope import Scope
from resources.tables import FieldVisibility, Resource

NAMELESS = "（名称は公開されていません）"

_BLANKS: dict[str, dict[str, Any]] = {
    "name": {"name": NAMELESS, "name_kana": ""},
    "summary": {"summary": ""},
    "address": {"address": ""},
    "position": {"lat": None, "lon": None, "accuracy": ""},
    "phone": {"phone": ""},
    "contact_person": {"contact_person": ""},
    "capacity_soft": {"capacity_soft": ""},
    "honorarium": {"honorarium": ""},
    "considerations": {"considerations": ()},
    "insurance": {"insurance": ""},
    "agencies": {"agencies": ()},
    "remarks": {"remarks": ""},
}
"""Code of field_default_visibility.csv → the fields of a record as they stand for who may not read it."""


def default_visibility() -> dict[str, str]:
    """Field code → public, partners or internal, where nobody set anything else."""
    return {code.code: code.extra["visibility"] for code in code_list("field_default_visibility")}


def visibility_set(session: Session, resource_ids: Iterable[int | None]) -> dict[int, dict[str, str]]:
    """Database id of an entry → field code → what somebody set for it; entries without a row are absent."""
    found: dict[int, dict[str, str]] = {}
    rows = session.exec(select(FieldVisibility).where(col(FieldVisibility.resource_id).in_(resource_ids)))
    for row in rows:
        found.setdefault(row.resource_id, {})[row.field_code] = row.visibility
    return found


def visibility_rows(session: Session, resource_id: int) -> dict[str, FieldVisibility]:
    """Field code → the row that somebody set for one entry, for whoever changes it."""
    rows = session.exec(select(FieldVisibility).where(col(FieldVisibility.resource_id) == resource_id))
    return {row.field_code: row for row in rows}


def may_read(visibility: str, sees: str) -> bool:
    """Whether a reader whose widest 公開範囲 is `sees` reads a field; an unknown code is internal."""
    codes = code_list("field_visibility")
    reach = codes.position(visibility) if visibility in codes else len(codes.codes) - 1
    return reach <= codes.position(sees)


def blanked(record: ResourceRecord, visibility: Mapping[str, str], *, sees: str) -> ResourceRecord:
    """The record without the fields beyond `sees`; `visibility` is what was set for this entry alone.

    Who may not read the address is not given the position either: it would be drawn on maps to the metre.
    """
    blanks = _blanks(visibility, sees)
    return replace(record, **blanks) if blanks else record


def hidden_fields(visibility: Mapping[str, str], *, sees: str) -> frozenset[str]:
    """The fields of a record that `blanked` would take out: what a history must not show either."""
    return frozenset(_blanks(visibility, sees))


def codes_of(names: Iterable[str]) -> tuple[str, ...]:
    """The codes of field_default_visibility.csv under which these fields of a record stand."""
    wanted = set(names)
    return tuple(code for code, blanks in _BLANKS.items() if not wanted.isdisjoint(blanks))


def narrowest(*reaches: str) -> str:
    """Of several 公開範囲 the one that fewest read."""
    return max(reaches, key=code_list("field_visibility").position)


def closed_to(scope: Scope, field_codes: Iterable[str]) -> SelectOfScalar[int]:
    """Ids of the entries of which one of these fields (public by default) is closed to this reader."""
    readable = [code.code for code in code_list("field_visibility") if may_read(code.code, scope.sees)]
    beyond: ColumnElement[bool] = col(FieldVisibility.visibility).not_in(readable)
    if scope.sees == "internal" and not scope.is_own:  # 内部 stays within the keeper's house
        kept = select(Resource.id).where(col(Resource.organisation_id) == scope.organisation_id)
        inner = col(FieldVisibility.visibility) == "internal"
        beyond = beyond | (inner & col(FieldVisibility.resource_id).not_in(kept))
    of_fields = col(FieldVisibility.field_code).in_(tuple(field_codes))
    return select(FieldVisibility.resource_id).where(of_fields, beyond)


def closed_fields(session: Session, scope: Scope, resource: Resource) -> frozenset[str]:
    """The fields of one stored entry that this reader may not read, and so may not overwrite."""
    assert resource.id is not None
    own = visibility_set(session, [resource.id]).get(resource.id, {})
    return hidden_fields(own, sees=scope.sees_of(resource.organisation_id))


def _blanks(visibility: Mapping[str, str], sees: str) -> dict[str, Any]:
    reach = {**default_visibility(), **visibility}
    hidden = [field for field in _BLANKS if field in reach and not may_read(reach[field], sees)]
    if "address" in hidden:
        hidden.append("position")
    return {name: value for field in hidden for name, value in _BLANKS[field].items()}
