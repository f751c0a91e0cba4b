"""Time two ways of doing the same thing, turn by turn, so that noise meets both."""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import TypeVar

Question = TypeVar("Question")


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of one question: ours and the peer's, median and 95th percentile; MB at the peak."""

    task: str
    size: int
    ours_median: float
    ours_p95: float
    peer: str
    peer_median: float
    peer_p95: float
    memory_mb: float

    @property
    def ratio(self) -> float:
        """How many times faster than the peer we are; below 1 the peer is faster."""
        return self.peer_median / self.ours_median


def measure(
    task: str,
    size: int,
    questions: Sequence[Question],
    *,
    ours: Callable[[Question], object],
    peer: Callable[[Question], object],
    peer_name: str,
) -> Measured:
    """Ask every question twice of both in turn, after one unmeasured round; the faster of the two counts."""
    for question in questions:
        ours(question)
        peer(question)
    gc.collect()
    own_times, peer_times = [], []
    for question in questions:
        own_times.append(min(_milliseconds(ours, question) for _ in range(2)))
        peer_times.append(min(_milliseconds(peer, question) for _ in range(2)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    return Measured(
        task, size, median(own_times), _p95(own_times), peer_name, median(peer_times), _p95(peer_times), peak
    )


def _milliseconds(action: Callable[[Question], object], question: Question) -> float:
    start = perf_counter()
    action(question)
    return (perf_counter() - start) * 1000.0


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1]
