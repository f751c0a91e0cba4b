"""Run something in a process of its own: nothing measured before counts in its memory."""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import process_time
from typing import Any

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Alone:
    """What the work returned, its least processor seconds, MB above the start and MB at the peak.

    Programs that the work starts and waits for (solvers) count in the seconds and not in the memory.
    """

    result: Any
    seconds: float
    extra_mb: float
    peak_mb: float


def run_alone(prepare: Callable[..., Callable[[], Any]], *arguments: Any, repeats: int = 1) -> Alone:
    """`prepare(*arguments)` in a new process gives the work; only the work is measured, `repeats` times.

    `prepare` is a function of a module (it travels by pickle), so are the arguments and the work's result.
    """
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(there, prepare, arguments, repeats))
    process.start()
    there.close()
    try:
        return Alone(*here.recv())
    except EOFError as error:
        raise RuntimeError(
            f"{prepare.__name__} ended without a result; its traceback stands above"
        ) from error
    finally:
        process.join()


def _measure(
    there: Connection, prepare: Callable[..., Callable[[], Any]], arguments: tuple[Any, ...], repeats: int
) -> None:
    work = prepare(*arguments)
    gc.collect()
    _CLEAR.write_text("5")  # the peak starts again from here (Linux, proc(5))
    before, seconds, result = _megabytes("VmRSS"), float("inf"), None
    for _ in range(repeats):
        result = None  # the result of the run before is no memory of this one
        start = _processor_seconds()
        result = work()
        seconds = min(seconds, _processor_seconds() - start)
    peak = _megabytes("VmHWM")
    there.send((result, seconds, peak - before, peak))


def _processor_seconds() -> float:
    programs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + programs.ru_utime + programs.ru_stime


def _megabytes(field: str) -> float:
    lines = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="ascii").splitlines())
    return float(lines[field].split()[0]) / 1024.0
