"""The one way in which a person changes an entry: the scope in the query, the version, the history, the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from resources.catalogue_writer import replace_entries, touch_catalogue
from resources.clock import Clock
from resources.errors import BadInput, Conflict, NotFound
from resources.keeping.changes import changed_fields, note_change
from resources.locating import locate_entries
from resources.records import ResourceRecord
from resources.rows import is_volunteer
from resources.scope import Scope, readable_resources, writable_resources
from resources.stored_entries import StoredEntry, load_entries
from resources.tables import Resource

KIND_STAYS = "ボランティア人材の登録と場所の登録は、種別を入れ替えられません。新しく登録してください。"
_OF_A_PLACE = frozenset({"address", "municipality_code", "lat", "lon", "district"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes something: the name that the history keeps, and what is there for them."""

    name: str
    scope: Scope


def may_change(session: Session, scope: Scope, public_id: str) -> bool:
    """Whether the entry is this reader's to change; the role is the caller's to ask."""
    mine = readable_resources(scope) & writable_resources(scope)
    return (
        session.exec(select(Resource.id).where(mine & (col(Resource.public_id) == public_id))).first()
        is not None
    )


def entry_to_change(session: Session, actor: Actor, public_id: str, *, version: int) -> StoredEntry:
    """The entry, whole, for whoever may change it.

    Raises NotFound when it is not there for this person or not theirs to change, Conflict when somebody
    else changed it since `version` was read.
    """
    mine = readable_resources(actor.scope) & writable_resources(actor.scope)
    resource = session.exec(select(Resource).where(mine & (col(Resource.public_id) == public_id))).first()
    if resource is None or resource.id is None:
        raise NotFound("その地域資源は見つかりません。")
    if resource.version != version:
        raise Conflict("ほかの人が先に直しました。画面を開き直して、もう一度入れてください。")
    return load_entries(session, [resource.id])[resource.id]


def edit_entry(
    session: Session,
    actor: Actor,
    entry: StoredEntry,
    record: ResourceRecord,
    *,
    action: str,
    clock: Clock,
    note: str = "",
) -> None:
    """Store the new content of an entry and its line of history; snapshots are due afterwards.

    `action` is a code of change_action.csv. Without a difference only the history grows. Nothing is committed.
    Raises BadInput when a person's offer would become a place or a place a person's: the entry would carry the
    person's telephone and home into the open, or a place's history into a person's.
    """
    if is_volunteer(entry.record) != is_volunteer(record):
        raise BadInput(KIND_STAYS, field="kind")
    changed = changed_fields(entry.record, record)
    if changed:
        if "standing" in changed:  # a person decides: no list takes it back, and a later person may
            entry.resource.standing_set_by = None
        replace_entries(session, [(entry, record)], clock=clock)
        if "standing" in changed:
            entry.resource.standing_set_by = actor.name[:40]
        if _OF_A_PLACE & set(changed):
            locate_entries(session, [entry.resource_id])
        touch_catalogue(session, clock=clock)
    note_change(session, entry.resource_id, action, actor=actor.name, clock=clock, changed=changed, note=note)
