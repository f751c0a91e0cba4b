"""Read and index the texts of many places: in chunks, and in two processes where there are many.

Threads would not help: the work is Python's own. Processes are started afresh ("spawn"), because a server with
threads must not be copied; where that is impossible (a script without a main guard) one process does it all.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import current_process, get_context, parent_process
from threading import Thread

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue.concept_index import Readings, readings_of
from matcher.engine.catalogue.place_texts import digests, only_texts, place_text
from matcher.engine.reading import read_place
from matcher.engine.text_index import Counted, count_bigrams
from resources.records import ResourceRecord

_CHUNK = 5_000
_PROCESSES_FROM = 20_000  # below this starting them takes longer than they save
_PROCESSES = 2


@dataclass(frozen=True)
class ReadChunk:
    """What was read of some places, in their order."""

    counted: Counted
    readings: Readings
    digests: npt.NDArray[np.uint64]


def read_all(places: Sequence[ResourceRecord]) -> Iterator[ReadChunk]:
    """Every place, in chunks of 5,000; at least one chunk. Whoever takes a chunk alone holds it."""
    starts = range(0, len(places), _CHUNK) or range(1)
    done = 0
    if len(places) >= _PROCESSES_FROM and (os.cpu_count() or 1) > 1 and not current_process().daemon:
        try:
            for chunk in _in_processes(places, starts):
                done += 1
                yield chunk
        except BrokenProcessPool:
            pass
    for start in starts[done:]:
        yield read_chunk(places[start : start + _CHUNK])


def _in_processes(places: Sequence[ResourceRecord], starts: range) -> Iterator[ReadChunk]:
    pending: deque[Future[ReadChunk]] = deque()
    with ProcessPoolExecutor(_PROCESSES, get_context("spawn"), initializer=_end_with_parent) as pool:
        for start in starts:
            chunk = [only_texts(record) for record in places[start : start + _CHUNK]]
            pending.append(pool.submit(read_chunk, chunk))
            if len(pending) > 2 * _PROCESSES:  # no more in memory than keeps everybody busy
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def _end_with_parent() -> None:
    """A helper whose parent was killed would wait for work for ever."""
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def read_chunk(places: Sequence[ResourceRecord]) -> ReadChunk:
    """Some places at once."""
    return ReadChunk(
        counted=count_bigrams([place_text(record) for record in places]),
        readings=readings_of([read_place(record) for record in places]),
        digests=digests(places),
    )
