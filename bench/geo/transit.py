"""Ways by bus in a made city of middle size, every departure from 9:00 to 10:00: nobody we know does it in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.geo.alone import run_alone
from bench.geo.model import GeoFigure
from geo.sources import Source
from geo.travel import TravelMode
from geo.travel.transit import Timetable, TransitTravel

FloatArray = npt.NDArray[np.float64]

_LIMIT = 60.0
_LAT, _LON = 35.0, 136.0
_DEGREES = np.array([12.0 / 111.2, 12.0 / 91.0])  # a square of 12 km
_MODES = {"walk": TravelMode(4.0), "bus": TravelMode(10.0, 10.0)}


@dataclass(frozen=True)
class City:
    """Lines of as many stops each; buses go there and back all day."""

    lines: int
    stops_of_line: int
    trips: int
    cells: int
    places: int

    def __str__(self) -> str:
        stops = self.lines * self.stops_of_line
        return f"{stops:,} stops, {self.trips:,} trips, {self.cells:,} cells × {self.places:,} places"


MIDDLE = City(24, 25, 1_500, 1_300, 100)


def figures(*, smallest: bool) -> Iterator[GeoFigure]:
    """One size, without a peer: nothing for --check."""
    if smallest:
        return
    found = run_alone(by_us, MIDDLE, repeats=2)
    bus, walk = found.result
    yield GeoFigure(
        f"places in reach by bus ({_LIMIT:g} minutes)", str(MIDDLE), found.seconds, found.extra_mb, found.peak_mb,
        agreement=f"{bus:,} pairs, on foot {walk:,}",
    )  # fmt: skip


def by_us(city: City) -> Callable[[], tuple[int, int]]:
    """Pairs in reach by bus and on foot."""
    travel = TransitTravel(made_timetable(city), _MODES)
    random = np.random.default_rng(city.cells)
    cells, places = _spread(random, city.cells), _spread(random, city.places)

    def work() -> tuple[int, int]:
        by_bus = travel.reach(cells, places, "bus", _LIMIT)
        return len(by_bus.minutes), len(travel.reach(cells, places, "walk", _LIMIT).minutes)

    return work


def made_timetable(city: City, *, seed: int = 5) -> Timetable:
    """Straight lines from side to side, stops about 500 m apart, one to two minutes from stop to stop (20 km/h)."""
    random = np.random.default_rng(seed)
    stops = np.concatenate([_line(random, city.stops_of_line) for _ in range(city.lines)])
    line = random.integers(0, city.lines, city.trips)
    back = random.random(city.trips) < 0.5
    starts = random.integers(6 * 60, 21 * 60, city.trips).astype(np.float64)
    order = np.arange(city.stops_of_line)
    called = line[:, None] * city.stops_of_line + np.where(back[:, None], order[::-1], order)
    hops = random.integers(1, 3, (city.trips, city.stops_of_line - 1)).astype(np.float64)
    clock = np.cumsum(np.column_stack([starts, hops]), axis=1)
    by_departure = np.argsort(clock[:, :-1].ravel(), kind="stable")
    return Timetable(
        positions=stops,
        tails=called[:, :-1].ravel()[by_departure],
        heads=called[:, 1:].ravel()[by_departure],
        departures=clock[:, :-1].ravel()[by_departure],
        arrivals=clock[:, 1:].ravel()[by_departure],
        trips=np.repeat(np.arange(city.trips), city.stops_of_line - 1)[by_departure],
        source=Source("made timetable"),
    )


def _line(random: np.random.Generator, stops: int) -> FloatArray:
    ends = _spread(random, 2)
    across = int(random.integers(0, 2))
    ends[:, across] = np.array([_LAT, _LON])[across] + np.array([0.0, _DEGREES[across]])
    share = np.linspace(0.0, 1.0, stops)[:, None]
    return np.asarray(ends[0] + share * (ends[1] - ends[0]))


def _spread(random: np.random.Generator, count: int) -> FloatArray:
    return np.asarray(np.array([_LAT, _LON]) + random.random((count, 2)) * _DEGREES)
