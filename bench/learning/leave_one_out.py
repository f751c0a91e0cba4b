"""What the fit is worth for a city that it has not seen: fit on the others, measure on the one left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from bench.learning.episodes import City
from bench.learning.fit import Fitted, Settings, fit, predict
from matcher.evaluation import LIST_DEPTH, ndcg


@dataclass(frozen=True, slots=True)
class LeftOut:
    """nDCG@10 of one city under a fit that never saw it (nor further people of its places).

    `forbidden`: share of the first 20 places that a judge, who read the texts, says must not be suggested.
    """

    city: str
    people: int
    all: float
    structured: float
    text: float
    forbidden: float


def leave_one_out(cities: Sequence[City], settings: Settings) -> Iterator[LeftOut]:
    """One line per city, as soon as it is measured (about half a minute each)."""
    for name in dict.fromkeys(city.name for city in cities):
        fitted = fit([city for city in cities if city.name != name], settings)
        yield _measured(name, [city for city in cities if city.name == name], fitted)


def _measured(name: str, cities: Sequence[City], fitted: Fitted) -> LeftOut:
    found: list[tuple[bool, float]] = []
    forbidden: list[bool] = []
    for city in cities:
        for person in city.episodes:
            order = np.lexsort((person.keys, -np.round(predict(fitted, city, person), 9)))
            forbidden.extend(person.forbidden[order[:LIST_DEPTH]].tolist())
            found.append((person.structured, ndcg(person.keys[order].tolist(), person.grades)))
    return LeftOut(
        name,
        len(found),
        fmean(value for _, value in found),
        fmean(value for structured, value in found if structured),
        fmean(value for structured, value in found if not structured),
        fmean(forbidden),
    )
