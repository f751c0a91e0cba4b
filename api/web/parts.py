"""What one running application is made of; kept on the app, never in a module."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from jinja2 import Environment
from sqlalchemy.exc import SQLAlchemyError

from api.hsds.memory import FeedMemory
from api.settings import Settings
from api.web.base_map import BaseMap
from api.web.ground import GroundHolder
from api.web.snapshots import SnapshotHolder
from api.web.travel import TravelHolder
from resources.clock import Clock
from resources.database import Database
from resources.errors import AppError, NotReady
from resources.repository import installation


@dataclass(frozen=True)
class InstallationFacts:
    """Whose installation it is, as every page says it."""

    municipality_name: str
    is_demo: bool


class InstallationReader:
    """Reads the one row once: it does not change while the application runs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._facts: InstallationFacts | None = None

    def facts(self) -> InstallationFacts:
        """Raises NotReady in a database that was never set up."""
        if self._facts is None:
            with self._database.session() as session:
                row = installation(session)
                if row is None:
                    raise NotReady(
                        "データベースの準備ができていません。tsunagite doctor で確かめてください。"
                    )
                self._facts = InstallationFacts(row.municipality_name, row.is_demo)
        return self._facts

    def facts_or_none(self) -> InstallationFacts | None:
        """For an error page, which must come even when the database does not answer."""
        try:
            return self.facts()
        except (AppError, SQLAlchemyError):
            return None


@dataclass(frozen=True)
class Parts:
    """Everything a request handler may need."""

    settings: Settings
    clock: Clock
    database: Database
    installation: InstallationReader
    snapshots: SnapshotHolder
    ground: GroundHolder
    base_map: BaseMap
    travel: TravelHolder
    feed: FeedMemory
    templates: Environment


def parts_of(request: Request) -> Parts:
    """The parts of the application that serves this request."""
    parts = request.app.state.parts
    assert isinstance(parts, Parts)
    return parts
