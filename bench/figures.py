"""docs/figures.md: what was measured, when, on what, and the ratios that `--check` compares with.

Each part stands between two marks of its own; what stands around it, other parts too, is left as it is.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

import numpy as np

from bench.lifecycle import Lifecycle, as_row
from bench.measuring import Measured

FIGURES = Path(__file__).resolve().parents[1] / "docs" / "figures.md"
SPEED = "bench"
_HEAD = (
    "task",
    "places",
    "ours median ms",
    "ours p95 ms",
    "peer",
    "peer median ms",
    "peer p95 ms",
    "ratio",
    "peak memory MB",
)
_LIFECYCLE_HEAD = (
    "places",
    "build s",
    "build MB",
    "update of 1,000 s",
    "save s",
    "load s",
    "load and first answer s",
    "loaded MB",
    "recall of the best 20",
)


def write_figures(
    found: Sequence[Measured], lifecycles: Sequence[Lifecycle] = (), file: Path = FIGURES
) -> None:
    """Replace the bench part of docs/figures.md."""
    rows = [
        f"| {m.task} | {m.size} | {m.ours_median:.2f} | {m.ours_p95:.2f} | {m.peer} | {m.peer_median:.2f}"
        f" | {m.peer_p95:.2f} | {m.ratio:.3g} | {m.memory_mb:.0f} |"
        for m in found
    ]
    lines = [
        *_preface(),
        *table(_HEAD, rows),
        "",
        *table(_LIFECYCLE_HEAD, [f"| {' | '.join(as_row(one))} |" for one in lifecycles]),
    ]
    write_part(SPEED, lines, file)


def write_part(name: str, lines: Sequence[str], file: Path = FIGURES) -> None:
    """Replace the part `name` of docs/figures.md; a part that is not there yet comes at the end."""
    text = file.read_text(encoding="utf-8") if file.is_file() else "# Figures\n"
    begin, end = _marks(name)
    part = "\n".join([begin, *lines, end])
    if begin in text:
        before, _, rest = text.partition(begin)
        text = before + part + rest.partition(end)[2]
    else:
        text = f"{text.rstrip()}\n\n{part}\n"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"


def recorded_ratios(file: Path = FIGURES) -> dict[tuple[str, int, str], float]:
    """(task, places, peer) → ratio as it stands in docs/figures.md; empty when there is no such file."""
    rows = recorded_rows(SPEED, _HEAD, file)
    return {(row["task"], int(row["places"]), row["peer"]): float(row["ratio"]) for row in rows}


def recorded_rows(name: str, head: Sequence[str], file: Path = FIGURES) -> list[dict[str, str]]:
    """The rows of the table with this head in the part `name`, column → cell; none when there is no such part."""
    if not file.is_file():
        return []
    begin, end = _marks(name)
    part = file.read_text(encoding="utf-8").partition(begin)[2].partition(end)[0]
    lines = [line.strip() for line in part.splitlines()]
    first_line = table(head, [])[0]
    if first_line not in lines:
        return []
    below = lines[lines.index(first_line) + 2 :]  # after the head and the line of dashes
    rows = takewhile(lambda line: line.startswith("|"), below)
    return [
        dict(zip(head, (cell.strip() for cell in row.strip("|").split("|")), strict=True)) for row in rows
    ]


def table(head: Sequence[str], rows: Sequence[str]) -> list[str]:
    """The lines of a Markdown table."""
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *rows]


def _preface() -> list[str]:
    return [
        "## Speed",
        "",
        "Written by `python -m bench` (`make bench`); `python -m bench --check` measures the smallest size again",
        "and fails when a ratio has fallen below half of the one written here. One need at a time, synthetic",
        "catalogue (bench/corpus.py, fixed seed). ratio = peer median / our median, above 1 we are faster.",
        "The whole match reads the note, scores and writes reasons and cautions; its peers only filter and rank.",
        "Above 3,000 places candidates are scored; recall says how many of the best 20 are among them.",
        "Build: columns, text index and readings from records, in two processes; its MB are those of",
        "the building process with the list of records; the two helpers take about 260 MB each, of which",
        "190 MB are the dictionary's file that all three share.",
        "",
        *circumstances(),
        "",
    ]


def circumstances() -> list[str]:
    """When and on what the figures were measured."""
    load = "/".join(f"{value:.1f}" for value in os.getloadavg())
    return [
        f"- date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"- machine: {platform.system()} {platform.machine()}, {os.cpu_count()} processors,"
        f" Python {platform.python_version()}, numpy {np.__version__}",
        f"- load (1/5/15 minutes): {load}",
    ]
