"""The history of an entry: what is written with every change of it, and who may read which part."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from resources.clock import Clock
from resources.errors import NotFound
from resources.field_visibility import default_visibility, hidden_fields, visibility_set
from resources.records import ResourceRecord, ScheduleRule
from resources.rows import OF_A_VOLUNTEER, VOLUNTEER, is_volunteer
from resources.scope import Scope, reaches, readable_resources
from resources.tables import Resource, ResourceChange

WITHHELD = "（人の情報）"
"""Stands for both values of a field that says who a volunteer is."""
WHOLE, OF_FIELD = "visibility", "visibility."
"""Names in a history of the 公開範囲 of the entry, and (before its code) of one field."""
_NOT_CONTENT = frozenset({"key", "extra", "accuracy"})


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a history as its reader may see it. `fields`: field of a record → (before, after).

    Values are plain JSON values (a schedule is a list of rules); `hidden` says that there were more fields.
    """

    at: datetime
    action: str
    actor: str
    note: str
    fields: Mapping[str, tuple[Any, Any]]
    hidden: bool


def changed_fields(before: ResourceRecord, after: ResourceRecord) -> dict[str, tuple[Any, Any]]:
    """Field → (before, after) as JSON values, for every field whose content differs; ids are no content."""
    volunteer = is_volunteer(before) or is_volunteer(after)
    found: dict[str, tuple[Any, Any]] = {}
    for field in fields(ResourceRecord):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if field.name in _NOT_CONTENT or old == new:
            continue
        secret = volunteer and field.name in OF_A_VOLUNTEER
        found[field.name] = (WITHHELD, WITHHELD) if secret else (_plain(old), _plain(new))
    return found


def note_change(
    session: Session,
    resource_id: int,
    action: str,
    *,
    actor: str,
    clock: Clock,
    changed: Mapping[str, tuple[Any, Any]] | None = None,
    note: str = "",
) -> None:
    """Add a line to the history of an entry. `action` is a code of change_action.csv. Nothing is committed."""
    session.add(
        ResourceChange(
            resource_id=resource_id,
            at=clock.now(),
            action=action,
            actor=actor[:200],
            fields_json=json.dumps(dict(changed or {}), ensure_ascii=False),
            note=note,
        )
    )


def note_import(
    session: Session,
    changes: Sequence[tuple[int, Mapping[str, tuple[Any, Any]]]],
    action: str,
    *,
    actor: str,
    clock: Clock,
) -> None:
    """Add one line per (resource id, changed fields) for many entries at once, in one statement.

    An entry that was created has no changed fields: its line says only when it came to be, and by whom.
    """
    now = clock.now()
    rows = [
        {
            "created_at": now,
            "resource_id": resource_id,
            "at": now,
            "action": action,
            "actor": actor[:200],
            "fields_json": json.dumps(dict(changed), ensure_ascii=False) if changed else "",
            "note": "",
        }
        for resource_id, changed in changes
    ]
    if rows:
        session.connection().execute(insert(ResourceChange), rows)


def list_changes(session: Session, scope: Scope, public_id: str, *, limit: int = 100) -> list[Change]:
    """The newest lines of an entry's history, newest first, without the fields closed to this reader.

    What was closed to the reader when it was written stays closed when the 公開範囲 is widened later.
    Raises NotFound when the entry is not there for this reader. Notes are for those who read every field.
    """
    condition = readable_resources(scope) & (col(Resource.public_id) == public_id)
    resource = session.exec(select(Resource).where(condition)).first()
    if resource is None or resource.id is None:
        raise NotFound("その地域資源は見つかりません。")
    rows = session.exec(
        select(ResourceChange)
        .where(col(ResourceChange.resource_id) == resource.id)
        .order_by(col(ResourceChange.at).desc(), col(ResourceChange.id).desc())
        .limit(limit)
    )
    return _as_read(rows, session, scope, resource)


def _as_read(
    rows: Iterable[ResourceChange], session: Session, scope: Scope, resource: Resource
) -> list[Change]:
    """The lines, newest first, each as the 公開範囲 of now and of its own time let the reader see it."""
    sees, whole = scope.sees_of(resource.organisation_id), resource.visibility
    reach = {**default_visibility(), **visibility_set(session, [resource.id]).get(resource.id or 0, {})}
    closed_now = hidden_fields(reach, sees=sees)
    # What is a person's offer now may have been a place before, with these in the open.
    withheld = OF_A_VOLUNTEER if resource.kind == VOLUNTEER else frozenset()
    changes = []
    for row in rows:
        stored: dict[str, Any] = json.loads(row.fields_json) if row.fields_json else {}
        closed = closed_now | hidden_fields(reach, sees=sees)
        seen = {
            name: (WITHHELD, WITHHELD) if name in withheld else (before, after)
            for name, (before, after) in stored.items()
            if name not in closed and reaches(scope, resource.organisation_id, whole)
        }
        note = row.note if sees == "internal" else ""
        changes.append(Change(row.at, row.action, row.actor, note, seen, len(seen) < len(stored)))
        whole = stored.get(WHOLE, (whole,))[0]
        reach |= {code: stored[OF_FIELD + code][0] for code in reach if OF_FIELD + code in stored}
    return changes


def _plain(value: Any) -> Any:
    """A field's value as JSON knows it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, ScheduleRule):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(ScheduleRule)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value
