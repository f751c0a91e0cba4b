"""Mappings of columns as the database keeps them, one set for each organisation. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlmodel import Session, col, select

from resources.clock import Clock
from resources.errors import BadInput, Conflict, NotFound
from resources.importing.column_mapping import ColumnMapping
from resources.tables import SavedMapping

MAX_NAME = 100


def list_mappings(session: Session, organisation_id: int) -> list[SavedMapping]:
    """All mappings of an organisation by name."""
    mine = col(SavedMapping.organisation_id) == organisation_id
    return list(session.exec(select(SavedMapping).where(mine).order_by(col(SavedMapping.name))))


def mapping_named(session: Session, organisation_id: int, name: str) -> ColumnMapping | None:
    """The mapping of this name, or None."""
    row = _named(session, organisation_id, name)
    return _mapping(row) if row else None


def mapping_for(
    session: Session, organisation_id: int, fingerprints: Collection[str]
) -> ColumnMapping | None:
    """The newest mapping that was made for one of these sets of headers."""
    newest = (
        select(SavedMapping)
        .where(
            col(SavedMapping.organisation_id) == organisation_id,
            col(SavedMapping.fingerprint).in_(fingerprints),
        )
        .order_by(col(SavedMapping.updated_at).desc(), col(SavedMapping.id).desc())
    )
    row = session.exec(newest).first()
    return _mapping(row) if row else None


def save_mapping(
    session: Session,
    organisation_id: int,
    name: str,
    mapping: ColumnMapping,
    *,
    created_by: str,
    clock: Clock,
) -> None:
    """Keep a mapping under a name. The same name again replaces it only when it is for the same headers.

    Raises BadInput for a name that is empty, too long or taken.
    """
    name = _checked(name)
    row = _named(session, organisation_id, name)
    if row is None:
        row = SavedMapping(
            organisation_id=organisation_id,
            name=name,
            fingerprint=mapping.fingerprint,
            mapping_json=mapping.to_json(),
            created_by=created_by[:200],
            created_at=clock.now(),
        )
    elif row.fingerprint != mapping.fingerprint:
        raise _taken(name)
    row.mapping_json, row.updated_at = mapping.to_json(), clock.now()
    session.add(row)


def note_use(session: Session, organisation_id: int, names: Collection[str], *, clock: Clock) -> None:
    """Remember that these mappings were used for an import."""
    for name in names:
        if row := _named(session, organisation_id, name):
            row.used_at = clock.now()
            session.add(row)


def rename_mapping(session: Session, organisation_id: int, public_id: str, version: int, name: str) -> None:
    """Give a mapping another name. Raises NotFound, Conflict, or BadInput for an unusable name."""
    row = _one(session, organisation_id, public_id, version)
    name = _checked(name)
    other = _named(session, organisation_id, name)
    if other is not None and other.id != row.id:
        raise _taken(name)
    row.name = name
    session.add(row)


def delete_mapping(session: Session, organisation_id: int, public_id: str, version: int) -> None:
    """Forget a mapping. Raises NotFound or Conflict. What was imported with it stays."""
    session.delete(_one(session, organisation_id, public_id, version))


def _mapping(row: SavedMapping) -> ColumnMapping:
    """The mapping under the name that it has now."""
    return replace(ColumnMapping.from_json(row.mapping_json), name=row.name)


def _one(session: Session, organisation_id: int, public_id: str, version: int) -> SavedMapping:
    statement = select(SavedMapping).where(
        col(SavedMapping.organisation_id) == organisation_id, col(SavedMapping.public_id) == public_id
    )
    row = session.exec(statement).first()
    if row is None:
        raise NotFound("その見出しの対応は見つかりません。")
    if row.version != version:
        raise Conflict("ほかの人が先に直しました。画面を開き直して、もう一度入れてください。")
    return row


def _named(session: Session, organisation_id: int, name: str) -> SavedMapping | None:
    statement = select(SavedMapping).where(
        col(SavedMapping.organisation_id) == organisation_id, col(SavedMapping.name) == name
    )
    return session.exec(statement).first()


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME:
        raise BadInput(f"名前は1文字から{MAX_NAME}文字で付けてください。", field="name")
    return name


def _taken(name: str) -> BadInput:
    return BadInput(
        f"「{name}」という名前は、ほかの見出しの対応で使っています。", remedy="別の名前にしてください。"
    )
