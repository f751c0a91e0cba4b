"""Organisations by name: found again whatever the width and kana kind of the spelling, made when new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from resources.folding import fold_name
from resources.records import ResourceRecord
from resources.tables import Organisation


def get_or_add_organisation(
    session: Session, name: str, *, relation: str = "operator", kind: str | None = None
) -> Organisation:
    """The organisation of this name (width and kana kind do not matter), made when it is new."""
    folded = fold_name(name)
    return _organisations(session, {folded: (name, kind)}, relation)[folded]


def operator_ids(session: Session, records: Sequence[ResourceRecord]) -> dict[str, int | None]:
    """Name as written → database id of the operators of `records`, new ones made; "" is nobody."""
    wanted: dict[str, tuple[str, str | None]] = {}
    names = {name: fold_name(name) for name in {record.operator for record in records} if name}
    for record in records:
        if record.operator:
            wanted.setdefault(names[record.operator], (record.operator, record.operator_kind))
    found = _organisations(session, wanted, "operator")
    return {"": None} | {name: found[folded].id for name, folded in names.items()}


def _organisations(
    session: Session, wanted: Mapping[str, tuple[str, str | None]], relation: str
) -> dict[str, Organisation]:
    """Folded name → organisation; `wanted` gives name and kind of those that must be made."""
    rows = session.exec(
        select(Organisation)
        .where(col(Organisation.name_folded).in_(wanted), col(Organisation.relation) == relation)
        .order_by(col(Organisation.id).desc())
    )
    found = {row.name_folded: row for row in rows}
    new = [
        Organisation(name=name, name_folded=folded, relation=relation, kind=kind)
        for folded, (name, kind) in wanted.items()
        if folded not in found
    ]
    session.add_all(new)
    session.flush()
    return found | {row.name_folded: row for row in new}
