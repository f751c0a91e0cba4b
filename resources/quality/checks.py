"""The doubts that take long to find: looked for as a whole, stored, and found again by queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from resources.areas import catalogue_areas
from resources.clock import Clock
from resources.quality.duplicates import DuplicatePair, find_duplicates
from resources.quality.outside import outside_keys
from resources.records import ResourceRecord
from resources.repository import catalogue_version, installation, load_records
from resources.scope import Scope
from resources.tables import CatalogueCheck, DuplicateCandidate, FoundDoubt, Resource


@dataclass(frozen=True, slots=True)
class CheckState:
    """When the catalogue was last looked through; None = never. `is_current`: nothing changed since."""

    checked_at: datetime | None
    is_current: bool


def check_state(session: Session) -> CheckState:
    """How old the stored doubts are."""
    row = session.exec(select(CatalogueCheck)).first()
    if row is None:
        return CheckState(None, is_current=False)
    return CheckState(row.checked_at, row.catalogue_version == catalogue_version(session))


def check_catalogue(session: Session, *, clock: Clock) -> None:
    """Look through all 参加先 for duplicates and for what is outside the city, and store what is found.

    What a person said of a pair (別の所) stays. Nothing is committed.
    """
    version = catalogue_version(session)
    records = load_records(session, Scope.operator())
    ids = dict(session.exec(select(Resource.public_id, Resource.id)).all())
    _store_outside(session, records, ids, clock)
    _store_pairs(session, find_duplicates(records), ids, clock)
    session.exec(delete(CatalogueCheck))
    session.add(CatalogueCheck(catalogue_version=version, checked_at=clock.now(), created_at=clock.now()))
    session.flush()


def _store_outside(
    session: Session, records: list[ResourceRecord], ids: dict[str, int | None], clock: Clock
) -> None:
    whose = installation(session)
    found = outside_keys(records, catalogue_areas(session), whose.municipality_name if whose else "")
    session.exec(delete(FoundDoubt).where(col(FoundDoubt.cause) == "outside_city"))
    rows = [
        {"resource_id": ids[key], "cause": "outside_city", "created_at": clock.now()} for key in sorted(found)
    ]
    if rows:
        session.connection().execute(insert(FoundDoubt), rows)


def _store_pairs(
    session: Session, pairs: list[DuplicatePair], ids: dict[str, int | None], clock: Clock
) -> None:
    decided = select(DuplicateCandidate.a_id, DuplicateCandidate.b_id).where(
        col(DuplicateCandidate.verdict) != ""
    )
    known = set(session.exec(decided))
    session.exec(delete(DuplicateCandidate).where(col(DuplicateCandidate.verdict) == ""))
    rows = []
    for pair in pairs:
        a, b = sorted((ids[pair.a] or 0, ids[pair.b] or 0))
        if (a, b) not in known:
            evidence = "\n".join(pair.evidence)
            rows.append({"a_id": a, "b_id": b, "probability": pair.probability, "evidence": evidence})
    if rows:
        own = {"verdict": "", "verdict_by": "", "created_at": clock.now()}
        session.connection().execute(insert(DuplicateCandidate), [{**row, **own} for row in rows])
