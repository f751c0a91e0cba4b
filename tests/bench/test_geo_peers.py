"""What the bench sets beside each other answers the same question; what it makes up is what it says."""

from __future__ import annotations

import numpy as np

from bench.geo import areas, network, transit

FEW_AREAS = areas.Town(4, 200)
FEW_STREETS = network.Town(12, 3)


def test_both_find_the_same_area_for_every_point() -> None:
    ours = areas.points_by_us(FEW_AREAS)()
    assert len(set(ours.tolist())) > 10
    np.testing.assert_array_equal(ours, areas.points_by_geopandas(FEW_AREAS)())


def test_both_find_the_neighbours_of_a_grid() -> None:
    ours = areas.neighbours_by_us(FEW_AREAS)()
    assert len(ours) == 2 * 4 * 3
    np.testing.assert_array_equal(ours, areas.neighbours_by_libpysal(FEW_AREAS)())


def test_both_walk_the_same_minutes() -> None:
    nearest, reach = network.nearest_by_us(FEW_STREETS)(), network.reach_by_us(FEW_STREETS)()
    assert 3 < np.isfinite(nearest).sum() < len(reach)
    np.testing.assert_allclose(nearest, network.nearest_by_networkx(FEW_STREETS)(), rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(reach, network.reach_by_networkx(FEW_STREETS)(), rtol=1e-12, atol=1e-9)


def test_a_made_bus_city_has_its_stops_and_trips_and_buses_take_people_further_than_their_feet() -> None:
    city = transit.City(4, 10, 200, 40, 12)
    timetable = transit.made_timetable(city)
    assert len(timetable.positions) == 40
    assert len(np.unique(timetable.trips)) == 200
    assert (np.diff(timetable.departures) >= 0).all()
    assert (timetable.arrivals > timetable.departures).all()
    by_bus, on_foot = transit.by_us(city)()
    assert by_bus > on_foot
