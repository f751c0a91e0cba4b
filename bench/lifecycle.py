"""Making, changing, keeping and loading a catalogue: seconds, memory, and what candidates leave out.

`python -m bench.lifecycle SIZE FOLDER` prints the figures as JSON: each in a process of its own, so that memory is
only what it takes.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import mean
from time import perf_counter

from bench.corpus import needs, records
from matcher.engine.catalogue import prepare, update
from matcher.engine.match import Engine, judge, match
from matcher.engine.need import Need
from matcher.engine.scoring import ranking
from matcher.engine.store import load, save
from resources.snapshot import build_snapshot

CHANGED = 1_000
_PEOPLE = 20


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """Seconds; `build_mb` the largest memory of the building process; its two helpers take about 260 MB each, 190 MB
    of them the dictionary's file that all share."""

    size: int
    build: float
    build_mb: float
    update: float
    save: float
    load: float
    first_answer: float
    """Load and answer one need."""
    loaded_mb: float
    recall: float
    """Share of the best 20 by scoring every place that candidates keep."""


def measure_lifecycle(size: int, folder: Path) -> Lifecycle:
    """All figures; leaves the catalogue in `folder`."""
    made, loaded = (_in_own_process(step, size, folder) for step in ("make", "load"))
    return Lifecycle(size=size, **made, **loaded)


def _in_own_process(step: str, size: int, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.lifecycle", step, str(size), str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _make(size: int, folder: Path) -> dict[str, float]:
    given = records(size)
    start = perf_counter()
    catalogue = prepare(build_snapshot(given, str(size)))
    build = perf_counter() - start
    build_mb = _peak_mb()
    changed = [
        replace(record, summary=f"{record.summary}変わりました。")
        for record in given[:: max(size // CHANGED, 1)][:CHANGED]
    ]
    start = perf_counter()
    update(catalogue, changed, (), "next")
    updated = perf_counter() - start
    start = perf_counter()
    save(catalogue, folder)
    return {"build": build, "build_mb": build_mb, "update": updated, "save": perf_counter() - start}


def _load(size: int, folder: Path) -> dict[str, float]:
    people = needs(_PEOPLE)
    match(people[0], build_snapshot(records(3)))  # tables and dictionary are read before the clock runs
    start = perf_counter()
    catalogue = load(folder, str(size))
    loaded = perf_counter() - start
    engine = Engine()
    engine.use(catalogue)
    match(people[0], catalogue.snapshot, engine=engine)
    answered = perf_counter() - start
    memory = _peak_mb()
    recall = mean(_recall(need, engine) for need in people)
    return {"load": loaded, "first_answer": answered, "loaded_mb": memory, "recall": recall}


def _recall(need: Need, engine: Engine) -> float:
    few, whole = (set(_best(need, engine, only_candidates=only)) for only in (True, False))
    return len(few & whole) / max(len(whole), 1)


def _best(need: Need, engine: Engine, *, only_candidates: bool) -> list[int]:
    assert engine.ready is not None
    judged = judge(need, engine.ready.snapshot, None, engine, only_candidates=only_candidates)
    rows = judged.context.rows
    best = ranking(judged.scores.total, judged.context.places.keys, judged.excluded.eligible[rows], first=20)
    kept: list[int] = rows[best].tolist()
    return kept


def _peak_mb() -> float:
    """Largest memory of this process; `getrusage` would count what its parent had when it was started."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return float(line.split()[1]) / 1024.0


def as_row(figures: Lifecycle) -> list[str]:
    """The figures as cells of a table."""
    return [f"{value:.3g}" if isinstance(value, float) else str(value) for value in asdict(figures).values()]


if __name__ == "__main__":
    _, step, size, folder = sys.argv
    print(json.dumps((_make if step == "make" else _load)(int(size), Path(folder))))
