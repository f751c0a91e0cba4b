"""Timetables: what a feed must hold, which day runs, and arrivals that agree with brute force."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from geo.errors import GeoError
from geo.travel import DirectTravel, TravelMode
from geo.travel.transit import TransitTravel, read_feed, timetable_of
from geo.travel.transit.scan import CHANGE_MINUTES, earliest_arrivals
from geo.travel.transit.times import Window
from geo.travel.transit.timetable import services_on
from tests.geo.travel.made_feed import LAT, LON, brute_arrivals, made_tables, write_zip

MONDAY, HOLIDAY, SATURDAY_SERVICE = date(2026, 11, 30), date(2026, 11, 23), date(2026, 11, 28)
MODES = {"walk": TravelMode(4.0), "bus": TravelMode(10.0, 10.0), "car": TravelMode(25.0)}


@pytest.mark.parametrize("seed", range(30))
def test_earliest_arrivals_equal_brute_force(tmp_path: Path, seed: int) -> None:
    tables = made_tables(stops=9, trips=18, seed=seed)
    timetable = timetable_of(read_feed(write_zip(tmp_path / "feed.zip", tables)), MONDAY)
    travel = TransitTravel(timetable, MODES)
    random = np.random.default_rng(seed)
    starts = np.where(random.random((9, 6)) < 0.3, random.uniform(480, 560, (9, 6)).round(), np.inf)
    found = earliest_arrivals(timetable, travel._footpaths, starts, until=620.0)
    near = travel._footpaths
    walks = {
        (stop, int(near.stops[entry])): float(near.minutes[entry])
        for stop in range(9)
        for entry in range(near.indptr[stop], near.indptr[stop + 1])
    }
    hops = list(
        zip(
            *(
                column.tolist()
                for column in (timetable.tails, timetable.heads, timetable.departures, timetable.arrivals)
            ),
            timetable.trips.tolist(),
            strict=True,
        )
    )
    for column in range(6):
        wanted = brute_arrivals(hops, walks, starts[:, column].tolist(), until=620.0, change=CHANGE_MINUTES)
        assert found[:, column] == pytest.approx(np.array(wanted), abs=1e-9)


def test_a_bus_is_never_slower_than_walking_and_often_faster(tmp_path: Path) -> None:
    timetable = timetable_of(
        read_feed(write_zip(tmp_path / "feed.zip", made_tables(trips=80, seed=4))), MONDAY
    )
    travel, direct = TransitTravel(timetable, MODES, Window(500, 560, 10)), DirectTravel(MODES)
    cells, places = timetable.positions, timetable.positions[::-1] + 0.001
    by_bus, on_foot = travel.reach(cells, places, "bus", 90.0), direct.reach(cells, places, "walk", 90.0)
    assert len(by_bus.minutes) > len(on_foot.minutes)
    table = {(c, int(by_bus.places[e])): by_bus.minutes[e] for c, e in _entries(by_bus.indptr)}
    for cell, entry in _entries(on_foot.indptr):
        assert table[cell, int(on_foot.places[entry])] <= on_foot.minutes[entry] + 1e-9


def test_times_from_one_start_agree_with_those_of_all_pairs(tmp_path: Path) -> None:
    timetable = timetable_of(read_feed(write_zip(tmp_path / "feed.zip", made_tables(seed=2))), MONDAY)
    travel = TransitTravel(timetable, MODES, Window(500, 540, 20))
    reach = travel.reach(timetable.positions[:1], timetable.positions, "bus", 120.0)
    lat, lon = timetable.positions[0]
    times = travel.minutes((lat, lon), timetable.positions[:, 0], timetable.positions[:, 1], "bus")
    assert times[reach.places] == pytest.approx(reach.minutes, abs=1e-9)
    assert np.isnan(travel.minutes((LAT, LON), np.array([np.nan]), np.array([LON]), "bus")[0])


def test_other_modes_go_straight(tmp_path: Path) -> None:
    timetable = timetable_of(read_feed(write_zip(tmp_path / "feed.zip", made_tables())), MONDAY)
    lats, lons = timetable.positions.T
    travel, direct = TransitTravel(timetable, MODES), DirectTravel(MODES)
    assert travel.minutes((LAT, LON), lats, lons, "car") == pytest.approx(
        direct.minutes((LAT, LON), lats, lons, "car")
    )


def test_the_calendar_and_its_exceptions_decide_what_runs(tmp_path: Path) -> None:
    feed = read_feed(write_zip(tmp_path / "feed.zip", made_tables()))
    assert services_on(feed, MONDAY) == {"平日"}
    assert services_on(feed, HOLIDAY) == set()
    assert services_on(feed, SATURDAY_SERVICE) == {"平日"}
    with pytest.raises(GeoError, match="2026-11-23 に走る便が時刻表にありません"):
        timetable_of(feed, HOLIDAY)


def test_times_after_midnight_belong_to_the_day_before(tmp_path: Path) -> None:
    tables = made_tables(trips=1)
    head, *_ = tables["stop_times.txt"]
    tables["stop_times.txt"] = [
        head,
        ("T0", "24:50:00", "24:50:00", "S0", 1),
        ("T0", "25:10:30", "", "S1", 2),
    ]
    timetable = timetable_of(read_feed(write_zip(tmp_path / "feed.zip", tables)), MONDAY)
    assert (timetable.departures.tolist(), timetable.arrivals.tolist()) == ([1490.0], [1510.5])


@pytest.mark.parametrize("lacking", ["stops.txt", "trips.txt", "stop_times.txt", "routes.txt", "agency.txt"])
def test_a_feed_without_a_file_is_refused_naming_it(tmp_path: Path, lacking: str) -> None:
    tables = made_tables()
    del tables[lacking]
    with pytest.raises(GeoError, match=rf"feed\.zip: {lacking} がありません"):
        read_feed(write_zip(tmp_path / "feed.zip", tables))


def test_a_feed_without_any_calendar_is_refused(tmp_path: Path) -> None:
    tables = made_tables()
    del tables["calendar.txt"], tables["calendar_dates.txt"]
    with pytest.raises(GeoError, match=r"calendar\.txt がありません。運行日が分かりません"):
        read_feed(write_zip(tmp_path / "feed.zip", tables))


def test_a_wrong_time_is_named_by_row_and_column(tmp_path: Path) -> None:
    tables = made_tables()
    tables["stop_times.txt"][3] = ("T0", "8時", "8:20:00", "S1", 7)
    with pytest.raises(GeoError, match=r"stop_times\.txt の 4行目「arrival_time」列の時刻「8時」"):
        timetable_of(read_feed(write_zip(tmp_path / "feed.zip", tables)), MONDAY)


def test_a_file_that_is_no_zip_and_a_missing_column_are_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "feed.zip"
    wrong.write_bytes(b"stop_id,stop_name\n")
    with pytest.raises(GeoError, match="zip として開けません"):
        read_feed(wrong)
    tables = made_tables()
    tables["stops.txt"] = [row[:3] for row in tables["stops.txt"]]
    with pytest.raises(GeoError, match=r"stops\.txt に列「stop_lon」がありません"):
        read_feed(write_zip(tmp_path / "feed.zip", tables))


@pytest.mark.shared
def test_the_incomplete_feed_of_kumamoto_is_refused_naming_the_missing_file(shared: Path) -> None:
    with pytest.raises(GeoError, match=r"stop_times\.txt がありません"):
        read_feed(shared / "realdata" / "gtfsjp_kumamoto_dentetsu")


def _entries(indptr: np.ndarray) -> list[tuple[int, int]]:
    return [
        (cell, entry) for cell in range(len(indptr) - 1) for entry in range(indptr[cell], indptr[cell + 1])
    ]
