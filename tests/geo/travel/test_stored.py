"""Streets and timetables come back from their files exactly, and nothing else is read as one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bench.geo.made_streets import grid
from geo.errors import GeoError
from geo.sources import Source
from geo.travel.network import NetworkTravel, StreetNetwork
from geo.travel.stored import network_bytes, stored_network, stored_timetable, timetable_bytes
from geo.travel.transit import Timetable, TransitTravel, read_feed, timetable_of
from geo.travel.transit.timetable import joined
from tests.geo.travel.made_feed import made_tables, write_zip
from tests.geo.travel.test_transit import MODES, MONDAY


def made_timetable(folder: Path, *, seed: int = 0) -> Timetable:
    return timetable_of(read_feed(write_zip(folder / f"feed{seed}.zip", made_tables(seed=seed))), MONDAY)


def assert_same(one: StreetNetwork | Timetable, other: StreetNetwork | Timetable) -> None:
    for name, value in vars(one).items():
        there = getattr(other, name)
        if isinstance(value, dict):
            assert value.keys() == there.keys()
            assert all(np.array_equal(value[mode], there[mode]) for mode in value)
        elif isinstance(value, np.ndarray):
            assert value.dtype == there.dtype
            assert np.array_equal(value, there)
        else:
            assert value == there


def test_a_network_comes_back_exactly_with_its_source(tmp_path: Path) -> None:
    made = replace(grid(6, seed=1), source=Source("OpenStreetMap", "2026-10-01", "ODbL 1.0"))
    (tmp_path / "network.npz").write_bytes(network_bytes(made))
    assert_same(made, stored_network(tmp_path / "network.npz"))
    assert network_bytes(made) == network_bytes(made)


def test_a_timetable_comes_back_exactly_with_its_source(tmp_path: Path) -> None:
    made = made_timetable(tmp_path)
    (tmp_path / "timetable.npz").write_bytes(timetable_bytes(made))
    assert_same(made, stored_timetable(tmp_path / "timetable.npz"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short", b"\x93NUMPY\x01\x00"])
def test_a_damaged_file_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.npz").write_bytes(content)
    for read in (stored_network, stored_timetable):
        with pytest.raises(GeoError, match="もう一度取り込んで"):
            read(tmp_path / "x.npz")


def test_a_file_with_objects_to_execute_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "x.npz", form=np.array([object()], dtype=object))
    with pytest.raises(GeoError, match="もう一度取り込んで"):
        stored_network(tmp_path / "x.npz")


def test_a_timetable_is_no_network(tmp_path: Path) -> None:
    (tmp_path / "x.npz").write_bytes(timetable_bytes(made_timetable(tmp_path)))
    with pytest.raises(GeoError, match="もう一度取り込んで"):
        stored_network(tmp_path / "x.npz")


def test_two_companies_timetables_are_at_least_as_fast_as_each_alone(tmp_path: Path) -> None:
    one, other = made_timetable(tmp_path, seed=1), made_timetable(tmp_path, seed=2)
    together = joined([one, other])
    assert len(together.trips) == len(one.trips) + len(other.trips)
    assert (np.diff(together.departures) >= 0).all()
    cells, places = one.positions, one.positions[::-1] + 0.001
    both = TransitTravel(together, MODES)._times(cells, places, 90.0)
    for alone in (one, other):
        assert (both <= TransitTravel(alone, MODES)._times(cells, places, 90.0)).all()
    assert (both < TransitTravel(one, MODES)._times(cells, places, 90.0)).any()


def test_positions_far_from_every_street_are_told_apart() -> None:
    streets = grid(6, seed=1)
    positions = np.array([streets.positions[0], streets.positions[0] + 0.1, (np.nan, np.nan)])
    assert NetworkTravel(streets, MODES).near_streets(positions, "walk").tolist() == [True, False, False]
