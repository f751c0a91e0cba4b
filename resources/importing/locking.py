"""One import at a time: what is read, compared and written must not change in between."""

from __future__ import annotations

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from resources.tables import CatalogueState

_ADVISORY_KEY = 0x7473_756E  # "tsun": any number that nothing else in this database locks


def lock_imports(session: Session) -> None:
    """Wait until no other import runs; the lock goes with the transaction.

    On SQLite a write that changes nothing takes the one write lock before anything is read, so that no
    second import can read in between. Waiting too long ends as `Database.session` says.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.exec(select(func.pg_advisory_xact_lock(_ADVISORY_KEY))).all()
    else:
        session.exec(update(CatalogueState).values(version=col(CatalogueState.version)))
