"""Pairs of entries that may be one place, as they were last looked for, and what people say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from resources.catalogue_writer import touch_catalogue
from resources.clock import Clock
from resources.errors import NotFound
from resources.keeping.editing import Actor
from resources.repository import catalogue_version
from resources.scope import Scope, readable_resources, writable_resources
from resources.tables import CatalogueCheck, DuplicateCandidate, Resource

DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class CandidatePair:
    """Two public ids, how probable it is that they are one place, and what speaks for it."""

    a: str
    b: str
    probability: float
    evidence: tuple[str, ...]


def list_pairs(
    session: Session, scope: Scope, *, page: int = 1, size: int = 20
) -> tuple[list[CandidatePair], int]:
    """Undecided pairs of which this reader sees both entries, most probable first, and how many there are."""
    a, b = aliased(Resource), aliased(Resource)
    seen = select(Resource.id).where(readable_resources(scope))
    open_pair = (
        (col(DuplicateCandidate.verdict) == "")
        & col(DuplicateCandidate.a_id).in_(seen)
        & col(DuplicateCandidate.b_id).in_(seen)
    )
    total = session.exec(select(func.count()).select_from(DuplicateCandidate).where(open_pair)).one()
    rows = session.exec(
        select(DuplicateCandidate, a, b)
        .join(a, col(DuplicateCandidate.a_id) == col(a.id))
        .join(b, col(DuplicateCandidate.b_id) == col(b.id))
        .where(open_pair)
        .order_by(col(DuplicateCandidate.probability).desc(), col(DuplicateCandidate.id))
        .offset((max(page, 1) - 1) * size)
        .limit(size)
    )
    return [_pair(candidate, a_row, b_row) for candidate, a_row, b_row in rows], total


def find_pair(session: Session, scope: Scope, a: str, b: str) -> CandidatePair | None:
    """The stored pair of two entries that this reader sees, in either order; None where nobody suspects one."""
    rows = session.exec(
        select(Resource).where(readable_resources(scope), col(Resource.public_id).in_((a, b)))
    ).all()
    if len(rows) != 2:
        return None
    first, second = sorted(rows, key=lambda row: row.id or 0)
    candidate = session.exec(
        select(DuplicateCandidate).where(
            DuplicateCandidate.a_id == first.id, DuplicateCandidate.b_id == second.id
        )
    ).first()
    return _pair(candidate, first, second) if candidate else None


def say_different(session: Session, actor: Actor, a: str, b: str, *, clock: Clock) -> None:
    """別の所: the pair is never proposed again, and both stand in a worker's list.

    Raises NotFound unless both are this person's to change.
    """
    mine = readable_resources(actor.scope) & writable_resources(actor.scope)
    found = session.exec(select(Resource.id).where(mine, col(Resource.public_id).in_((a, b)))).all()
    ids: Sequence[int] = sorted(key for key in found if key is not None)
    if len(ids) != 2:
        raise NotFound("その2つの登録は見つかりません。")
    candidate = session.exec(
        select(DuplicateCandidate).where(DuplicateCandidate.a_id == ids[0], DuplicateCandidate.b_id == ids[1])
    ).first() or DuplicateCandidate(a_id=ids[0], b_id=ids[1], probability=0.0, created_at=clock.now())
    candidate.verdict, candidate.verdict_by, candidate.verdict_at = DIFFERENT, actor.name[:200], clock.now()
    session.add(candidate)
    check = session.exec(select(CatalogueCheck)).first()
    is_current = check is not None and check.catalogue_version == catalogue_version(session)
    touch_catalogue(session, clock=clock)
    if (
        check is not None and is_current
    ):  # the verdict is on what was found: nothing has to be looked for anew
        check.catalogue_version += 1
        session.add(check)
    session.flush()


def told_apart(session: Session) -> list[tuple[str, str]]:
    """The public ids of every pair that a person called two places."""
    a, b = aliased(Resource), aliased(Resource)
    rows = session.exec(
        select(a.public_id, b.public_id)
        .select_from(DuplicateCandidate)
        .join(a, col(DuplicateCandidate.a_id) == col(a.id))
        .join(b, col(DuplicateCandidate.b_id) == col(b.id))
        .where(DuplicateCandidate.verdict == DIFFERENT)
    )
    return [(one, other) for one, other in rows]


def _pair(candidate: DuplicateCandidate, a: Resource, b: Resource) -> CandidatePair:
    evidence = tuple(line for line in candidate.evidence.split("\n") if line)
    return CandidatePair(a.public_id, b.public_id, candidate.probability, evidence)
