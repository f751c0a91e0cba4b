"""ひきこもり推計 (indicator I07): national rates of the survey of 2022 times the people of each cell or district."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from geo.population.ages import target_people
from geo.population.model import Population
from geo.sources import Source

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rate:
    """The share of people from `low` to `high` years, with a 95 % interval and its source."""

    low: int
    high: int
    rate: float
    rate_low: float
    rate_high: float
    source: str


@dataclass(frozen=True)
class HikikomoriEstimate:
    """Per cell or district, shape (n,): the estimate and the ends of its interval; NaN where ages are hidden.

    `estimated`: an age band of the source was cut; `hidden`: cells without an estimate.
    """

    people: FloatArray
    low: FloatArray
    high: FloatArray
    estimated: bool
    hidden: int
    source: Source


@cache
def hikikomori_rates() -> tuple[Rate, ...]:
    """The rates by age of hikikomori_rates.csv."""
    text = files("geo.population").joinpath("hikikomori_rates.csv").read_text(encoding="utf-8")
    return tuple(
        Rate(
            int(row["low"]),
            int(row["high"]),
            float(row["rate"]),
            float(row["rate_low"]),
            float(row["rate_high"]),
            row["source"],
        )
        for row in csv.DictReader(io.StringIO(text))
    )


def estimate_hikikomori(population: Population) -> HikikomoriEstimate:
    """Σ people of the ages × national rate. Raises GeoError where the source has no such ages.

    The ends are Σ people × end of each rate: the widest interval, as if the rates of both age groups erred the
    same way. It holds the sampling error of the rates only, not how a place differs from the country.
    """
    people, low, high = (np.zeros(len(population)) for _ in range(3))
    estimated = False
    for rate in hikikomori_rates():
        target = target_people(population, rate.low, rate.high)
        people += target.people * rate.rate
        low += target.people * rate.rate_low
        high += target.people * rate.rate_high
        estimated = estimated or target.estimated
    ages = "、".join(
        f"{rate.low}〜{rate.high}歳 {rate.rate:.2%}({rate.rate_low:.2%}〜{rate.rate_high:.2%})"
        for rate in hikikomori_rates()
    )
    source = Source(
        "内閣府 こども・若者の意識と生活に関する調査",
        "2022年11月",
        note=f"全国の割合({ages})を人口に掛けた推計で、この地域を調べた数ではありません",
    )
    return HikikomoriEstimate(people, low, high, estimated, int(np.isnan(people).sum()), source)
