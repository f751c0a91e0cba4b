"""An updated catalogue is the one that would have been made from nothing."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.corpus import needs, records
from matcher.engine.catalogue import Catalogue, prepare, reading_all, update
from matcher.engine.match import Engine, as_run_line, match
from resources.records import ResourceRecord, ScheduleRule
from resources.snapshot import Snapshot, build_snapshot

PLACES = tuple(records(60))
OTHERS = tuple(
    replace(record, key=f"C{number:06d}", schedule=(ScheduleRule(("sat",), 100 + number, 700),))
    for number, record in enumerate(records(12, seed=5))
)
PREPARED = prepare(build_snapshot(PLACES, "1"))


def answers(catalogue: Catalogue) -> list[dict[str, object]]:
    engine = Engine()
    engine.use(catalogue)
    return [as_run_line(match(need, catalogue.snapshot, engine=engine)) for need in needs(6)]


def assert_same(found: Catalogue, expected: Catalogue) -> None:
    for part in fields(expected.text):
        if part.name not in ("pairs", "postings", "terms"):  # a bigram that nobody has any more may stay
            np.testing.assert_array_equal(getattr(found.text, part.name), getattr(expected.text, part.name))
    for part in fields(expected.concepts.readings):
        name = part.name
        np.testing.assert_array_equal(
            getattr(found.concepts.readings, name), getattr(expected.concepts.readings, name)
        )
    np.testing.assert_array_equal(found.concepts.entries, expected.concepts.entries)
    np.testing.assert_array_equal(found.digests, expected.digests)
    assert tuple(found.snapshot.records) == tuple(expected.snapshot.records)
    assert found.snapshot.newest_confirmed_on == expected.snapshot.newest_confirmed_on
    for name in ("kind", "status", "district", "transport", "age_min", "lat", "openings", "fee_yen"):
        np.testing.assert_array_equal(getattr(found.snapshot, name), getattr(expected.snapshot, name))
    for name in ("entry", "weekday", "start", "end"):
        np.testing.assert_array_equal(
            getattr(found.snapshot.slots, name), getattr(expected.snapshot.slots, name)
        )


@settings(max_examples=25, deadline=None)
@given(
    removed=st.sets(st.sampled_from([record.key for record in PLACES]), max_size=59),
    added=st.sets(st.sampled_from(OTHERS), max_size=12),
    changed=st.sets(st.sampled_from(PLACES), max_size=20),
    text=st.sampled_from(["", "将棋をします。", "鼯鼠の観察"]),
)
def test_an_update_gives_what_a_new_start_would(
    removed: set[str], added: set[ResourceRecord], changed: set[ResourceRecord], text: str
) -> None:
    new = [replace(record, summary=text, openings=0, roles="受付") for record in changed] + list(added)
    stays = [record for record in PLACES if record.key not in removed | {record.key for record in new}]
    expected = prepare(build_snapshot([*stays, *new], "2"))
    found = update(PREPARED, new, removed, "2")
    assert_same(found, expected)
    assert answers(found) == answers(expected)


def test_updates_can_follow_each_other() -> None:
    catalogue, now = PREPARED, {record.key: record for record in PLACES}
    for step in range(3):
        changed = [replace(record, remarks=f"{step}回目") for record in OTHERS[step : step + 4]]
        removed = {PLACES[step * 7].key}
        catalogue = update(catalogue, changed, removed, str(step))
        now = {key: record for key, record in now.items() if key not in removed}
        now |= {record.key: record for record in changed}
    assert_same(catalogue, prepare(build_snapshot(now.values(), "2")))


def test_only_places_with_other_texts_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = reading_all.read_chunk

    def counting(places: list[ResourceRecord]) -> reading_all.ReadChunk:
        read.extend(record.name for record in places)
        return original(places)

    monkeypatch.setattr(reading_all, "read_chunk", counting)
    fuller = replace(PLACES[3], openings=0, confirmed_on=date(2027, 1, 1))
    other = replace(PLACES[5], remarks="将棋盤があります。")
    catalogue = update(PREPARED, [fuller, other], (), "2")
    assert read == [other.name]
    assert catalogue.snapshot.openings[3] == 0
    assert catalogue.snapshot.newest_confirmed_on == date(2027, 1, 1)


def test_a_new_snapshot_keeps_the_readings_of_texts_that_stayed(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = reading_all.read_chunk
    monkeypatch.setattr(
        reading_all, "read_chunk", lambda places: (read.extend(r.name for r in places), original(places))[1]
    )
    later = [replace(record, confirmed_on=date(2026, 10, 1) + timedelta(days=1)) for record in PLACES[1:]]
    snapshot = build_snapshot([*later, OTHERS[0]], "2")
    found = prepare(snapshot, PREPARED)
    assert read == [OTHERS[0].name]
    assert_same(found, prepare(snapshot))


def test_a_place_that_is_no_longer_one_goes() -> None:
    hall = replace(PLACES[0], standing="candidate_venue")
    assert PLACES[0].key not in update(PREPARED, [hall], (), "2").snapshot.keys


def test_an_update_is_read_as_before_by_whoever_has_the_old_one() -> None:
    before: Snapshot = PREPARED.snapshot
    keys = before.keys.copy()
    update(PREPARED, [replace(PLACES[0], summary="別の話")], [PLACES[1].key], "2")
    np.testing.assert_array_equal(before.keys, keys)
    assert before.records[0] == PLACES[0]
