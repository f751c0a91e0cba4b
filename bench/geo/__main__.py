"""`python -m bench.geo [--check] [--only accessibility …]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from bench.checking import compare
from bench.geo import accessibility, areas, maps, network, siting, transit
from bench.geo.figures import recorded_geo_ratios, write_geo_figures
from bench.geo.model import GeoFigure

SUBJECTS: Mapping[str, Callable[..., Iterator[GeoFigure]]] = {
    "accessibility": accessibility.figures,
    "areas": areas.figures,
    "siting": siting.figures,
    "network": network.figures,
    "transit": transit.figures,
    "maps": maps.figures,
}
"""Name → figures(smallest=…): a further subject is a further module and a line here."""


def main() -> int:
    """Measure and write, or with --check measure the smallest sizes and compare."""
    parser = argparse.ArgumentParser(prog="bench.geo", description=__doc__)
    parser.add_argument("--check", action="store_true", help="smallest sizes only; 1 when a ratio has halved")
    parser.add_argument("--only", nargs="+", choices=sorted(SUBJECTS), default=list(SUBJECTS))
    arguments = parser.parse_args()
    if arguments.check:
        # A busy machine may spoil one round; a real loss shows in both.
        return _check(arguments.only) and _check(arguments.only)
    found = list(_measured(arguments.only, smallest=False))
    if set(arguments.only) == set(SUBJECTS):
        write_geo_figures(found)
    return 0


def _measured(subjects: Sequence[str], *, smallest: bool) -> Iterator[GeoFigure]:
    for subject in subjects:
        for figure in SUBJECTS[subject](smallest=smallest):
            print(figure)
            yield figure


def _check(subjects: Sequence[str]) -> int:
    ratios = {
        figure.key: figure.ratio for figure in _measured(subjects, smallest=True) if figure.ratio is not None
    }
    return compare(ratios, recorded_geo_ratios(), command="python -m bench.geo")


if __name__ == "__main__":
    sys.exit(main())
