"""Within the limit or not: the quick way gives what the exact distance gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine.need import Need, StructuredNeed
from matcher.engine.travelling import collection_travel_time, journeys
from resources.records import ResourceRecord
from resources.snapshot import build_snapshot

MODEL = collection_travel_time()
HOME = Need("N", "", lat=35.0, lon=136.0, structured=StructuredNeed(travel_mode="walk"))
degrees = st.floats(-0.3, 0.3)
positions = st.lists(
    st.one_of(
        st.tuples(degrees, degrees),
        st.just((0.0, 0.0)),
        st.tuples(st.floats(-80, 50), st.floats(-300, 40)),
        st.none(),
    ),
    min_size=1,
    max_size=30,
)
modes = st.sampled_from(["walk", "bicycle", "bus", "car", "driven", "一輪車", None])


def at(offsets: list[tuple[float, float] | None]) -> list[ResourceRecord]:
    return [
        ResourceRecord(
            key=f"{number:03d}",
            name="部屋",
            kind="salon",
            lat=None if offset is None else 35.0 + offset[0],
            lon=None if offset is None else 136.0 + offset[1],
        )
        for number, offset in enumerate(offsets)
    ]


@settings(max_examples=150, deadline=None)
@given(positions, modes, st.one_of(st.floats(0, 120), st.sampled_from([0.0, 10.0, 1e6])), st.data())
def test_longer_than_is_the_exact_comparison(
    offsets: list[tuple[float, float] | None], mode: str | None, limit: float, data: st.DataObject
) -> None:
    need = replace(HOME, structured=StructuredNeed(travel_mode=mode))
    ways = journeys(need, build_snapshot(at(offsets)), MODEL)
    minutes = ways.minutes()
    known = minutes[~np.isnan(minutes)].tolist()
    if known and data.draw(st.booleans()):
        limit = data.draw(st.sampled_from(known))  # exactly at the limit, and one step beside it
        limit = data.draw(st.sampled_from([limit, np.nextafter(limit, 0), np.nextafter(limit, 1e9)]))
    np.testing.assert_array_equal(ways.longer_than(limit), minutes > limit)


def test_what_is_not_known_is_never_far() -> None:
    snapshot = build_snapshot(at([None, (0.2, 0.2)]))
    assert journeys(HOME, snapshot, MODEL).longer_than(1.0).tolist() == [False, True]
    nowhere = replace(HOME, lat=None)
    assert not journeys(nowhere, snapshot, MODEL).longer_than(1.0).any()
    assert np.isnan(journeys(nowhere, snapshot, MODEL).minutes()).all()


@settings(deadline=None)
@given(positions)
def test_rough_kilometres_are_within_a_hundredth_in_a_prefecture(
    offsets: list[tuple[float, float] | None],
) -> None:
    ways = journeys(HOME, build_snapshot(at(offsets)), MODEL)
    exact = ways.kilometres()
    near = exact < 500
    np.testing.assert_allclose(ways.rough_kilometres()[near], exact[near], rtol=0.01, atol=0.001)
    np.testing.assert_array_equal(np.isnan(ways.rough_kilometres()), np.isnan(exact))
