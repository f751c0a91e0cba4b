"""`python -m bench.duplicates [--check | --scan]`: see bench/duplicates/__init__.py."""

from __future__ import annotations

import argparse
import sys

from bench.duplicates.catalogues import training_pairs
from bench.duplicates.measuring import held_out_pairs, quality, reliability
from bench.duplicates.report import write_report
from bench.duplicates.scan import blocking_recall, large_catalogue, scan
from bench.duplicates.training import fit, write
from resources.quality.duplicates import LIKELY
from resources.quality.pairs.model import duplicates_model

ENTRIES, TWINS = 100_000, 5_000


def main() -> int:
    """Fit and write the model; --check: how good it is on towns left out; --scan: that and 100,000 entries, written."""
    parser = argparse.ArgumentParser(prog="bench.duplicates", description=__doc__)
    parser.add_argument("--check", action="store_true", help="print how good the written model is")
    parser.add_argument("--scan", action="store_true", help="measure a large scan too, write docs/figures.md")
    arguments = parser.parse_args()
    if not (arguments.check or arguments.scan):
        write(fit(training_pairs()))
        return 0
    if arguments.scan:  # first: the peak of memory is that of the whole process
        made = large_catalogue(ENTRIES, twins=TWINS)
        measured, candidates = scan(made), blocking_recall(made)
    pairs = held_out_pairs()
    lines = list(quality(duplicates_model(), pairs, at_least=LIKELY))
    calibration = list(reliability(duplicates_model(), pairs))
    for line in lines:
        print(line)
    for row in calibration:
        print(row)
    if arguments.scan:
        print(measured)
        write_report(lines, calibration, measured, candidates)
    return 0


if __name__ == "__main__":
    sys.exit(main())
