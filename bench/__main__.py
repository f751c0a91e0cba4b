"""`python -m bench [--check]`."""

from __future__ import annotations

import argparse
import sys

from bench.figures import FIGURES, recorded_ratios, write_figures
from bench.matching import SIZES, measure_matching
from bench.measuring import Measured

ALLOWED_LOSS = 0.5


def main() -> int:
    """Measure and write, or with --check measure the smallest size and compare."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--check", action="store_true", help="smallest size only; 1 when a ratio has halved")
    if parser.parse_args().check:
        # A busy machine may spoil one round; a real loss shows in both.
        return _check(measure_matching(min(SIZES))) and _check(measure_matching(min(SIZES)))
    write_figures([measured for size in SIZES for measured in measure_matching(size)])
    print(FIGURES.read_text(encoding="utf-8"))
    return 0


def _check(found: list[Measured]) -> int:
    recorded = recorded_ratios()
    status = 0
    for measured in found:
        before = recorded.get((measured.task, measured.size))
        if before is None:
            print(f"{measured.task}, {measured.size}: not recorded in {FIGURES.name}; run python -m bench")
            status = 1
            continue
        lost = measured.ratio < ALLOWED_LOSS * before
        verdict = "SLOWER THAN HALF" if lost else "ok"
        print(
            f"{measured.task}, {measured.size}: ratio {measured.ratio:.3g}, recorded {before:.3g}: {verdict}"
        )
        status = 1 if lost else status
    return status


if __name__ == "__main__":
    sys.exit(main())
