"""A new entry that somebody types in."""

from __future__ import annotations

from sqlmodel import Session

from resources.catalogue_writer import add_resources, touch_catalogue
from resources.clock import Clock
from resources.code_lists import code_list
from resources.errors import NotPermitted
from resources.keeping.changes import note_change
from resources.keeping.editing import Actor
from resources.locating import locate_entries
from resources.records import ResourceRecord
from resources.stored_entries import StoredEntry, load_entries
from resources.tables import Organisation


def add_entry(session: Session, actor: Actor, record: ResourceRecord, *, clock: Clock) -> StoredEntry:
    """Store a new entry, kept by the house of `actor`; what it leaves open of its place is filled in.

    A standing that is not that of its kind is the actor's decision. Nothing is committed.

    Raises NotPermitted when the actor belongs to no house (the command line imports files instead).
    """
    owner = session.get(Organisation, actor.scope.organisation_id) if actor.scope.organisation_id else None
    if owner is None:
        raise NotPermitted("登録する組織が分かりません。")
    (resource_id,) = add_resources(session, [record], owner=owner, clock=clock)
    note_change(session, resource_id, "created", actor=actor.name, clock=clock)
    locate_entries(session, [resource_id])
    touch_catalogue(session, clock=clock)
    entry = load_entries(session, [resource_id])[resource_id]
    entry.resource.confirmed_by = actor.name[:200]
    kind = code_list("resource_kind").codes.get(record.kind)
    if kind and record.standing != kind.extra["standing"]:
        entry.resource.standing_set_by = actor.name[:40]
    return entry
