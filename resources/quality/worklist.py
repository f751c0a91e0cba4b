"""Lists of doubtful entries, the ones most worth a call first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_
from sqlmodel import Session, col, select

from resources.code_lists import code_list
from resources.quality.causes import Today, all_causes, cause_condition, looked_after
from resources.repository import PAGE_SIZE, Entry, Page, list_entries
from resources.scope import Scope, readable_resources
from resources.tables import Resource, ResourceLocation

_STATUS_ORDER = {"open": 0, "full": 1, "paused": 2}


def list_doubtful(
    session: Session,
    scope: Scope,
    causes: Iterable[str],
    today: Today,
    *,
    kind: str = "",
    district: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page:
    """A page of the entries that are doubtful for any of `causes`. Raises KeyError for an unknown cause."""
    wanted = or_(*(cause_condition(cause, today) for cause in causes))
    conditions: list[ColumnElement[bool]] = [readable_resources(scope), looked_after(), wanted]
    if kind:
        conditions.append(col(Resource.kind) == kind)
    if district:
        there = select(ResourceLocation.resource_id).where(
            ResourceLocation.district_code == district, col(ResourceLocation.position) == 0
        )
        conditions.append(col(Resource.id).in_(there))
    total = session.exec(select(func.count()).select_from(Resource).where(*conditions)).one()
    number = max(page, 1)
    return Page(_entries(session, scope, conditions, (number - 1) * size, size), total, number, size)


def first_to_call(session: Session, scope: Scope, today: Today, *, size: int) -> tuple[Entry, ...]:
    """The entries with which a phone round would begin."""
    wanted = or_(*(cause_condition(cause, today) for cause in causes_to_call_for()))
    return _entries(session, scope, [readable_resources(scope), looked_after(), wanted], 0, size)


def _entries(
    session: Session, scope: Scope, conditions: Sequence[ColumnElement[bool]], start: int, size: int
) -> tuple[Entry, ...]:
    ordered = select(Resource.public_id).where(*conditions).order_by(*most_worth_a_call())
    ids = session.exec(ordered.offset(start).limit(size)).all()
    found = {entry.record.key: entry for entry in list_entries(session, scope, ids)}
    return tuple(found[key] for key in ids if key in found)


def doubtful_names(session: Session, scope: Scope, cause: str, today: Today) -> list[tuple[str, str]]:
    """(public id, name) of every entry that is doubtful for this cause, by public id."""
    condition = readable_resources(scope) & looked_after() & cause_condition(cause, today)
    rows = session.exec(
        select(Resource.public_id, Resource.name).where(condition).order_by(col(Resource.public_id))
    )
    return [(public_id, name) for public_id, name in rows]


def most_worth_a_call() -> Sequence[Any]:
    """The order of every such list: open places before full and paused ones, then the longest unconfirmed."""
    confirmed = col(Resource.confirmed_on)
    return (
        case(_STATUS_ORDER, value=col(Resource.status), else_=len(_STATUS_ORDER)),
        case((confirmed.is_(None), 0), else_=1),
        confirmed,
        col(Resource.public_id),
    )


def doubts_of(session: Session, scope: Scope, public_id: str, today: Today) -> tuple[str, ...]:
    """The causes for which one entry is doubtful, in the order of the code list."""
    this = readable_resources(scope) & looked_after() & (col(Resource.public_id) == public_id)
    return tuple(
        cause
        for cause in all_causes()
        if session.exec(select(Resource.id).where(this, cause_condition(cause, today))).first() is not None
    )


def causes_of_group(group: str) -> tuple[str, ...]:
    """The causes of a group, () for an unknown one."""
    return tuple(code.code for code in code_list("quality_cause") if code.extra["group"] == group)


def causes_to_call_for() -> tuple[str, ...]:
    """The causes for which the phone round rings."""
    return tuple(code.code for code in code_list("quality_cause") if code.extra["calls"] == "true")
