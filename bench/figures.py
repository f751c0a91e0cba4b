"""docs/figures.md: what was measured, when, on what, and the ratios that `--check` compares with."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bench.measuring import Measured

FIGURES = Path(__file__).resolve().parents[1] / "docs" / "figures.md"
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


def write_figures(found: Sequence[Measured], file: Path = FIGURES) -> None:
    """Replace docs/figures.md."""
    rows = [
        f"| {m.task} | {m.size} | {m.ours_median:.2f} | {m.ours_p95:.2f} | {m.peer} | {m.peer_median:.2f}"
        f" | {m.peer_p95:.2f} | {m.ratio:.3g} | {m.memory_mb:.0f} |"
        for m in found
    ]
    table = [f"| {' | '.join(_HEAD)} |", f"|{'---|' * len(_HEAD)}", *rows]
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join([*_preface(), *table, ""]), encoding="utf-8")


def recorded_ratios(file: Path = FIGURES) -> dict[tuple[str, int], float]:
    """(task, places) → ratio as it stands in docs/figures.md; empty when there is no such file."""
    if not file.is_file():
        return {}
    cells = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    ratio = _HEAD.index("ratio")
    return {(row[0], int(row[1])): float(row[ratio]) for row in cells[2:]}


def _preface() -> list[str]:
    load = "/".join(f"{value:.1f}" for value in os.getloadavg())
    return [
        "# Figures",
        "",
        "Written by `python -m bench` (`make bench`); `python -m bench --check` measures the smallest size again",
        "and fails when a ratio has fallen below half of the one written here. One need at a time, synthetic",
        "catalogue (bench/corpus.py, fixed seed). ratio = peer median / our median, above 1 we are faster.",
        "The whole match scores all components and writes reasons and cautions; its peer only filters and ranks.",
        "",
        f"- date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"- machine: {platform.system()} {platform.machine()}, {os.cpu_count()} processors,"
        f" Python {platform.python_version()}, numpy {np.__version__}",
        f"- load (1/5/15 minutes): {load}",
        "",
    ]
