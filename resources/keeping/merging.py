"""Two entries that are one place: one absorbs the other, both keep their history, and all of it can be undone.

The absorbed entry's rows stay as they are; it is only not there for readers (`resources.scope.not_absorbed`).
The rows of imported lists that led to it lead to the kept entry, so that a new edition of either list updates
that one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from resources.catalogue_writer import touch_catalogue
from resources.clock import Clock
from resources.errors import BadInput, Conflict, NotFound
from resources.field_visibility import codes_of, default_visibility, narrowest, visibility_set
from resources.keeping.changes import note_change
from resources.keeping.editing import Actor, edit_entry, entry_to_change
from resources.keeping.merge_state import (
    EntryState,
    differing_units,
    put_back,
    state_from_json,
    state_of,
    with_units,
)
from resources.keeping.visibility import set_visibility
from resources.records import ResourceRecord
from resources.rows import OF_A_VOLUNTEER, is_volunteer
from resources.scope import Scope, readable_resources, writable_resources
from resources.stored_entries import StoredEntry, load_entries
from resources.tables import Resource, ResourceMerge, SourceRow


@dataclass(frozen=True, slots=True)
class Chosen:
    """One entry of a pair as the page had it: its public id and the version that was read."""

    public_id: str
    version: int


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A merge that stands: its public id, both entries' ids, and who did it when."""

    public_id: str
    version: int
    kept: str
    kept_name: str
    absorbed: str
    absorbed_name: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A field that was changed after the merge: what it was before the merge, and what it is now."""

    before: ResourceRecord
    now: ResourceRecord
    units: tuple[tuple[str, ...], ...]


def merge_entries(
    session: Session, actor: Actor, kept: Chosen, absorbed: Chosen, *, take: Collection[str], clock: Clock
) -> str:
    """Merge `absorbed` into `kept`; the merge's public id.

    `take`: first names of the statements (differing_units) that the kept entry takes from the absorbed one.
    Raises BadInput for one entry twice and for a volunteer with a place, NotFound and Conflict as usual.
    """
    if kept.public_id == absorbed.public_id:
        raise BadInput("同じ登録どうしは統合できません。")
    stays = entry_to_change(session, actor, kept.public_id, version=kept.version)
    goes = entry_to_change(session, actor, absorbed.public_id, version=absorbed.version)
    if is_volunteer(stays.record) != is_volunteer(goes.record):
        raise BadInput("ボランティアの方の登録と場所の登録は、統合できません。")
    before, other = state_of(stays), state_of(goes)
    units = _taken(before.record, other.record, take)
    merged = with_units(before, other, units)
    reach, narrowed = _reach_of_taken(session, stays, goes, units)
    set_visibility(session, actor, stays, stays.resource.visibility, narrowed, clock=clock)
    words = f"「{goes.resource.name}」（{goes.resource.public_id}）を統合しました。"
    edit_entry(session, actor, stays, merged.record, action="merged", clock=clock, note=words)
    session.flush()
    stays = load_entries(session, [stays.resource_id])[stays.resource_id]
    put_back(stays, merged)
    before, after = replace(before, reach=reach), replace(state_of(stays), reach=narrowed)
    into = f"「{stays.resource.name}」（{stays.resource.public_id}）に統合しました。"
    note_change(session, goes.resource_id, "merged", actor=actor.name, clock=clock, note=into)
    stays.resource.updated_at = goes.resource.updated_at = clock.now()
    merge = ResourceMerge(
        kept_id=stays.resource_id,
        absorbed_id=goes.resource_id,
        merged_at=clock.now(),
        merged_by=actor.name[:200],
        before_json=before.as_json(),
        after_json=after.as_json(),
        link_ids=";".join(map(str, _move_links(session, goes.resource_id, stays.resource_id))),
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    session.add(merge)
    touch_catalogue(session, clock=clock)
    session.flush()
    return merge.public_id


def edited_since(session: Session, actor: Actor, merge_id: str) -> Edited:
    """What undoing the merge would take back although somebody changed it later. Raises NotFound."""
    merge = _merge_to_undo(session, actor, merge_id)
    kept = _kept(session, actor, merge)
    return _edited(merge, state_of(kept))


def undo_merge(
    session: Session, actor: Actor, merge_id: str, *, version: int, clock: Clock, even_if_edited: bool = False
) -> None:
    """Bring both entries back: the absorbed one as it was, the kept one with its values from before the merge.

    What was changed later in other fields stays. Raises Conflict when a field that the merge set was edited
    since and `even_if_edited` does not say to take that back, NotFound when the merge is not there (any more).
    """
    merge = _merge_to_undo(session, actor, merge_id)
    if merge.version != version:
        raise Conflict("ほかの人が先に直しました。画面を開き直して、もう一度入れてください。")
    kept = _kept(session, actor, merge)
    before, after, now = state_from_json(merge.before_json), state_from_json(merge.after_json), state_of(kept)
    if _edited(merge, now).units and not even_if_edited:
        raise Conflict("統合のあとで直された項目があります。内容を確かめてから取り消してください。")
    merge.undone_at, merge.undone_by, merge.updated_at = clock.now(), actor.name[:200], clock.now()
    session.add(merge)
    session.flush()
    restored = with_units(now, before, differing_units(before.record, after.record))
    edit_entry(session, actor, kept, restored.record, action="unmerged", clock=clock)
    session.flush()
    kept = load_entries(session, [merge.kept_id])[merge.kept_id]
    put_back(kept, restored)
    kept.resource.updated_at = clock.now()
    now_set = visibility_set(session, [merge.kept_id]).get(merge.kept_id, {})
    wider = {code: before.reach[code] for code, reach in after.reach.items() if now_set.get(code) == reach}
    set_visibility(session, actor, kept, kept.resource.visibility, wider, clock=clock)
    note_change(session, merge.absorbed_id, "unmerged", actor=actor.name, clock=clock)
    _move_back(session, merge)
    touch_catalogue(session, clock=clock)


def list_merges(session: Session, scope: Scope, *, public_id: str = "", limit: int = 20) -> list[MergeLine]:
    """The newest merges that stand and that this reader could undo; with `public_id` those of one kept entry."""
    kept, absorbed = aliased(Resource), aliased(Resource)
    query = (
        select(ResourceMerge, kept, absorbed)
        .join(kept, col(ResourceMerge.kept_id) == col(kept.id))
        .join(absorbed, col(ResourceMerge.absorbed_id) == col(absorbed.id))
        .where(
            col(ResourceMerge.undone_at).is_(None),
            col(kept.id).in_(select(Resource.id).where(readable_resources(scope), writable_resources(scope))),
            col(absorbed.id).in_(select(Resource.id).where(writable_resources(scope))),
        )
        .order_by(col(ResourceMerge.merged_at).desc(), col(ResourceMerge.id).desc())
        .limit(limit)
    )
    if public_id:
        query = query.where(col(kept.public_id) == public_id)
    return [
        MergeLine(m.public_id, m.version, k.public_id, k.name, a.public_id, a.name, m.merged_at, m.merged_by)
        for m, k, a in session.exec(query)
    ]


def kept_instead(session: Session, scope: Scope, public_id: str) -> str | None:
    """Where the address of an absorbed entry leads: the public id of what it was merged into, however often."""
    resource_id = session.exec(select(Resource.id).where(Resource.public_id == public_id)).first()
    seen: set[int] = set()
    while resource_id is not None and resource_id not in seen:
        seen.add(resource_id)
        here = readable_resources(scope) & (col(Resource.id) == resource_id)
        if (found := session.exec(select(Resource.public_id).where(here)).first()) is not None:
            return found
        resource_id = session.exec(
            select(ResourceMerge.kept_id).where(
                ResourceMerge.absorbed_id == resource_id, col(ResourceMerge.undone_at).is_(None)
            )
        ).first()
    return None


def _taken(kept: ResourceRecord, other: ResourceRecord, take: Collection[str]) -> list[tuple[str, ...]]:
    # Who somebody is belongs to one person and is not chosen field by field.
    closed = OF_A_VOLUNTEER if is_volunteer(kept) else frozenset()
    return [unit for unit in differing_units(kept, other) if unit[0] in take and closed.isdisjoint(unit)]


def _reach_of_taken(
    session: Session, stays: StoredEntry, goes: StoredEntry, units: Sequence[tuple[str, ...]]
) -> tuple[dict[str, str], dict[str, str]]:
    """公開範囲 before and after, of the fields that take a value which fewer people read in the absorbed entry."""
    default = default_visibility()
    stored = visibility_set(session, [stays.resource_id, goes.resource_id])
    here, there = (default | stored.get(entry.resource_id, {}) for entry in (stays, goes))
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for code in codes_of(name for unit in units for name in unit):
        reach = narrowest(here[code], there[code], goes.resource.visibility)
        if reach != narrowest(here[code], stays.resource.visibility):
            before[code], after[code] = here[code], reach
    return before, after


def _edited(merge: ResourceMerge, now: EntryState) -> Edited:
    before, after = state_from_json(merge.before_json).record, state_from_json(merge.after_json).record
    later = set(differing_units(after, now.record))
    units = tuple(unit for unit in differing_units(before, after) if unit in later)
    return Edited(before, now.record, units)


def _merge_to_undo(session: Session, actor: Actor, merge_id: str) -> ResourceMerge:
    mine = select(Resource.id).where(writable_resources(actor.scope))
    merge = session.exec(
        select(ResourceMerge).where(
            ResourceMerge.public_id == merge_id,
            col(ResourceMerge.undone_at).is_(None),
            col(ResourceMerge.absorbed_id).in_(mine),
        )
    ).first()
    if merge is None:
        raise NotFound("その統合は見つかりません。すでに取り消されたか、ほかの組織の登録です。")
    return merge


def _kept(session: Session, actor: Actor, merge: ResourceMerge) -> StoredEntry:
    """The kept entry. While it is itself absorbed, the later merge has to be undone first."""
    resource = session.get_one(Resource, merge.kept_id)
    try:
        return entry_to_change(session, actor, resource.public_id, version=resource.version)
    except NotFound as error:
        raise Conflict(
            "残した登録は、そのあとで別の登録に統合されています。先にその統合を取り消してください。"
        ) from error


def _move_links(session: Session, absorbed_id: int, kept_id: int) -> list[int]:
    """The rows of lists that led to the absorbed entry lead to the kept one; their ids."""
    of_absorbed = col(SourceRow.resource_id) == absorbed_id
    ids = [key for key in session.exec(select(SourceRow.id).where(of_absorbed)) if key is not None]
    session.exec(update(SourceRow).where(of_absorbed).values(resource_id=kept_id))
    return sorted(ids)


def _move_back(session: Session, merge: ResourceMerge) -> None:
    """Those of them that still lead to the kept entry; one that a person led elsewhere stays there."""
    for link_id in filter(None, merge.link_ids.split(";")):
        session.exec(
            update(SourceRow)
            .where(col(SourceRow.id) == int(link_id), col(SourceRow.resource_id) == merge.kept_id)
            .values(resource_id=merge.absorbed_id)
        )
