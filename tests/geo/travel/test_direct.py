"""Travel times: the distance on the sphere and the collection's figures per mode."""

from __future__ import annotations

from math import asin, cos, pi, radians, sin, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GeoError, UnknownTravelMode, UnknownTravelTime
from geo.travel import EARTH_RADIUS_KM, TravelMode, haversine_km, travel_time

MODES = {"walk": TravelMode(4.0), "bus": TravelMode(10.0, 10.0)}
JAPAN = st.tuples(st.floats(24, 46), st.floats(123, 146))


def plain_haversine(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The textbook formula for one pair, without numpy."""
    chord = sin(radians(b[0] - a[0]) / 2) ** 2
    chord += cos(radians(a[0])) * cos(radians(b[0])) * sin(radians(b[1] - a[1]) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(chord))


def test_a_quarter_of_the_equator_is_a_quarter_of_the_circumference() -> None:
    distance = haversine_km((0.0, 0.0), np.array([0.0]), np.array([90.0]))
    assert distance[0] == pytest.approx(EARTH_RADIUS_KM * pi / 2, rel=1e-12)


def test_the_antipode_is_half_the_circumference_away_and_not_a_number_never() -> None:
    distance = haversine_km((35.1, 135.7), np.array([-35.1]), np.array([135.7 - 180.0]))
    assert distance[0] == pytest.approx(EARTH_RADIUS_KM * pi, rel=1e-9)


@given(JAPAN, JAPAN)
def test_the_vectorised_distance_is_the_textbook_distance(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    distance = haversine_km(a, np.array([b[0]]), np.array([b[1]]))
    assert distance[0] == pytest.approx(plain_haversine(a, b), rel=1e-9, abs=1e-9)


def test_one_kilometre_on_foot_takes_nineteen_and_a_half_minutes_with_the_detour() -> None:
    model = travel_time("direct", modes=MODES)
    north = 35.0 + 1.0 / (EARTH_RADIUS_KM * pi / 180.0)
    minutes = model.minutes((35.0, 136.0), np.array([north]), np.array([136.0]), "walk")
    assert minutes[0] == pytest.approx(1.3 / 4.0 * 60.0)


def test_the_bus_makes_one_wait_even_at_the_stop_next_door() -> None:
    model = travel_time("direct", modes=MODES)
    minutes = model.minutes((35.0, 136.0), np.array([35.0]), np.array([136.0]), "bus")
    assert minutes[0] == pytest.approx(10.0)


def test_an_unknown_position_gives_an_unknown_time_and_leaves_the_others_alone() -> None:
    model = travel_time("direct", modes=MODES)
    minutes = model.minutes((35.0, 136.0), np.array([np.nan, 35.0]), np.array([136.0, 136.0]), "walk")
    assert np.isnan(minutes[0])
    assert minutes[1] == 0.0


def test_an_unknown_mode_is_refused_and_known_before() -> None:
    model = travel_time("direct", modes=MODES)
    assert not model.knows("horse")
    with pytest.raises(UnknownTravelMode):
        model.minutes((35.0, 136.0), np.array([35.0]), np.array([136.0]), "horse")


def test_an_unknown_model_is_refused_by_name() -> None:
    with pytest.raises(UnknownTravelTime, match="direct") as refused:
        travel_time("teleport", modes=MODES)
    assert isinstance(refused.value, GeoError)
