"""Every cause of doubt is found by its query, and says of an entry what the rule on records says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
import shapely
from sqlmodel import select

from geo.areas.model import Areas
from geo.sources import Source
from resources.catalogue_writer import touch_catalogue
from resources.clock import FixedClock, today
from resources.code_lists import code_list
from resources.database import Database
from resources.keeping.changes import note_change
from resources.quality.board import read_board
from resources.quality.causes import Today, all_causes, cause_condition
from resources.quality.checks import check_catalogue, check_state
from resources.quality.contradictions import find_contradictions
from resources.quality.limits import default_limits
from resources.quality.outside import names_another_city, outside_keys
from resources.quality.worklist import causes_to_call_for, doubts_of, list_doubtful
from resources.records import ResourceRecord, ScheduleRule
from resources.scope import Scope
from resources.tables import Organisation, Resource, ResourceLocation, ResourceSchedule
from tests.resources.quality.conftest import Fill

STAFF = Scope(None, is_own=True, sees="internal")
GOOD = ResourceRecord(
    key="",
    name="みなとサロン",
    kind="salon",
    district="D01",
    address="港町1-2",
    lat=35.0,
    lon=135.9,
    delivery=("on_site",),
    schedule=(ScheduleRule(("sat",), 600, 720, "monthly"),),
    capacity=10,
    openings=2,
    phone="0770-00-0000",
    confirmed_on=date(2026, 11, 1),
)
WRONG = {
    "never_confirmed": {"confirmed_on": None},
    "stale": {"confirmed_on": date(2026, 1, 1)},
    "ages_reversed": {"age_min": 65, "age_max": 15},
    "openings_over_capacity": {"openings": 11},
    "full_with_openings": {"status": "full"},
    "ends_before_start": {"schedule": (ScheduleRule(("sat",), 720, 600, "monthly"),)},
    "wheelchair_and_steps": {"accessibility": ("wheelchair", "steps")},
    "no_place": {"address": "", "lat": None, "lon": None},
    "outside_city": {"address": "滋賀県となり市1-1"},
    "no_position": {"lat": None, "lon": None},
    "no_contact": {"phone": ""},
    "schedule_unread": {"schedule": (ScheduleRule(raw="だいたい土曜"),)},
}


def _today(clock: FixedClock) -> Today:
    return Today(today(clock), default_limits())


def _found(database: Database, clock: FixedClock, cause: str) -> set[str]:
    with database.session() as session:
        return set(session.exec(select(Resource.public_id).where(cause_condition(cause, _today(clock)))))


def test_every_cause_of_the_code_list_has_a_rule() -> None:
    codes = code_list("quality_cause").codes
    assert set(all_causes()) == set(codes)
    assert {code.extra["group"] for code in codes.values()} == set(code_list("quality_group").codes)


def test_each_wrong_entry_is_found_for_its_cause_and_the_good_one_for_none(
    database: Database, clock: FixedClock, fill: Fill
) -> None:
    (good,) = fill(GOOD)
    wrong = dict(zip(WRONG, fill(*(replace(GOOD, **values) for values in WRONG.values())), strict=True))  # type: ignore[arg-type]
    with database.session() as session:
        check_catalogue(session, clock=clock)
    # The entries look alike, so whether they are duplicates is not asked here.
    for cause in set(all_causes()) - {"duplicate"}:
        found = _found(database, clock, cause)
        assert good not in found, cause
        expected = {wrong[cause]} if cause in wrong else set()
        if cause == "no_position":
            expected.add(wrong["no_place"])
        assert found == expected, cause


def test_the_queries_find_the_contradictions_that_the_rule_finds(
    database: Database, clock: FixedClock, fill: Fill
) -> None:
    variants = [replace(GOOD, **values) for values in WRONG.values()]  # type: ignore[arg-type]
    variants += [
        replace(GOOD, age_min=30, age_max=30, openings=10),
        replace(GOOD, openings=None, status="full"),
        replace(GOOD, openings=0, status="full"),
        replace(GOOD, kind="volunteer_person"),
        replace(GOOD, kind="volunteer_person", address="", lat=None, lon=None),
        replace(GOOD, delivery=("online",), address="", lat=None, lon=None),
        replace(GOOD, schedule=(ScheduleRule(("sat",), 600, 600),)),
    ]
    keys = fill(*variants)
    said = [
        (each.key, each.cause)
        for each in find_contradictions(
            [replace(record, key=key) for key, record in zip(keys, variants, strict=True)]
        )
    ]
    assert len(said) >= 7
    for cause in sorted({cause for _, cause in said}):
        assert _found(database, clock, cause) == {key for key, of in said if of == cause}, cause


def test_a_place_whose_sessions_have_all_ended_is_asked_about(
    database: Database, clock: FixedClock, fill: Fill
) -> None:
    ended, goes_on, paused = fill(GOOD, GOOD, replace(GOOD, status="paused"))
    day = today(clock)
    with database.session() as session:
        for public_id, until in (
            (ended, day - timedelta(days=1)),
            (goes_on, day),
            (paused, date(2020, 1, 1)),
        ):
            rule = session.exec(
                select(ResourceSchedule).join(Resource).where(Resource.public_id == public_id)
            ).one()
            rule.valid_to = until
    assert _found(database, clock, "sessions_ended") == {ended}


def test_a_position_of_the_town_only_is_named(database: Database, clock: FixedClock, fill: Fill) -> None:
    rough, _exact = fill(GOOD, GOOD)
    with database.session() as session:
        place = session.exec(select(ResourceLocation).join(Resource).where(Resource.public_id == rough)).one()
        place.accuracy = "representative"
    assert _found(database, clock, "town_precision") == {rough}


def test_two_tries_in_a_row_count_and_an_answer_between_them_starts_anew(
    database: Database, clock: FixedClock, fill: Fill
) -> None:
    twice, between, once = fill(GOOD, GOOD, GOOD)
    done = {
        twice: ["confirmed", "unreachable", "unreachable"],
        between: ["unreachable", "confirmed", "unreachable"],
        once: ["unreachable"],
    }
    with database.session() as session:
        for public_id, actions in done.items():
            key = session.exec(select(Resource.id).where(Resource.public_id == public_id)).one()
            for hours, action in enumerate(actions):
                later = FixedClock(clock.moment + timedelta(hours=hours))
                note_change(session, key or 0, action, actor="職員", clock=later)
    assert _found(database, clock, "unreachable_twice") == {twice}


def test_the_board_counts_every_entry_once_for_each_cause_kind_and_district(
    database: Database, clock: FixedClock, fill: Fill
) -> None:
    fill(
        replace(GOOD, name="甲"),
        replace(GOOD, name="乙", district="D02", age_min=65, age_max=15, openings=20),
        replace(GOOD, name="丙", kind="third_place", confirmed_on=None),
        replace(GOOD, name="丁", status="retired", confirmed_on=None),
        replace(GOOD, name="戊", kind="park", standing="reference_facility", confirmed_on=None),
    )
    with database.session() as session:
        board = read_board(session, STAFF, _today(clock))
    assert (board.entries, board.doubtful) == (3, 2)
    assert board.by_cause["ages_reversed"] == board.by_cause["openings_over_capacity"] == 1
    assert board.by_group["contradiction"] == 1
    assert {line.code: (line.entries, line.doubtful) for line in board.kinds} == {
        "salon": (2, 1),
        "third_place": (1, 1),
    }
    by_district = {line.code: dict(line.by_group) for line in board.districts}
    assert by_district["D02"]["contradiction"] == by_district["D01"]["freshness"] == 1


def test_a_contractor_counts_its_own_entries_and_what_partners_share(
    database: Database, clock: FixedClock, fill: Fill
) -> None:
    shared, hidden = fill(replace(GOOD, confirmed_on=None), replace(GOOD, confirmed_on=None))
    (own,) = fill(replace(GOOD, confirmed_on=None), keeper="委託法人", relation="contractor")
    with database.session() as session:
        row = session.exec(select(Resource).where(Resource.public_id == hidden)).one()
        row.visibility = "internal"
        house = session.exec(select(Organisation.id).where(Organisation.name == "委託法人")).one()
        session.flush()
        guest = Scope(house, is_own=False, sees="partners")
        assert read_board(session, guest, _today(clock)).by_cause["never_confirmed"] == 2
        listed = list_doubtful(session, guest, ["never_confirmed"], _today(clock))
        assert {entry.record.key for entry in listed.entries} == {shared, own}
        assert doubts_of(session, guest, hidden, _today(clock)) == ()
        assert doubts_of(session, STAFF, hidden, _today(clock)) == ("never_confirmed",)


def test_the_list_begins_with_open_places_that_were_never_or_longest_ago_confirmed(
    database: Database, clock: FixedClock, fill: Fill
) -> None:
    paused, recent, old, never = fill(
        replace(GOOD, status="paused", confirmed_on=None),
        replace(GOOD, confirmed_on=date(2026, 3, 1)),
        replace(GOOD, confirmed_on=date(2020, 1, 1)),
        replace(GOOD, confirmed_on=None),
    )
    with database.session() as session:
        found = list_doubtful(session, STAFF, causes_to_call_for(), _today(clock), size=3)
        rest = list_doubtful(session, STAFF, causes_to_call_for(), _today(clock), size=3, page=2)
    assert [entry.record.key for entry in found.entries] == [never, old, recent]
    assert [entry.record.key for entry in rest.entries] == [paused]
    assert (found.total, found.pages) == (4, 2)


def test_stored_doubts_say_whether_the_catalogue_changed_since(
    database: Database, clock: FixedClock, fill: Fill
) -> None:
    fill(GOOD)
    with database.session() as session:
        assert check_state(session).checked_at is None
        check_catalogue(session, clock=clock)
        assert check_state(session).is_current
        touch_catalogue(session, clock=clock)
        assert not check_state(session).is_current
        assert check_state(session).checked_at == clock.now()


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("滋賀県瑞浜市港町1", False),
        ("滋賀県となり市港町1", True),
        ("東京都となり区1", True),
        ("滋賀県架空郡となり町1", True),
        ("となり市港町1", False),  # without a prefecture it may be a 町 of ours
        ("港町1-2", False),
        ("滋賀県", False),
        ("", False),
    ],
)
def test_an_address_of_another_municipality_is_told_by_its_prefecture(address: str, outside: bool) -> None:
    assert names_another_city(address, "瑞浜市(みずはまし・架空)") is outside
    assert not names_another_city(address, "自治体名未設定")


def test_a_position_far_from_every_district_is_outside_and_a_volunteers_is_nobodys_business() -> None:
    square = np.array([shapely.box(135.8, 34.9, 136.0, 35.1)], dtype=object)
    areas = Areas(
        ids=("D01",),
        names=("港",),
        shapes=square,
        kinds=("elementary_district",),
        municipalities=("",),
        parents=("",),
        own=np.array([True]),
        sources=(Source(""),),
    )
    on_the_quay = replace(GOOD, key="quay", lon=136.0005)
    far = replace(GOOD, key="far", lon=136.2)
    volunteer = replace(far, key="v", kind="volunteer_person")
    assert outside_keys([replace(GOOD, key="in"), on_the_quay, far, volunteer], areas, "瑞浜市") == {"far"}
    assert outside_keys([far], None, "瑞浜市") == set()
