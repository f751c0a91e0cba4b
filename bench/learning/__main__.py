"""`python -m bench.learning [--check]`: see bench/learning/__init__.py."""

from __future__ import annotations

import argparse
import json
import sys

from bench.learning.episodes import folders, read_city
from bench.learning.export import WEIGHTS, cut_off, export
from bench.learning.fit import Settings, fit
from bench.learning.leave_one_out import leave_one_out

VERSION = "2026.11-3"


def main() -> int:
    """Fit and write the data files, or with --check print what the fit is worth for cities left out."""
    parser = argparse.ArgumentParser(prog="bench.learning", description=__doc__)
    parser.add_argument("--check", action="store_true", help="leave one city out, write nothing")
    settings = Settings()
    cities = [read_city(folder) for folder in folders()]
    if parser.parse_args().check:
        for line in leave_one_out(cities, settings):
            print(
                f"{line.city:<12} {line.people:>3} people  nDCG@10 {line.all:.3f} / {line.structured:.3f}"
                f" / {line.text:.3f}  forbidden {line.forbidden:.2%}",
                flush=True,
            )
        return 0
    fitted = fit(cities, settings)
    parameters = json.loads(WEIGHTS.read_text(encoding="utf-8"))["parameters"]
    export(fitted, version=VERSION, parameters=parameters)
    print(f"written; {cut_off(fitted, cities):.2%} of the values are cut off")
    return 0


if __name__ == "__main__":
    sys.exit(main())
