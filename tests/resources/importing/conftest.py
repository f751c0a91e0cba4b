"""A town whose database is set up and empty, and what a test needs to import into it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from resources.catalogue_writer import get_or_add_organisation
from resources.clock import FixedClock
from resources.database import Database
from resources.importing.apply import apply_import
from resources.importing.plan import ImportPlan
from resources.importing.result import ReadResult
from resources.tables import CatalogueState

Importing = Callable[..., ImportPlan]


@pytest.fixture
def town(database: Database) -> Database:
    """A database that is set up and empty."""
    with database.session() as session:
        session.add(CatalogueState())
        get_or_add_organisation(session, "みどり市", relation="own")
    return database


@pytest.fixture
def bring(town: Database, clock: FixedClock) -> Importing:
    """Import read files into the town, committed."""

    def run(*results: ReadResult) -> ImportPlan:
        with town.session() as session:
            owner = get_or_add_organisation(session, "みどり市", relation="own")
            return apply_import(session, results, owner=owner, clock=clock)

    return run
