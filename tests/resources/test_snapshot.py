"""The snapshot holds what may be suggested, and nothing of a person."""

from __future__ import annotations

import pytest

from resources.demo import demo_city
from resources.importing import read_resources
from resources.records import ResourceRecord
from resources.snapshot import build_snapshot

PLACE = ResourceRecord(key="A", name="場所", kind="salon", phone="0770-00-0001", contact_person="担当の人")
VOLUNTEER = ResourceRecord(
    key="B",
    name="話し相手",
    kind="volunteer_person",
    address="港町1-2-3",
    lat=35.01,
    lon=135.9,
    phone="090-1",
)


def test_no_telephone_and_no_contact_person_reach_the_snapshot() -> None:
    (record,) = build_snapshot([PLACE]).records
    assert (record.phone, record.contact_person) == ("", "")


def test_a_volunteers_address_and_position_are_not_in_its_record() -> None:
    snapshot = build_snapshot([VOLUNTEER])
    (record,) = snapshot.records
    assert (record.address, record.lat, record.lon) == ("", None, None)
    assert snapshot.lat[0] == 35.01  # travel times are computed from the column


def test_the_demo_citys_volunteers_show_no_place() -> None:
    records = build_snapshot(read_resources(demo_city() / "resources.csv").records).records
    volunteers = [record for record in records if record.kind == "volunteer_person"]
    assert len(volunteers) == 16
    assert {(record.address, record.lat, record.phone) for record in volunteers} == {("", None, "")}


def test_a_candidate_venue_and_a_reference_facility_are_not_in_it() -> None:
    hall = ResourceRecord(key="C", name="公民館", kind="community_hall", standing="candidate_venue")
    clinic = ResourceRecord(key="D", name="病院", kind="hospital", standing="reference_facility")
    assert build_snapshot([PLACE, hall, clinic]).keys.tolist() == ["A"]


def test_two_records_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="key"):
        build_snapshot([PLACE, PLACE])


def test_the_order_of_the_records_does_not_matter() -> None:
    one, other = build_snapshot([PLACE, VOLUNTEER]), build_snapshot([VOLUNTEER, PLACE])
    assert one.records == other.records
    assert one.version == other.version
