"""Areas: which one a point lies in, which are neighbours, and fewer corners for maps.

Made areas share crooked borders without gap or overlap. Beside `geopandas.sjoin` (the same GEOS under it) for points,
and libpysal's Rook contiguity for neighbours; nothing we may use simplifies a coverage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from bench.geo.alone import run_alone
from bench.geo.model import GeoFigure
from geo.areas.contiguity import neighbours
from geo.areas.simplifying import simplified
from geo.districts import Districts, district_of

FloatArray = npt.NDArray[np.float64]

SJOIN, ROOK = "geopandas sjoin", "libpysal Rook"
_CORNERS = 51  # per side of an area: 3.9 million in all of the largest, as in 国土数値情報
_STEP = 0.01  # degrees
_ORIGIN = (135.0, 34.0)
_SWAY = 0.3  # of the step: how far a border wanders


@dataclass(frozen=True)
class Town:
    """side × side areas and points all over them."""

    side: int
    points: int

    @property
    def areas(self) -> str:
        """As the table of figures says it."""
        return f"{self.side**2:,} areas"


SMALL = Town(20, 20_000)
PREFECTURE = Town(36, 0)
LARGE = Town(138, 300_000)


def figures(*, smallest: bool) -> Iterator[GeoFigure]:
    """Points and neighbours beside their peers; corners alone."""
    repeats = 3
    for town in (SMALL,) if smallest else (SMALL, LARGE):
        ours = run_alone(points_by_us, town, repeats=repeats)
        peer = run_alone(points_by_geopandas, town, repeats=2)
        same = float((ours.result == peer.result).mean())
        yield GeoFigure(
            "district of points", f"{town.points:,} points in {town.areas}",
            ours.seconds, ours.extra_mb, ours.peak_mb, SJOIN, peer.seconds, peer.extra_mb,
            f"{same:.4%} the same",
        )  # fmt: skip
    for town in (SMALL,) if smallest else (SMALL, PREFECTURE):
        ours = run_alone(neighbours_by_us, town, repeats=repeats)
        peer = run_alone(neighbours_by_libpysal, town, repeats=repeats)
        same_pairs = np.array_equal(ours.result, peer.result)
        yield GeoFigure(
            "neighbours", town.areas, ours.seconds, ours.extra_mb, ours.peak_mb, ROOK, peer.seconds,
            peer.extra_mb, f"{len(ours.result):,} pairs, {'all the same' if same_pairs else 'NOT THE SAME'}",
        )  # fmt: skip
    if not smallest:
        alone = run_alone(fewer_corners, PREFECTURE, repeats=repeats)
        before, after = alone.result
        yield GeoFigure(
            "fewer corners (20 m)", PREFECTURE.areas, alone.seconds, alone.extra_mb, alone.peak_mb,
            agreement=f"{before:,} corners become {after:,}",
        )  # fmt: skip


def points_by_us(town: Town) -> Callable[[], npt.NDArray[np.str_]]:
    """The id of the area of every point."""
    areas = made_areas(town.side)
    lats, lons = made_points(town)
    return lambda: district_of(lats, lons, areas)


def points_by_geopandas(town: Town) -> Callable[[], npt.NDArray[np.str_]]:
    """The same by a join; it is handed the points as points."""
    import geopandas

    areas = made_areas(town.side)
    lats, lons = made_points(town)
    places = geopandas.GeoDataFrame(geometry=shapely.points(lons, lats))
    frame = geopandas.GeoDataFrame({"id": list(areas.ids)}, geometry=list(areas.shapes))

    def work() -> npt.NDArray[np.str_]:
        joined = geopandas.sjoin(
            places, frame, how="left", predicate="within"
        )  # no made point lies on a border
        return np.asarray(joined["id"].fillna("").to_numpy(dtype=np.str_))

    return work


def neighbours_by_us(town: Town) -> Callable[[], npt.NDArray[np.int64]]:
    """Pairs of rows, shape (p, 2), the lower first, ascending."""
    areas = made_areas(town.side)
    return lambda: neighbours(areas)


def neighbours_by_libpysal(town: Town) -> Callable[[], npt.NDArray[np.int64]]:
    """The same pairs by shared edges: it asks that both borders have the very same corners."""
    import geopandas
    from libpysal.graph import Graph

    frame = geopandas.GeoDataFrame(geometry=list(made_areas(town.side).shapes))

    def work() -> npt.NDArray[np.int64]:
        found = Graph.build_contiguity(frame, rook=True).adjacency.index.to_frame(index=False).to_numpy()
        pairs = found[found[:, 0] < found[:, 1]].astype(np.int64)
        return np.asarray(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))])

    return work


def fewer_corners(town: Town) -> Callable[[], tuple[int, int]]:
    """Corners before and after."""
    areas = made_areas(town.side)
    before = int(shapely.get_num_coordinates(areas.shapes).sum())
    return lambda: (before, int(shapely.get_num_coordinates(simplified(areas).shapes).sum()))


def made_areas(side: int, corners: int = _CORNERS, *, seed: int = 1) -> Districts:
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


def made_points(town: Town, *, seed: int = 2) -> tuple[FloatArray, FloatArray]:
    """Latitudes and longitudes all over the made areas."""
    lons, lats = np.random.default_rng(seed).uniform(0.0, town.side * _STEP, (2, town.points))
    return lats + _ORIGIN[1], lons + _ORIGIN[0]
