"""Places on their way to opening: whose they are, and since when they are at their step."""

from __future__ import annotations

from datetime import date

from sqlmodel import select

from resources.catalogue_writer import add_resource, get_or_add_organisation
from resources.clock import FixedClock
from resources.database import Database
from resources.keeping.editing import Actor
from resources.keeping.life_cycle import list_prospects, take_step
from resources.records import ResourceRecord
from resources.scope import Scope
from resources.tables import CatalogueState, Resource

STAFF = Actor("試験 職員", Scope(None, is_own=True, sees="internal"))
IDEA = ResourceRecord(key="", name="港の喫茶", kind="third_place", status="idea")


def test_a_place_that_is_won_over_stands_on_the_page_of_its_own_house_with_the_day_of_its_last_step(
    database: Database, clock: FixedClock
) -> None:
    with database.session() as session:
        session.add(CatalogueState())
        city = get_or_add_organisation(session, "瑞浜市", relation="own")
        other = get_or_add_organisation(session, "委託法人", relation="contractor")
        public_id = add_resource(session, IDEA, owner=city, clock=clock).public_id
        guest = Scope(other.id, is_own=False, sees="internal")
    with database.session() as session:
        version = session.exec(select(Resource.version)).one()
        day = date(2026, 12, 1)
        take_step(session, STAFF, public_id, "first_contact", version=version, clock=clock, next_on=day)
    with database.session() as session:
        (prospect,) = list_prospects(session, STAFF.scope)["contacted"]
        assert (prospect.since, prospect.next_on) == (clock.now(), day)
        assert not any(list_prospects(session, guest).values())
