"""Siting beside spopt with the CBC solver that comes with it: maximal covering and p-median with proof.

Random cells and candidates in a square, 30 minutes on foot (1,846 m). Ours is the whole answer: condensing the
reach, search, proof, and for "with alternatives" the list of what does nearly as well, of which spopt has nothing.
spopt is handed the table of minutes; its time is its model and the solver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from bench.geo.alone import Alone, run_alone
from bench.geo.model import GeoFigure
from geo.siting.model import Assumptions, Candidates, Siting
from geo.siting.places import cover_most, shorten_most
from geo.siting.question import Demand
from geo.travel import DirectTravel, TravelMode

PEER = "spopt, CBC"
MINUTES = 30.0
MOST_MINUTES = 60.0
_AGREE = 1e-6


@dataclass(frozen=True)
class Task:
    """Cells and candidates in a square with sides of `km`, and how many more places."""

    name: str
    cells: int
    candidates: int
    add: int
    km: float
    repeats: int

    @property
    def size(self) -> str:
        """As the table of figures says it."""
        where = f"{self.cells:,} cells × {self.candidates:,} candidates in a square of {self.km:g} km"
        return f"{where}, p = {self.add}"


COVER, MORE, MEDIAN = "MCLP", "MCLP with alternatives", "p-median with alternatives"
SMALL = (Task(COVER, 2_000, 300, 3, 20.4, 9), Task(MORE, 2_000, 300, 3, 20.4, 9))  # the same places: one peer
MEDIAN_BESIDE = Task(MEDIAN, 500, 60, 3, 10.2, 3)  # of 2,000 × 300, CBC is not back in many minutes
LARGE = (
    Task(MEDIAN, 2_000, 300, 3, 20.4, 3),
    Task(COVER, 20_000, 2_000, 10, 52.7, 3),
    Task(MORE, 20_000, 2_000, 10, 52.7, 3),
    Task(COVER, 20_000, 2_000, 10, 20.4, 1),
)


def figures(*, smallest: bool) -> Iterator[GeoFigure]:
    """Covering beside spopt, and the sizes at which nobody waits for spopt."""
    peer = run_alone(by_spopt, SMALL[0], repeats=1 if smallest else 3)
    for task in SMALL:
        yield figure_of(task, peer)
    if smallest:
        return
    yield figure_of(MEDIAN_BESIDE, run_alone(median_by_spopt, MEDIAN_BESIDE))
    for task in LARGE:
        yield figure_of(task)


def figure_of(task: Task, peer: Alone | None = None) -> GeoFigure:
    """One task in a process of its own. Raises AssertionError where the peer's objective differs."""
    ours = run_alone(by_us, task, repeats=task.repeats)
    objective, gap = ours.result
    proven = "proven" if gap == 0.0 else f"gap {gap:.2%}"
    figure = GeoFigure(
        task.name, task.size, ours.seconds, ours.extra_mb, ours.peak_mb, agreement=proven
    )  # fmt: skip
    if peer is None:
        return figure
    if abs(peer.result - objective) > _AGREE * peer.result:
        raise AssertionError(f"{task}: we reach {objective}, {PEER} {peer.result}")
    same = "the same person-minutes" if task.name == MEDIAN else "the same people"
    return replace(
        figure, peer=PEER, peer_seconds=peer.seconds, peer_extra_mb=peer.extra_mb,
        agreement=f"{same}; {proven}",
    )  # fmt: skip


def town(task: Task) -> Demand:
    """The same cells and candidates in every process."""
    random = np.random.default_rng(task.cells + task.candidates)

    def spread(size: int) -> np.ndarray:
        return np.column_stack(
            [35.0 + random.random(size) * task.km / 111.2, 135.0 + random.random(size) * task.km / 91.0]
        )

    cells, sites = spread(task.cells), spread(task.candidates)
    people = random.integers(1, 200, task.cells).astype(np.float64)
    codes = np.array([f"C{number:05d}" for number in range(task.candidates)])
    reach = DirectTravel({"徒歩": TravelMode(4.8)}, 1.3).reach(cells, sites, "徒歩", MINUTES)
    candidates = Candidates(codes, codes, np.full(len(codes), ""), sites)
    return Demand(people, reach, candidates, Assumptions(MINUTES, "徒歩", 4.8, 1.3))


def by_us(task: Task) -> Callable[[], tuple[float, float]]:
    """The objective and the gap of its proof."""
    given = town(task)
    nobody = np.zeros(task.cells, dtype=np.bool_)

    def work() -> tuple[float, float]:
        # A new question each time: nothing worked out before is used again.
        demand = Demand(given.people, given.reach, given.candidates, given.assumptions)
        answer: Siting
        if task.name == COVER:
            answer = cover_most(demand, nobody, task.add, wanted=None)
        elif task.name == MORE:
            answer = cover_most(demand, nobody, task.add)
        else:
            answer = shorten_most(demand, np.full(task.cells, MOST_MINUTES), task.add, MOST_MINUTES)
        return answer.objective_after, answer.proof.gap

    return work


def by_spopt(task: Task) -> Callable[[], float]:
    """The objective: people covered."""
    import pulp
    from spopt.locate import MCLP

    demand = town(task)
    minutes = _table(demand, beyond=1e6)

    def work() -> float:
        model = MCLP.from_cost_matrix(minutes, demand.people, MINUTES, task.add)
        solved = model.solve(pulp.PULP_CBC_CMD(msg=False))
        return float(solved.problem.objective.value())

    return work


def median_by_spopt(task: Task) -> Callable[[], float]:
    """The objective: minutes of everybody to the nearest place, beyond reach the most that counts."""
    import pulp
    from spopt.locate import PMedian

    demand = town(task)
    minutes = _table(demand, beyond=MOST_MINUTES)

    def work() -> float:
        model = PMedian.from_cost_matrix(minutes, demand.people, task.add)
        solved = model.solve(pulp.PULP_CBC_CMD(msg=False))
        return float(solved.problem.objective.value())

    return work


def _table(demand: Demand, *, beyond: float) -> np.ndarray:
    """Minutes from every cell to every candidate, shape (n, k), `beyond` where it is not in reach."""
    minutes = np.full((len(demand.people), len(demand.candidates)), beyond)
    minutes[demand.reach.cells, demand.reach.places] = demand.reach.minutes
    return minutes
