"""The queue of the phone round: one entry at a time, and no entry before two people at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from resources.clock import Clock
from resources.keeping.confirming import TRY_AGAIN_DAYS
from resources.keeping.editing import Actor
from resources.quality.causes import Today, cause_condition, looked_after
from resources.quality.stored_limits import overdue
from resources.quality.worklist import causes_to_call_for, most_worth_a_call
from resources.scope import readable_resources, writable_resources
from resources.tables import CallClaim, Resource, ResourceContact

CLAIM_MINUTES = 15
LATER_MINUTES = 60
_TRIES = 20


def waiting(actor: Actor, today: Today) -> ColumnElement[bool]:
    """Entries that this person may change, are due for a call and can be called.

    Whoever was not reached comes again on `confirm_again_on`, and so does what was confirmed, unless limits that
    were shortened since make it stale before. Volunteers are asked by whoever knows them.
    """
    due = or_(*(cause_condition(cause, today) for cause in causes_to_call_for()))
    again, soon = col(Resource.confirm_again_on), today.on + timedelta(days=TRY_AGAIN_DAYS)
    comes = again.is_(None) | (again <= today.on) | ((again > soon) & overdue(today.on, today.limits))
    has_phone = select(ResourceContact.resource_id).where(col(ResourceContact.phone) != "")
    return (
        readable_resources(actor.scope)
        & writable_resources(actor.scope)
        & looked_after()
        & due
        & comes
        & col(Resource.id).in_(has_phone)
    )


def count_waiting(session: Session, actor: Actor, today: Today) -> int:
    """How many calls there are to make, those under way included."""
    return session.exec(select(func.count()).select_from(Resource).where(waiting(actor, today))).one()


def claim_next(session: Session, actor: Actor, holder: str, today: Today, *, clock: Clock) -> str | None:
    """The public id of the next entry, now held by `holder` for 15 minutes; None when nobody is left to call.

    An entry that this person has before them already comes first.
    """
    now = clock.now()
    session.exec(delete(CallClaim).where(col(CallClaim.until) <= now))
    held = select(CallClaim.resource_id)
    own = held.where(CallClaim.holder == holder)
    free = waiting(actor, today) & (col(Resource.id).not_in(held) | col(Resource.id).in_(own))
    mine_first = col(Resource.id).in_(own).desc()
    order = (mine_first, *most_worth_a_call())
    until = now + timedelta(minutes=CLAIM_MINUTES)
    rows = session.exec(select(Resource.id, Resource.public_id).where(free).order_by(*order).limit(_TRIES))
    for resource_id, public_id in rows.all():
        assert resource_id is not None
        if _hold(session, resource_id, holder, until=until, clock=clock):
            return public_id
    return None


def release(session: Session, resource_id: int) -> None:
    """The call is done."""
    session.exec(delete(CallClaim).where(col(CallClaim.resource_id) == resource_id))


def put_off(session: Session, resource_id: int, *, clock: Clock) -> None:
    """あとで: the entry comes to nobody for an hour."""
    release(session, resource_id)
    later = clock.now() + timedelta(minutes=LATER_MINUTES)
    session.add(CallClaim(resource_id=resource_id, holder="", until=later, created_at=clock.now()))
    session.flush()


def held_by_another(session: Session, public_id: str, holder: str, *, clock: Clock) -> bool:
    """Whether somebody else has this entry before them just now."""
    found = session.exec(
        select(CallClaim.holder)
        .join(Resource, col(CallClaim.resource_id) == col(Resource.id))
        .where(Resource.public_id == public_id, col(CallClaim.until) > clock.now())
    ).first()
    return found not in (None, "", holder)


def _hold(session: Session, resource_id: int, holder: str, *, until: datetime, clock: Clock) -> bool:
    """Take the entry unless somebody was quicker; whose claim it already is keeps it longer."""
    own = session.exec(
        select(CallClaim).where(CallClaim.resource_id == resource_id, CallClaim.holder == holder)
    ).first()
    if own is not None:
        own.until = until
        session.add(own)
        session.flush()
        return True
    try:
        with session.begin_nested():
            session.add(
                CallClaim(resource_id=resource_id, holder=holder, until=until, created_at=clock.now())
            )
    except IntegrityError:
        return False
    return True
