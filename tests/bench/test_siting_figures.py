"""The measurement of siting: a peer that answers the same question, in processes of their own."""

from __future__ import annotations

import pytest

from bench.geo.alone import Alone
from bench.geo.siting import COVER, MEDIAN, Task, by_spopt, by_us, figure_of, median_by_spopt

TINY = Task(COVER, 60, 8, 2, 8.0, repeats=1)


@pytest.mark.filterwarnings("ignore:.*PuLP 4.0:DeprecationWarning")  # spopt builds its model the old way
def test_the_peer_reaches_the_same_objective_and_a_ratio_follows() -> None:
    people = by_spopt(TINY)()
    assert by_us(TINY)() == (people, 0.0)
    figure = figure_of(TINY, Alone(people, 3.0, 10.0, 90.0))
    assert figure.agreement == "the same people; proven"
    assert figure.ratio == 3.0 / figure.seconds


@pytest.mark.filterwarnings("ignore:.*PuLP 4.0:DeprecationWarning")
def test_the_peer_of_the_median_reaches_the_same_person_minutes() -> None:
    tiny = Task(MEDIAN, 60, 8, 2, 8.0, repeats=1)
    minutes = median_by_spopt(tiny)()
    assert minutes > 0
    figure = figure_of(tiny, Alone(minutes, 3.0, 10.0, 90.0))
    assert figure.agreement == "the same person-minutes; proven"


def test_another_objective_than_the_peers_stops_the_measurement() -> None:
    with pytest.raises(AssertionError, match="spopt"):
        figure_of(TINY, Alone(by_us(TINY)()[0] + 1.0, 3.0, 10.0, 90.0))


def test_what_the_peer_cannot_do_in_time_is_measured_without_it() -> None:
    figure = figure_of(Task(MEDIAN, 60, 8, 2, 8.0, repeats=1))
    assert (figure.peer, figure.ratio) == ("", None)
    assert figure.seconds > 0
