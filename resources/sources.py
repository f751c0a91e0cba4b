"""Which files the catalogue was made from."""

from __future__ import annotations

from sqlmodel import Session, col, select

from resources.tables import ImportSource


def list_sources(session: Session, *, limit: int = 50) -> list[ImportSource]:
    """The newest imports first."""
    newest_first = select(ImportSource).order_by(col(ImportSource.imported_at).desc(), col(ImportSource.id))
    return list(session.exec(newest_first.limit(limit)))
