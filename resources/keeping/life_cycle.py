"""The life of an entry (domain.md 1.3.4): which step may follow, taking it, and what is still on its way to opening.

idea → contacted → visited → conditions_agreed → open ⇄ full ⇄ paused → retired, as status_step.csv says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from resources.clock import Clock
from resources.code_lists import Code, code_list
from resources.errors import NotPermitted
from resources.keeping.editing import Actor, edit_entry, entry_to_change
from resources.quality.causes import BEFORE_OPENING
from resources.repository import Entry, entries_of
from resources.scope import Scope, readable_resources, writable_resources
from resources.tables import Resource, ResourceChange

PIPELINE = BEFORE_OPENING


@dataclass(frozen=True, slots=True)
class Prospect:
    """A place on its way to opening. `since` is when it came to its present step, None = unknown (UTC)."""

    entry: Entry
    since: datetime | None
    next_on: date | None


def steps_from(status: str) -> tuple[Code, ...]:
    """The steps that may be taken from a status, in the order of status_step.csv."""
    return tuple(step for step in code_list("status_step") if step.extra["before"] == status)


def take_step(
    session: Session,
    actor: Actor,
    public_id: str,
    step: str,
    *,
    version: int,
    clock: Clock,
    note: str = "",
    next_on: date | None = None,
) -> None:
    """Move an entry one step, with a note on what was said and the day to ask again.

    Full means no place is free; a place that fills or frees says so in its openings too.
    Raises NotPermitted when the step does not follow from the entry's status; else as `entry_to_change`.
    """
    entry = entry_to_change(session, actor, public_id, version=version)
    taken = next((code for code in steps_from(entry.record.status) if code.code == step), None)
    if taken is None:
        now = code_list("resource_status").label(entry.record.status)
        raise NotPermitted(f"状態が「{now}」のときは、その操作はできません。画面を開き直してください。")
    status = taken.extra["after"]
    openings = 0 if status == "full" else entry.record.openings
    if entry.record.status == "full" and status == "open" and openings == 0:
        openings = None
    record = replace(entry.record, status=status, openings=openings)
    entry.resource.confirm_again_on = next_on
    edit_entry(session, actor, entry, record, action="status_changed", clock=clock, note=note)


def list_prospects(session: Session, scope: Scope) -> dict[str, list[Prospect]]:
    """Status → this person's places at that step, those to be asked again first come first; every step is there."""
    mine = readable_resources(scope) & writable_resources(scope)
    condition = mine & col(Resource.status).in_(PIPELINE)
    rows = session.exec(select(Resource).where(condition).order_by(col(Resource.public_id))).all()
    since = _since(session, condition)
    found: dict[str, list[Prospect]] = {status: [] for status in PIPELINE}
    for row, entry in zip(rows, entries_of(session, scope, rows), strict=True):
        found[row.status].append(Prospect(entry, since.get(row.id), row.confirm_again_on))
    for prospects in found.values():
        prospects.sort(key=lambda each: (each.next_on or date.max, each.entry.record.name))
    return found


def _since(session: Session, condition: ColumnElement[bool]) -> dict[int | None, datetime]:
    """Database id → when the status changed last."""
    rows = session.exec(
        select(ResourceChange.resource_id, func.max(ResourceChange.at))
        .where(
            col(ResourceChange.resource_id).in_(select(Resource.id).where(condition)),
            col(ResourceChange.action) == "status_changed",
        )
        .group_by(col(ResourceChange.resource_id))
    )
    return dict(rows.all())
