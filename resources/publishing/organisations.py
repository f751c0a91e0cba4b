"""The organisations behind what leaves: operators of entries, and keepers where no operator is stated."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from resources.folding import fold_text
from resources.publishing.conditions import is_participation_place, publishable
from resources.publishing.entries import BATCH, organisation_of_row
from resources.publishing.model import PublishedOrganisation
from resources.tables import Organisation, Resource

_VOLUNTEER = "volunteer_person"


def named_like(text: str) -> list[ColumnElement[bool]]:
    """Organisations whose folded name holds every word."""
    words = fold_text(text[:200]).split()
    return [col(Organisation.name_folded).contains(word, autoescape=True) for word in words]


def of_kind(kind: str | None) -> ColumnElement[bool]:
    """Organisations of one kind (None: of any stated kind)."""
    return col(Organisation.kind).is_not(None) if kind is None else col(Organisation.kind) == kind


def ids_of_organisations(session: Session, also: Sequence[ColumnElement[bool]] = ()) -> list[int]:
    """Database ids of the organisations behind what leaves, in the order in which they came to be."""
    wanted = select(Organisation.id).where(_behind(), *also).order_by(col(Organisation.id))
    return [key for key in session.exec(wanted) if key is not None]


def organisations_with_ids(session: Session, ids: Sequence[int]) -> list[PublishedOrganisation]:
    """These organisations, in the order of their ids."""
    found: list[PublishedOrganisation] = []
    for start in range(0, len(ids), BATCH):
        chosen = col(Organisation.id).in_(ids[start : start + BATCH])
        rows = session.exec(select(Organisation).where(chosen).order_by(col(Organisation.id)))
        found += [organisation_of_row(row) for row in rows]
    return found


def published_organisation(session: Session, public_id: str) -> PublishedOrganisation | None:
    """One organisation, None when it stands behind nothing that leaves."""
    wanted = select(Organisation).where(_behind(), col(Organisation.public_id) == public_id)
    row = session.exec(wanted).first()
    return organisation_of_row(row) if row else None


def organisation_ids(session: Session) -> list[str]:
    """Public ids of all organisations; whether one may leave is asked when it is read."""
    return list(session.exec(select(Organisation.public_id)))


def entries_of_organisation(public_id: str) -> ColumnElement[bool]:
    """Entries for which this organisation answers (see `PublishedEntry`)."""
    house = select(Organisation.id).where(Organisation.public_id == public_id)
    operated = col(Resource.operator_id).in_(house) & (col(Resource.kind) != _VOLUNTEER)
    return or_(operated, _without_operator() & col(Resource.organisation_id).in_(house))


def _without_operator() -> ColumnElement[bool]:
    return or_(col(Resource.operator_id).is_(None), col(Resource.kind) == _VOLUNTEER)


def _behind() -> ColumnElement[bool]:
    """A volunteer may operate under a person's name: such an operator is no organisation of the feed."""
    leaving = publishable() & is_participation_place()
    operators = select(Resource.operator_id).where(leaving, ~_without_operator())
    keepers = select(Resource.organisation_id).where(leaving, _without_operator())
    return or_(col(Organisation.id).in_(operators), col(Organisation.id).in_(keepers))
