"""What a telephone call to a host brings: still true, nobody there, something new, or an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from resources.catalogue_writer import touch_catalogue
from resources.clock import Clock, today
from resources.keeping.changes import note_change
from resources.keeping.editing import Actor, edit_entry, entry_to_change
from resources.quality.limits import StalenessLimits
from resources.records import ResourceRecord
from resources.stored_entries import StoredEntry

TRY_AGAIN_DAYS = 3
"""After nobody was there, the entry comes again this many days later."""


def confirm_entry(
    session: Session, actor: Actor, public_id: str, *, version: int, limits: StalenessLimits, clock: Clock
) -> None:
    """変わりなし: the entry is as it stands, today. Raises NotFound and Conflict as `entry_to_change` does."""
    entry = entry_to_change(session, actor, public_id, version=version)
    _store_confirmed(session, actor, entry, entry.record, "confirmed", limits, clock)


def change_and_confirm(
    session: Session,
    actor: Actor,
    entry: StoredEntry,
    record: ResourceRecord,
    *,
    limits: StalenessLimits,
    clock: Clock,
) -> None:
    """変更あり: what the host said is stored, and with it everything is confirmed."""
    action = "status_changed" if record.status != entry.record.status else "edited"
    _store_confirmed(session, actor, entry, record, action, limits, clock)


def retire_entry(
    session: Session, actor: Actor, public_id: str, *, version: int, limits: StalenessLimits, clock: Clock
) -> None:
    """終了していた: the entry stays in the catalogue as 終了 and is suggested no more."""
    entry = entry_to_change(session, actor, public_id, version=version)
    ended = replace(entry.record, status="retired")
    _store_confirmed(session, actor, entry, ended, "status_changed", limits, clock)


def note_unreachable(session: Session, actor: Actor, public_id: str, *, version: int, clock: Clock) -> None:
    """出なかった: only the history grows, and the entry comes again in a few days."""
    entry = entry_to_change(session, actor, public_id, version=version)
    entry.resource.confirm_again_on = today(clock) + timedelta(days=TRY_AGAIN_DAYS)
    entry.resource.updated_at = clock.now()
    note_change(session, entry.resource_id, "unreachable", actor=actor.name, clock=clock)


def _store_confirmed(
    session: Session,
    actor: Actor,
    entry: StoredEntry,
    record: ResourceRecord,
    action: str,
    limits: StalenessLimits,
    clock: Clock,
) -> None:
    day = today(clock)
    edit_entry(session, actor, entry, replace(record, confirmed_on=day), action=action, clock=clock)
    entry.resource.confirmed_by = actor.name[:200]
    entry.resource.confirm_again_on = day + timedelta(days=limits.of(record))
    entry.resource.updated_at = clock.now()
    touch_catalogue(session, clock=clock)
