"""Making an export from the database: what may leave, in one of the forms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from resources.errors import NotReady
from resources.exporting.about import About
from resources.exporting.forms import ExportForm
from resources.publishing.conditions import is_participation_place
from resources.publishing.entries import all_published, layers_that_left
from resources.repository import installation


def about_of(session: Session, *, on: date, licence: str) -> About:
    """What is said beside the data of this database. Raises NotReady in one that was never set up."""
    here = installation(session)
    if here is None:
        raise NotReady("データベースの準備ができていません。tsunagite doctor で確かめてください。")
    return About(
        municipality_name=here.municipality_name,
        municipality_code=here.municipality_code or "",
        on=on,
        licence=licence,
        layers=tuple(layers_that_left(session)),
    )


def export_parts(session: Session, form: ExportForm, about: About) -> Iterator[bytes]:
    """The content of the file, a part at a time; entries are read from the database as they are written."""
    also = [is_participation_place()] if form.places_only else []
    return form.parts(all_published(session, also), about)
