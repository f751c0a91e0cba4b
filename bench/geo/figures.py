"""The part `geo` of docs/figures.md: written whole, and read again for `--check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.figures import FIGURES, circumstances, recorded_rows, table, write_part
from bench.geo.model import GeoFigure

PART = "geo"
_HEAD = (
    "task",
    "size",
    "ours s",
    "extra MB",
    "peak MB",
    "peer",
    "peer s",
    "peer extra MB",
    "ratio",
    "agreement",
)


def write_geo_figures(found: Sequence[GeoFigure], file: Path = FIGURES) -> None:
    """Replace the geographic part."""
    write_part(PART, [*_preface(), *table(_HEAD, [_row(figure) for figure in found])], file)


def recorded_geo_ratios(file: Path = FIGURES) -> dict[tuple[str, str, str], float]:
    """(task, size, peer) → ratio as written; figures without a peer are left out."""
    return {
        (row["task"], row["size"], row["peer"]): float(row["ratio"])
        for row in recorded_rows(PART, _HEAD, file)
        if row["ratio"]
    }


def _row(figure: GeoFigure) -> str:
    cells = [
        figure.task,
        figure.size,
        f"{figure.seconds:.3g}",
        f"{figure.extra_mb:.0f}",
        f"{figure.peak_mb:.0f}",
        figure.peer,
        _or_empty(figure.peer_seconds, ".3g"),
        _or_empty(figure.peer_extra_mb, ".0f"),
        _or_empty(figure.ratio, ".3g"),
        figure.agreement,
    ]
    return f"| {' | '.join(cells)} |"


def _or_empty(number: float | None, form: str) -> str:
    return "" if number is None else format(number, form)


def _preface() -> list[str]:
    return [
        "## Maps and accessibility",
        "",
        "Written by `python -m bench.geo`; `python -m bench.geo --check` measures the smallest sizes again and fails",
        "when a ratio has fallen below half of the one written here. Made data with fixed seeds. Seconds are the",
        "processor's, the least of several runs, each task in a process of its own; MB are above what stood before",
        "the run, and the peak of the whole process. ratio = peer seconds / our seconds, above 1 we are faster.",
        "",
        *circumstances(),
        "",
    ]
