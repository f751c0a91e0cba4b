"""`python -m bench.quality`: what the suggestions are worth on the judged cities, into docs/figures.md.

Of every city only means leave this program, never a line per person: two of the cities are scored only, and nobody
opens their people. It takes a few minutes: the figures of the cities that were read are given twice, under the
engine as it is and under a fit that never saw the city.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

from bench.figures import table, write_part
from bench.learning.episodes import READABLE, folders, read_city
from bench.learning.fit import Settings
from bench.learning.leave_one_out import LeftOut, leave_one_out
from matcher.ablation import measured, without
from matcher.collection import read_people, resources_file
from matcher.engine.components import COMPONENTS
from matcher.engine.match import Engine
from matcher.engine.need import Need
from matcher.engine.weights import Weights
from matcher.evaluating import ENGINE, evaluate
from matcher.evaluation import Figures
from matcher.judgements import Judgements, read_judgements
from resources.importing import read_resources
from resources.snapshot import Snapshot, build_snapshot

SCORED_ONLY = ("sumisaka", "kusutani")
"""Judged cities whose people nobody opens who writes rules, tables or features."""

PARTS: Mapping[str, tuple[str, ...]] = {
    "learned part": tuple(name for name in COMPONENTS if name.startswith("learned_")),
    "text": ("text",),
    "concepts": (
        "interests",
        "situation",
        "situation_best",
        *(name for name in COMPONENTS if name.startswith(("interest_", "follows_"))),
    ),
    "reception": ("stage", "company", "considerations", "care_cover"),
    "way and time": ("travel", "closeness", "same_district", "time"),
    "doubts": ("no_doubt",),
}
"""What is taken away, one part at a time: name → components."""

_CITY_HEAD = (
    "city",
    "use",
    "people",
    "by",
    "nDCG@10 all",
    "structured",
    "text only",
    "left out: all / structured / text only",
    "recall@20",
    "hit3@5",
    "forbidden",
    "extension recall",
    "unmet found",
    "missed",
    "false",
)
_ABLATION_HEAD = (
    "without",
    *(
        f"{use}: {figure}"
        for use in ("scored only", "read")
        for figure in ("nDCG@10 all", "structured", "text only", "hit3@5")
    ),
)


@dataclass(frozen=True)
class JudgedCity:
    """A judged city, and an engine that holds its catalogue."""

    name: str
    needs: Sequence[Need]
    snapshot: Snapshot
    judgements: Judgements
    engine: Engine

    @property
    def is_read(self) -> bool:
        """Whether rules and training have seen its people."""
        return self.name in READABLE


def main() -> None:
    """Measure and write."""
    cities = [_read(name) for name in (*READABLE, *SCORED_ONLY)]
    found = {
        city.name: evaluate(city.needs, city.snapshot, city.judgements, engine=city.engine) for city in cities
    }
    lines = [
        *_preface(cities[0].engine),
        *table(_CITY_HEAD, list(_city_rows(cities, found, {line.city: line for line in left_out()}))),
        "",
        *_about_ablation(),
        *table(_ABLATION_HEAD, list(_ablation_rows(cities, found))),
    ]
    write_part("quality", lines)
    print("\n".join(lines))


def left_out() -> Iterator[LeftOut]:
    """For each city that may be read: the fit on all the others, further people of its places left out too.

    Measured on the people of the city itself, so that the figure stands beside that of the whole fit.
    """
    read = {folder.name: read_city(folder) for folder in folders()}
    for name in READABLE:
        others = [city for city in read.values() if city.name != name]
        yield next(leave_one_out([read[name], *others], Settings()))


def _read(name: str) -> JudgedCity:
    folder = Path(os.environ.get("TSUNAGITE_SHARED") or "../shared") / "eval" / name
    return JudgedCity(
        name,
        read_people(folder).needs,
        build_snapshot(read_resources(resources_file(folder)).records),
        read_judgements(folder),
        Engine(),
    )


def _city_rows(
    cities: Sequence[JudgedCity], found: Mapping[str, Mapping[str, Figures]], unseen: Mapping[str, LeftOut]
) -> Iterator[str]:
    for city in cities:
        for by, figures in found[city.name].items():
            line = unseen.get(city.name) if by == ENGINE else None
            yield _row(
                city.name,
                "read" if city.is_read else "scored only",
                str(len(city.needs)),
                by,
                *_groups(figures),
                "" if line is None else f"{line.all:.3f} / {line.structured:.3f} / {line.text:.3f}",
                _share(figures.all.recall20),
                _share(figures.all.hit3_at5),
                f"{figures.forbidden_share:.1%}",
                _share(figures.extension_recall),
                *map(
                    _count,
                    (figures.unmet_found, figures.unmet_missed, figures.unmet_false_alarms),
                ),
            )


def _ablation_rows(cities: Sequence[JudgedCity], found: Mapping[str, Mapping[str, Figures]]) -> Iterator[str]:
    yield _ablation_row("nothing", cities, lambda city: found[city.name][ENGINE])
    for part, components in PARTS.items():
        weights = without(cities[0].engine.weights, components)

        def reduced(city: JudgedCity, weights: Weights = weights) -> Figures:
            return measured(city.needs, city.snapshot, city.judgements, engine=city.engine, weights=weights)

        yield _ablation_row(part, cities, reduced)


def _ablation_row(
    part: str, cities: Sequence[JudgedCity], figures_of: Callable[[JudgedCity], Figures]
) -> str:
    cells: list[str] = []
    for is_read in (False, True):
        figures = [figures_of(city) for city in cities if city.is_read == is_read]
        cells += [
            _mean(one.all.ndcg10 for one in figures),
            _mean(one.structured.ndcg10 for one in figures),
            _mean(one.text.ndcg10 for one in figures),
            _mean(one.all.hit3_at5 for one in figures),
        ]
    return _row(part, *cells)


def _groups(figures: Figures) -> tuple[str, str, str]:
    return _share(figures.all.ndcg10), _share(figures.structured.ndcg10), _share(figures.text.ndcg10)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _mean(values: Iterable[float | None]) -> str:
    known = [value for value in values if value is not None]
    return _share(fmean(known) if known else None)


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _count(value: int | None) -> str:
    return "" if value is None else str(value)


def _preface(engine: Engine) -> list[str]:
    return [
        "## Matching quality per city",
        "",
        "Written by `python -m bench.quality` from the judged cities of TSUNAGITE_SHARED; what the figures mean stands",
        "in matcher/evaluation.py. Unmet needs do not count in nDCG@10, recall@20 (places graded 2 or 3) and hit3@5",
        "(a place graded 3 among the first five, all needs); forbidden is the share of the first twenty.",
        "",
        "**Read** cities: the concept tables were worked out beside them and the learned part and the weights were",
        "fitted on their people, so the engine's figures there are in-sample and say little about another city.",
        'Beside them stands the fit that never saw the city ("left out": weights and learned part fitted on all the',
        "others, the same people, ordered by score alone); the concept tables have seen it all the same. **Scored",
        "only** cities were never opened by anybody who writes rules, nor used in a fit: these are the figures that",
        "count. BM25 with filters is given every hard filter that the columns alone decide.",
        "",
        f"- date: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        f"- engine: {engine.name}",
        "",
    ]


def _about_ablation() -> list[str]:
    return [
        "### What each part adds",
        "",
        "The engine with the weights of one part set to 0, nothing fitted again (matcher/ablation.py); means over the",
        "cities, each city counting once. What another part could have taken over counts as lost. On the read cities",
        "the learned part has seen the people, so its loss there is what it remembers and not what it is worth.",
        "",
        *(f"- {part}: {', '.join(components)}" for part, components in PARTS.items()),
        "",
    ]


if __name__ == "__main__":
    main()
