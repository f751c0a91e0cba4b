"""Where the tasks of a large run are worked: here, in processes of this machine, or on a Dask cluster.

One interface. A task is data, the work a function of a module: both travel by pickle. Results come back in the
order of the tasks and each is the work of one task alone, so the numbers are the same from every executor.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

from geo.errors import GeoError

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 2  # tasks handed out per worker: none waits for work, and not all of a country is in memory


class Executor(Protocol):
    """Works tasks."""

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """`work` of every task, in the order of the tasks. An exception of the work is raised here."""
        ...


@dataclass(frozen=True)
class InProcess:
    """One task after another, in this process."""

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        return map(work, tasks)


@dataclass(frozen=True)
class LocalProcesses:
    """In `workers` new processes of this machine (one per processor when None).

    They are spawned, as on Windows, and inherit nothing: the script that starts them needs the usual
    `if __name__ == "__main__":`.
    """

    workers: int | None = None

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        workers = self.workers or os.cpu_count() or 1
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            yield from _in_order(lambda task: pool.submit(work, task), tasks, _AHEAD * workers)


@dataclass(frozen=True)
class DaskCluster:
    """On the Dask cluster whose scheduler is at `address`, or on one of this machine alone when None.

    Needs the extra [distributed] on this machine and on the workers.
    """

    address: str | None = None
    workers: int = 2

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        try:
            from distributed import Client, LocalCluster
        except ImportError as error:
            raise GeoError(
                "Dask の計算機群を使うには追加の部品が要ります。tsunagite[distributed] を入れてください。"
            ) from error
        if self.address is not None:
            with Client(self.address, set_as_default=False) as client:
                yield from self._on(client, work, tasks)
            return
        with (
            LocalCluster(n_workers=self.workers, threads_per_worker=1, dashboard_address=None) as cluster,
            Client(cluster, set_as_default=False) as client,
        ):
            yield from self._on(client, work, tasks)

    def _on(self, client: Any, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        # pure=False: no key is made of the data, so equal tasks are worked like different ones.
        yield from _in_order(
            lambda task: client.submit(work, task, pure=False), tasks, _AHEAD * sum(client.ncores().values())
        )


def _in_order(submit: Callable[[Task], Any], tasks: Iterable[Task], ahead: int) -> Iterator[Any]:
    """Results in the order of the tasks, never more than `ahead` tasks handed out."""
    handed_out: deque[Any] = deque()
    for task in tasks:
        handed_out.append(submit(task))
        if len(handed_out) >= ahead:
            yield handed_out.popleft().result()
    while handed_out:
        yield handed_out.popleft().result()
