"""The part of docs/figures.md about duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.duplicates.measuring import Quality
from bench.duplicates.scan import Scan
from bench.figures import FIGURES, circumstances, table, write_part
from resources.quality.duplicates import LIKELY

_HEAD = ("town", "pairs", "twins", "AUC", "average precision", "precision", "recall", "Brier")
_BINS = ("probability", "pairs", "mean probability", "share that is one place")
_SCAN = (
    "entries", "twins", "candidate pairs", "twins among them", "s", "processor s", "peak MB", "precision", "recall",
)  # fmt: skip


def write_report(
    lines: Sequence[Quality],
    calibration: Sequence[tuple[str, int, float, float]],
    measured: Scan,
    candidates: tuple[int, float],
    file: Path = FIGURES,
) -> None:
    """Replace the part `duplicates`."""
    towns = [
        f"| {q.town} | {q.pairs} | {q.twins} | {q.auc:.4f} | {q.average_precision:.4f} | {q.precision:.3f}"
        f" | {q.recall:.3f} | {q.brier:.4f} |"
        for q in lines
    ]
    bins = [f"| {name} | {pairs} | {mean:.3f} | {share:.3f} |" for name, pairs, mean, share in calibration]
    m = measured
    scanned = (
        f"| {m.entries} | {m.twins} | {candidates[0]} | {candidates[1]:.3f} | {m.seconds:.1f}"
        f" | {m.processor_seconds:.1f} | {m.memory_mb:.0f} | {m.precision:.3f} | {m.recall:.3f} |"
    )
    write_part(
        "duplicates",
        [*_preface(), *table(_HEAD, towns), "", *table(_BINS, bins), "", *table(_SCAN, [scanned])],
        file,
    )


def _preface() -> list[str]:
    return [
        "## Entries listed twice",
        "",
        "Written by `python -m bench.duplicates --scan`. Twins and look-alikes are made (bench/duplicates), so these",
        "figures say how the model does on differences that somebody thought of. Towns that train nothing; pairs are",
        f"the candidates; precision and recall at the threshold of `find_duplicates` ({LIKELY}), a twin that is no",
        "candidate counting as not found. The generator was written beside the planted pairs of the three cities that",
        "may be read: those are no independent test of it.",
        "",
        *circumstances(),
        "",
    ]
