"""A database with entries of one house, for whoever asks what is doubtful about them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from resources.catalogue_writer import add_resources, get_or_add_organisation
from resources.clock import FixedClock
from resources.database import Database
from resources.records import ResourceRecord
from resources.tables import CatalogueState, Installation, Resource

Fill = Callable[..., list[str]]


@pytest.fixture
def fill(database: Database, clock: FixedClock) -> Fill:
    """`fill(*records, keeper="瑞浜市")` stores entries; their public ids in order."""

    def add(*records: ResourceRecord, keeper: str = "瑞浜市", relation: str = "own") -> list[str]:
        with database.session() as session:
            if not session.get(CatalogueState, 1):
                session.add(CatalogueState(id=1))
                session.add(Installation(municipality_name="瑞浜市(架空)"))
            house = get_or_add_organisation(session, keeper, relation=relation)
            ids = add_resources(session, records, owner=house, clock=clock)
            return [session.get_one(Resource, key).public_id for key in ids]

    return add
