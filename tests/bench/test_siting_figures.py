"""The measurement of siting: a peer that answers the same question, in processes of their own."""

from __future__ import annotations

from bench.geo.siting import COVER, MEDIAN, Task, measure


def test_the_peer_reaches_the_same_objective_and_a_ratio_follows() -> None:
    (found,) = measure([Task(COVER, 60, 8, 2, 8.0, repeats=1, peer_repeats=1)])
    assert found.peer is not None
    assert found.ours.objective == found.peer.objective > 0
    assert found.ours.gap == 0.0
    assert found.ratio == found.peer.processor_seconds / found.ours.processor_seconds


def test_what_the_peer_cannot_do_in_time_is_measured_without_it() -> None:
    (found,) = measure([Task(MEDIAN, 60, 8, 2, 8.0, repeats=1)])
    assert (found.peer, found.ratio) == (None, None)
    assert found.ours.seconds > 0
