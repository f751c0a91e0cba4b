"""Siting beside spopt with the CBC solver that comes with it: maximal covering and p-median with proof.

Random cells and candidates in a square, 30 minutes on foot (1,846 m). Ours is the whole answer: condensing the
reach, search, proof, and for "with alternatives" the list of what does nearly as well, of which spopt has nothing.
spopt is handed the table of minutes; its time is its model and the solver.
"""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from geo.siting.model import Assumptions, Candidates, Siting
from geo.siting.places import cover_most, shorten_most
from geo.siting.question import Demand
from geo.travel import DirectTravel, TravelMode

PEER = "spopt, CBC"
MINUTES = 30.0
_AGREE = 1e-6


@dataclass(frozen=True)
class Task:
    """`km`: side of the square; `peer_repeats` 0: the peer is not asked (it takes minutes to hours there)."""

    name: str
    cells: int
    candidates: int
    add: int
    km: float
    repeats: int
    peer_repeats: int = 0

    def __str__(self) -> str:
        size = f"{self.cells:,} cells × {self.candidates:,} candidates in a square of {self.km:g} km"
        return f"{self.name}, {size}, p = {self.add}"


@dataclass(frozen=True)
class Run:
    """Least seconds of several runs by the clock and of the processors (solver included), MB above the start."""

    objective: float
    gap: float
    seconds: float
    processor_seconds: float
    extra_mb: float


@dataclass(frozen=True)
class SitingMeasured:
    """One task, ours and the peer's (None where it was not asked)."""

    task: str
    ours: Run
    peer: Run | None

    @property
    def ratio(self) -> float | None:
        """How many times faster we are, by processor seconds: the machine may be shared."""
        return None if self.peer is None else self.peer.processor_seconds / self.ours.processor_seconds


COVER, MORE, MEDIAN = "MCLP", "MCLP with alternatives", "p-median with alternatives"
SMALL = (Task(COVER, 2_000, 300, 3, 20.4, 5, 2), Task(MORE, 2_000, 300, 3, 20.4, 5, 2))
LARGE = (
    Task(MEDIAN, 2_000, 300, 3, 20.4, 3),
    Task(COVER, 20_000, 2_000, 10, 52.7, 3),
    Task(MORE, 20_000, 2_000, 10, 52.7, 3),
    Task(COVER, 20_000, 2_000, 10, 20.4, 1),
)


def measure(tasks: Sequence[Task] = (*SMALL, *LARGE)) -> list[SitingMeasured]:
    """Every task, each run in a process of its own. Raises AssertionError where the peer's objective differs."""
    found = []
    for task in tasks:
        ours = _alone(_ours, task, task.repeats)
        peer = _alone(_spopt, task, task.peer_repeats) if task.peer_repeats else None
        if peer is not None and abs(peer.objective - ours.objective) > _AGREE * peer.objective:
            raise AssertionError(f"{task}: we reach {ours.objective}, {PEER} {peer.objective}")
        found.append(SitingMeasured(str(task), ours, peer))
    return found


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


def _ours(task: Task) -> Callable[[], tuple[float, float]]:
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
            answer = shorten_most(demand, np.full(task.cells, 60.0), task.add, 60.0)
        return answer.objective_after, answer.proof.gap

    return work


def _spopt(task: Task) -> Callable[[], tuple[float, float]]:
    import pulp
    from spopt.locate import MCLP

    demand = town(task)
    minutes = np.full((task.cells, task.candidates), 1e6)
    rows = np.repeat(np.arange(task.cells), np.diff(demand.reach.indptr))
    minutes[rows, demand.reach.places] = demand.reach.minutes

    def work() -> tuple[float, float]:
        model = MCLP.from_cost_matrix(minutes, demand.people, MINUTES, task.add)
        solved = model.solve(pulp.PULP_CBC_CMD(msg=False))
        return float(solved.problem.objective.value()), 0.0

    return work


def _alone(prepare: Callable[[Task], Callable[[], tuple[float, float]]], task: Task, repeats: int) -> Run:
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measured, prepare, task, repeats).result()


def _measured(prepare: Callable[[Task], Callable[[], tuple[float, float]]], task: Task, repeats: int) -> Run:
    work = prepare(task)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts again from here (Linux, proc(5))
    before = _megabytes("VmRSS")
    objective = gap = 0.0
    clock = processor = float("inf")
    for _ in range(repeats):
        start, used = perf_counter(), _processor_seconds()
        objective, gap = work()
        clock, processor = min(clock, perf_counter() - start), min(processor, _processor_seconds() - used)
    return Run(objective, gap, clock, processor, _megabytes("VmHWM") - before)


def _processor_seconds() -> float:
    """Of this process and of the solvers that it started and that have ended."""
    solvers = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + solvers.ru_utime + solvers.ru_stime


def _megabytes(field: str) -> float:
    lines = dict(
        line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    )
    return float(lines[field].split()[0]) / 1024.0
