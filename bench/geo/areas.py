"""`python -m bench.geo.areas`: 300,000 points in 19,000 made areas, their neighbours, and fewer corners for maps."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter, process_time

import numpy as np
import numpy.typing as npt
import shapely

from geo.areas.contiguity import neighbours
from geo.areas.simplifying import simplified
from geo.districts import Districts, district_of

FloatArray = npt.NDArray[np.float64]

_SIDE = 138  # 138 × 138 = 19,044 areas
_PREFECTURE_SIDE = 36  # 1,296 areas
_CORNERS = 51  # per side of an area: 3.9 million in all, as in 国土数値情報
_STEP = 0.01  # degrees
_ORIGIN = (135.0, 34.0)
_SWAY = 0.3  # of the step: how far a border wanders


@dataclass(frozen=True, slots=True)
class Figure:
    """The least of several runs: seconds on the clock and of the processor; MB at the peak so far."""

    task: str
    seconds: float
    processor_seconds: float
    memory_mb: float


def made_areas(side: int = _SIDE, corners: int = _CORNERS, *, seed: int = 1) -> Districts:
    """side × side areas that share crooked borders without gap or overlap."""
    rng = np.random.default_rng(seed)
    along = np.linspace(0.0, 1.0, corners)
    sway = np.minimum(along, 1.0 - along)  # nothing at the ends, where four areas meet
    rows = rng.uniform(-_SWAY, _SWAY, (side + 1, side, corners)) * sway
    columns = rng.uniform(-_SWAY, _SWAY, (side, side + 1, corners)) * sway
    shapes = np.empty(side * side, dtype=np.object_)
    for y in range(side):
        for x in range(side):
            south = np.column_stack([x + along, y + rows[y, x]])
            east = np.column_stack([x + 1 + columns[y, x + 1], y + along])
            north = np.column_stack([x + along, y + 1 + rows[y + 1, x]])[::-1]
            west = np.column_stack([x + columns[y, x], y + along])[::-1]
            ring = np.concatenate([south[:-1], east[:-1], north[:-1], west])
            shapes[y * side + x] = shapely.Polygon(np.asarray(_ORIGIN) + ring * _STEP)
    ids = tuple(f"A{number:05d}" for number in range(side * side))
    return Districts(ids, ids, shapes)


def made_points(count: int, side: int = _SIDE, *, seed: int = 2) -> tuple[FloatArray, FloatArray]:
    """Latitudes and longitudes all over the made areas."""
    lons, lats = np.random.default_rng(seed).uniform(0.0, side * _STEP, (2, count))
    return lats + _ORIGIN[1], lons + _ORIGIN[0]


def least(task: str, action: Callable[[], object], repeats: int = 5) -> Figure:
    """The fastest of `repeats` runs: a shared machine only ever adds time."""
    clock, processor = [], []
    for _ in range(repeats):
        start, start_processor = perf_counter(), process_time()
        action()
        clock.append(perf_counter() - start)
        processor.append(process_time() - start_processor)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    return Figure(task, min(clock), min(processor), peak)


def measure_areas() -> list[Figure]:
    """The figures of this subject."""
    areas = made_areas()
    lats, lons = made_points(300_000)
    prefecture = made_areas(_PREFECTURE_SIDE)
    return [
        least("300,000 points in 19,044 areas", lambda: district_of(lats, lons, areas)),
        least("neighbours of 1,296 areas", lambda: neighbours(prefecture), 3),
        least("simplify 1,296 areas", lambda: simplified(prefecture), 3),
    ]


def main() -> None:
    """Measure and print, with the load of the machine."""
    print(f"load {os.getloadavg()[0]:.1f}")
    for figure in measure_areas():
        print(
            f"{figure.task}: {figure.seconds:.2f} s, processor {figure.processor_seconds:.2f} s,"
            f" {figure.memory_mb:.0f} MB"
        )


if __name__ == "__main__":
    main()
