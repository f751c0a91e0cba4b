"""Where entries lie that do not say it: what is derived, what is never moved, and what is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
import shapely
from sqlmodel import Session, col, select

from geo.addresses.model import Municipality, Town
from geo.areas.features import shape_array
from geo.areas.model import Areas
from geo.sources import Source
from resources.addresses import known_towns, list_address_sources, same_towns, store_towns
from resources.areas import store_areas
from resources.catalogue_writer import add_resources, get_or_add_organisation, replace_entries
from resources.clock import FixedClock
from resources.database import Database
from resources.importing.merging import stated
from resources.importing.stored_districts import stored_districts
from resources.keeping.adding import add_entry
from resources.keeping.changes import list_changes
from resources.keeping.editing import Actor, edit_entry, entry_to_change
from resources.keeping.visibility import set_visibility
from resources.locating import Located, locate_entries, relocate_all
from resources.records import ResourceRecord
from resources.repository import get_resource
from resources.scope import Scope
from resources.sources import list_layers
from resources.stored_entries import load_entries
from resources.tables import CatalogueState, FieldVisibility, Installation, Resource, ResourceLocation
from tests.geo.addresses.towns import AOBA, small_table

TOWNS = small_table().towns
SOURCE = Source("みどり町字の一覧", "2026", "CC BY 4.0", "みどり町字を加工")
EVERYTHING = Scope.operator()


@pytest.fixture
def town(database: Database, clock: FixedClock) -> Database:
    """A city with a list of towns and two districts that overlap: D1 west, D2 east, both around 138.3."""
    with database.session() as session:
        session.add(CatalogueState())
        session.add(Installation(municipality_name="みどり崎市", municipality_code="229911"))
        store_towns(session, TOWNS, SOURCE, clock=clock)
        store_areas(session, _areas())
    return database


def _areas() -> Areas:
    boxes = (shapely.box(138.2, 34.7, 138.31, 35.2), shapely.box(138.3, 34.7, 138.4, 35.2))
    return Areas(
        ids=("D1", "D2"),
        names=("西", "東"),
        shapes=shape_array(boxes),
        kinds=("elementary_district",) * 2,
        municipalities=("22991",) * 2,
        parents=("", ""),
        own=np.array([True, True]),
        sources=(Source("学区", "2025", "CC BY 4.0"),) * 2,
    )


def _place(name: str, address: str = "", **more: object) -> ResourceRecord:
    return ResourceRecord(key="", name=name, kind="salon", address=address, delivery=("on_site",), **more)  # type: ignore[arg-type]


def _add(session: Session, clock: FixedClock, *records: ResourceRecord) -> list[int]:
    owner = get_or_add_organisation(session, "みどり崎市", relation="own")
    return add_resources(session, records, owner=owner, clock=clock)


def _locations(session: Session, ids: Sequence[int]) -> list[tuple[object, ...]]:
    rows = session.exec(select(ResourceLocation).where(col(ResourceLocation.resource_id).in_(ids)))
    there = {row.resource_id: row for row in rows}
    return [(r.lat, r.lon, r.accuracy, r.district_code) for r in (there[key] for key in ids)]


def test_an_entry_without_coordinates_gets_the_point_of_its_town_and_says_so(
    town: Database, clock: FixedClock
) -> None:
    with town.session() as session:
        ids = _add(
            session,
            clock,
            _place("丁目", "みどり崎市本町二丁目5-1"),
            _place("大字", "みどり崎市本町9-1"),
            _place("表にない", "みどり崎市天神町1"),
            _place("点がない", "青葉浜市新開3"),
            _place("市の外", "長野県諏訪郡富士見町1"),
        )
        found = locate_entries(session, ids)

        assert _locations(session, ids) == [
            (pytest.approx(34.81), 138.3, "representative", None),
            (pytest.approx(34.81), 138.3, "oaza", None),
            *[(None, None, "unknown", None)] * 3,
        ]
        assert found.outcomes == {"town": 1, "oaza": 1, "no_town": 1, "no_point": 1, "other_municipality": 1}
        record = load_entries(session, ids)[ids[0]].record
        assert (record.accuracy, stated(load_entries(session, ids)[ids[0]]).lat) == ("representative", None)


def test_a_stated_position_is_never_moved_and_gives_the_district_only_where_there_is_one(
    town: Database, clock: FixedClock
) -> None:
    with town.session() as session:
        ids = _add(
            session,
            clock,
            _place("西", "みどり崎市本町二丁目5-1", lat=34.9, lon=138.25),
            _place("両方", lat=34.9, lon=138.305),
            _place("外", lat=36.0, lon=138.3),
            _place("書いてある", lat=34.9, lon=138.25, district="D2"),
        )
        found = locate_entries(session, ids)

        assert _locations(session, ids) == [
            (34.9, 138.25, "exact", "D1"),
            (34.9, 138.305, "exact", None),
            (36.0, 138.3, "exact", None),
            (34.9, 138.25, "exact", "D2"),
        ]
        assert (found.districts, found.several_districts, found.no_district) == (1, 1, 1)


def test_a_volunteers_address_and_one_that_is_not_public_are_not_looked_up(
    town: Database, clock: FixedClock
) -> None:
    person = ResourceRecord(key="", name="話し相手", kind="volunteer_person", address="みどり崎市小川1")
    with town.session() as session:
        volunteer, hidden = _add(session, clock, person, _place("隠れ家", "みどり崎市小川1"))
        session.add(FieldVisibility(resource_id=hidden, field_code="address", visibility="partners"))
        session.flush()
        found = locate_entries(session, [volunteer, hidden])

        assert [place[:2] for place in _locations(session, [volunteer, hidden])] == [(None, None)] * 2
        assert found.outcomes == {"withheld": 1}


def test_the_code_of_the_row_keeps_an_address_out_of_our_own_municipality(
    town: Database, clock: FixedClock
) -> None:
    with town.session() as session:
        ids = _add(
            session,
            clock,
            _place("となり", "本町一丁目3", municipality_code="22992"),
            _place("知らない市", "本町一丁目3", municipality_code="13119"),
            _place("うち", "本町一丁目3"),
        )
        locate_entries(session, ids)

        assert [place[0] for place in _locations(session, ids)] == [34.9, None, 34.8]


def test_an_address_that_changes_takes_its_derived_position_along(town: Database, clock: FixedClock) -> None:
    actor = Actor("担当", EVERYTHING)
    with town.session() as session:
        (key,) = _add(session, clock, _place("引っ越す", "みどり崎市小川1"))
        locate_entries(session, [key])
        resource = session.get_one(Resource, key)
        entry = entry_to_change(session, actor, resource.public_id, version=resource.version)
        moved = ResourceRecord(
            **{**_as_dict(entry.record), "address": "みどり崎市浜辺5", "remarks": "移転しました"}
        )
        edit_entry(session, actor, entry, moved, action="edited", clock=clock)

        assert _locations(session, [key]) == [(pytest.approx(34.8 + 0.09), 138.3, "representative", None)]
        entry = load_entries(session, [key])[key]
        pinned = ResourceRecord(**{**_as_dict(entry.record), "lat": 34.9, "lon": 138.35})
        replace_entries(session, [(entry, pinned)], clock=clock)
        assert _locations(session, [key])[0][:3] == (34.9, 138.35, "exact")


def _as_dict(record: ResourceRecord) -> dict[str, object]:
    return {name: getattr(record, name) for name in ResourceRecord.__slots__}


def test_a_list_that_comes_later_fills_in_what_was_unknown_with_its_history_and_once(
    database: Database, clock: FixedClock
) -> None:
    with database.session() as session:
        session.add(CatalogueState())
        session.add(Installation(municipality_name="みどり崎市"))
        (key,) = _add(session, clock, _place("サロン", "本町三丁目1"))
        assert locate_entries(session, [key]) == Located()
        assert known_towns(session) is None
        assert store_towns(session, TOWNS, SOURCE, clock=clock)
    with database.session() as session:
        first = relocate_all(session, actor="取り込み", clock=clock)
        again = relocate_all(session, actor="取り込み", clock=clock)
        public_id = session.get_one(Resource, key).public_id
        entry = get_resource(session, EVERYTHING, public_id)
        (change,) = list_changes(session, EVERYTHING, public_id)

        assert (len(first.changed), len(again.changed)) == (1, 0)
        assert (entry.record.accuracy, entry.version) == ("representative", 2)
        assert (change.action, change.fields["lat"]) == ("located", (None, pytest.approx(34.82)))


def test_a_list_is_replaced_by_its_name_and_the_newest_one_counts_for_a_municipality(
    town: Database, clock: FixedClock
) -> None:
    newer = [Town(Municipality("静岡県", "", "青葉浜市", "", ""), "港町", "", 34.5, 138.5)]
    with town.session() as session:
        assert not store_towns(session, TOWNS, SOURCE, clock=clock)
        assert same_towns(session, TOWNS, SOURCE)
        later = FixedClock(clock.moment + timedelta(days=1))
        assert store_towns(session, newer, Source("別の一覧"), clock=later)
        known = known_towns(session)

        assert known is not None
        assert known.match("青葉浜市港町1", "").lat == 34.5
        assert known.match("青葉浜市栄町1", "").reason == "no_town"
        assert known.match("本町一丁目3", "").municipality is not None
        few = known_towns(session, ["青葉浜市港町1"])
        assert few is not None
        assert {t.municipality.city for t in few.table.towns} >= {AOBA.city, "みどり崎市"}
        assert [(row.name, row.towns) for row in list_address_sources(session)] == [
            ("別の一覧", 1),
            (SOURCE.name, len(TOWNS)),
        ]
        assert store_towns(session, TOWNS[:3], SOURCE, clock=clock)
        assert sorted(row.towns for row in list_address_sources(session)) == [1, 3]


def test_every_layer_is_listed_with_its_source_edition_and_licence(town: Database) -> None:
    with town.session() as session:
        assert [(layer.what, layer.source) for layer in list_layers(session)] == [
            ("小学校区", Source("学区", "2025", "CC BY 4.0")),
            ("町字", SOURCE),
        ]


def test_a_file_is_compared_with_the_towns_of_its_own_addresses(town: Database, clock: FixedClock) -> None:
    far = [Town(Municipality("架空県", "", "遠山市", "", "99999"), "港町", "", 43.0, 141.0)]
    with town.session() as session:
        store_towns(session, far, Source("遠くの一覧"), clock=clock)
        known = stored_districts(session)
        near, both = known.towns(["みどり崎市本町1"]), known.towns(["みどり崎市本町1", "遠山市港町2"])
        assert near is not None
        assert both is not None
        assert "遠山市" not in {place.city for place in near.table.municipalities}
        assert both.match("遠山市港町2", "").lat == 43.0


def test_an_entry_that_somebody_types_in_is_located_and_closing_its_address_takes_that_back(
    town: Database, clock: FixedClock
) -> None:
    with town.session() as session:
        city = get_or_add_organisation(session, "みどり崎市", relation="own")
        session.flush()
        actor = Actor("職員", Scope(city.id, is_own=True, sees="internal"))
        typed = _place("駅前サロン", "みどり崎市本町二丁目5-1")
        entry = add_entry(session, actor, typed, clock=clock)
        assert _locations(session, [entry.resource_id]) == [
            (pytest.approx(34.81), 138.3, "representative", None)
        ]
        set_visibility(session, actor, entry, "public", {"address": "internal"}, clock=clock)
        assert _locations(session, [entry.resource_id]) == [(None, None, "unknown", None)]


def test_a_standing_that_a_person_chose_is_that_persons_and_may_be_chosen_again(
    town: Database, clock: FixedClock
) -> None:
    with town.session() as session:
        city = get_or_add_organisation(session, "みどり崎市", relation="own")
        session.flush()
        actor = Actor("職員", Scope(city.id, is_own=True, sees="internal"))
        entry = add_entry(session, actor, _place("駅前サロン", standing="candidate_venue"), clock=clock)
        assert entry.resource.standing_set_by == "職員"
        promoted = replace(entry.record, standing="participation_place")
        edit_entry(session, actor, entry, promoted, action="edited", clock=clock)
        assert (entry.resource.standing, entry.resource.standing_set_by) == ("participation_place", "職員")
