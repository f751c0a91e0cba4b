"""E2SFCA (Luo & Qi: 10/20/30 minutes count 1, .68, .22) with the search for neighbours, beside PySAL's `access`.

`access` is handed the pairs that we found: its time holds no search. Every cell of a made block of the 250 m mesh is
populated, places lie where people live.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.geo.alone import Alone, run_alone
from bench.geo.model import GeoFigure
from geo.accessibility.decay import LUO_QI
from geo.accessibility.two_step import enhanced_two_step
from geo.scale.mesh_offset import enhanced_two_step_straight
from geo.travel import DirectTravel, TravelMode

FloatArray = npt.NDArray[np.float64]

PEER = "access"
_LIMIT = 30.0
_TRAVEL = DirectTravel(
    {"walk": TravelMode(4.8), "5 km": TravelMode(13.0)}
)  # 1,846 m and 5 km with the detour


@dataclass(frozen=True)
class Size:
    """Rows and columns of the block, places, and how far one gets in 30 minutes."""

    rows: int
    columns: int
    places: int
    mode: str
    repeats: int
    peer_repeats: int

    def __str__(self) -> str:
        return f"{self.rows * self.columns:,} cells × {self.places:,} places, {self.mode}"


SMALL = (Size(50, 100, 500, "walk", 7, 3), Size(50, 100, 500, "5 km", 7, 3))
LARGE = (Size(250, 400, 10_000, "walk", 3, 1), Size(250, 400, 10_000, "5 km", 3, 1))
COUNTRY = (Size(2600, 500, 300_000, "5 km", 1, 0),)


def figures(*, smallest: bool) -> Iterator[GeoFigure]:
    """With and without kept pairs; the size of a country only without."""
    for size in SMALL if smallest else (*SMALL, *LARGE):
        kept = run_alone(with_pairs, size, repeats=size.repeats)
        unkept = run_alone(without_pairs, size, repeats=size.repeats)
        peer = run_alone(by_access, size, repeats=size.peer_repeats)
        yield _figure("E2SFCA, pairs kept", size, kept, peer)
        yield _figure("E2SFCA, no pair kept", size, unkept, peer)
    for size in () if smallest else COUNTRY:
        found = run_alone(without_pairs, size, repeats=size.repeats)
        _, people, _, capacity = town(size)
        arrived = float((found.result * people).sum() / capacity.sum())
        yield GeoFigure(
            "E2SFCA, no pair kept", str(size), found.seconds, found.extra_mb, found.peak_mb,
            agreement=f"Σ(A·people) is Σ capacity to {abs(arrived - 1.0):.0e}",
        )  # fmt: skip


def with_pairs(size: Size) -> Callable[[], FloatArray]:
    """Search, then both steps on the kept pairs."""
    cells, people, places, capacity = town(size)

    def work() -> FloatArray:
        return enhanced_two_step(_TRAVEL.reach(cells, places, size.mode, _LIMIT), people, capacity).scores

    return work


def without_pairs(size: Size) -> Callable[[], FloatArray]:
    """One pass, block by block."""
    cells, people, places, capacity = town(size)

    def work() -> FloatArray:
        return enhanced_two_step_straight(
            cells, people, places, capacity, travel=_TRAVEL, mode=size.mode, limit_minutes=_LIMIT
        ).scores

    return work


def by_access(size: Size) -> Callable[[], FloatArray]:
    """PySAL on the pairs found before; NaN for the cells that it leaves out."""
    import pandas as pd
    from access import Access
    from access.weights import step_fn

    cells, people, places, capacity = town(size)
    reach = _TRAVEL.reach(cells, places, size.mode, _LIMIT)
    origins = np.repeat(np.arange(len(cells)), np.diff(reach.indptr))
    costs = pd.DataFrame({"origin": origins, "dest": reach.places, "minutes": reach.minutes})
    demand = pd.DataFrame({"people": people}, index=pd.Index(np.arange(len(cells)), name="cell"))
    supply = pd.DataFrame({"seats": capacity}, index=pd.Index(np.arange(len(places)), name="place"))
    weight = step_fn(dict(zip(LUO_QI.edges, LUO_QI.weights, strict=True)))

    def work() -> FloatArray:
        asked = Access(
            demand_df=demand, demand_value="people", supply_df=supply, supply_value=["seats"], cost_df=costs,
            cost_origin="origin", cost_dest="dest", cost_name="minutes",
        )  # fmt: skip
        found = asked.two_stage_fca(name="fca", max_cost=_LIMIT, weight_fn=weight)
        return np.asarray(found["fca_seats"].reindex(demand.index), dtype=np.float64)

    return work


def _figure(task: str, size: Size, ours: Alone, peer: Alone) -> GeoFigure:
    return GeoFigure(
        task, str(size), ours.seconds, ours.extra_mb, ours.peak_mb, PEER, peer.seconds, peer.extra_mb,
        _agreement(ours.result, peer.result),
    )  # fmt: skip


def _agreement(ours: FloatArray, peer: FloatArray) -> str:
    """The largest relative difference where the peer has a score, and what it leaves out."""
    reached = np.isfinite(peer)
    furthest = float(np.abs(ours[reached] / peer[reached] - 1.0).max())
    zeros = "all 0 here" if (ours[~reached] == 0.0).all() else "NOT ALL 0 HERE"
    return f"{furthest:.0e}; left out by peer: {int((~reached).sum()):,} cells, {zeros}"


def town(size: Size) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Cells, people, places and capacity, the same in every process."""
    random = np.random.default_rng(size.rows * size.places)
    row, column = np.divmod(np.arange(size.rows * size.columns), size.columns)
    cells = np.column_stack([33.0 + (row + 0.5) * 7.5 / 3600, 135.0 + (column + 0.5) * 11.25 / 3600])
    people = random.lognormal(3.5, 1.4, len(cells))
    home = random.choice(len(cells), size.places, p=people / people.sum())
    places = cells[home] + random.uniform(-0.001, 0.001, (size.places, 2))
    return cells, people, places, random.integers(5, 60, size.places).astype(np.float64)
