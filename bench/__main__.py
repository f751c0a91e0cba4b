"""`python -m bench [--check] [--sizes 1000 10000]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from bench.checking import compare
from bench.figures import FIGURES, recorded_ratios, write_figures
from bench.lifecycle import Lifecycle, measure_lifecycle
from bench.matching import SIZES, measure_matching
from bench.measuring import Measured


def main() -> int:
    """Measure and write, or with --check measure the smallest size and compare."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--check", action="store_true", help="smallest size only; 1 when a ratio has halved")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of places")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tsunagite-bench-") as folder:
        if arguments.check:
            # A busy machine may spoil one round; a real loss shows in both.
            return _check(_smallest(Path(folder))) and _check(_smallest(Path(folder)))
        found: list[Measured] = []
        lifecycles: list[Lifecycle] = []
        for size in arguments.sizes:
            place = Path(folder) / str(size)
            lifecycles.append(measure_lifecycle(size, place))
            found += measure_matching(size, place)
            write_figures(found, lifecycles)  # after every size: the large ones take long
    print(FIGURES.read_text(encoding="utf-8"))
    return 0


def _smallest(folder: Path) -> list[Measured]:
    return measure_matching(min(SIZES), folder / str(min(SIZES)))


def _check(found: list[Measured]) -> int:
    ratios = {(measured.task, measured.size, measured.peer): measured.ratio for measured in found}
    return compare(ratios, recorded_ratios(), command="python -m bench")


if __name__ == "__main__":
    sys.exit(main())
