"""Areas and population are kept in memory by whoever draws and counts: a change of them must be seen there.

They share the counter of the catalogue, which also names their areas: one number says whether anything is new.
"""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import Session, col

from resources.tables import CatalogueState


def note_changed_ground(session: Session) -> None:
    """Count the change. Without a catalogue (a database that was never set up) there is nobody to tell."""
    session.exec(update(CatalogueState).values(version=col(CatalogueState.version) + 1))
