"""How many people of the asked ages live in each cell, from the bands that the source has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.errors import GeoError
from geo.population.model import AgeBand, Population

FloatArray = npt.NDArray[np.float64]

_AND_ABOVE = 100  # an upper age of 100 or more means 「以上」: in 2020 not one person in a thousand was older


@dataclass(frozen=True)
class Target:
    """`people` (n,): NaN where the publisher hides them; `estimated`: a band was cut; `hidden`: cells with NaN."""

    people: FloatArray
    estimated: bool
    hidden: int

    @property
    def known(self) -> float:
        """People in the cells that are not hidden."""
        return float(np.nansum(self.people))


def target_people(population: Population, low: int | None = None, high: int | None = None) -> Target:
    """People from `low` to `high` years, both included; None is open, both None (or from 0 on) is everybody.

    Everybody is `totals`, which also holds people of unknown age. A band that the ages cut is shared as if every
    year of age in it had the same number of people, and the answer is `estimated`. An open band (75歳以上) has no
    last year to share by: it is taken whole or not at all. Raises GeoError for ages that the source does not have,
    or that cut an open band, naming the bands that there are.
    """
    if not low and high is None:
        return Target(population.totals, False, int(np.isnan(population.totals).sum()))
    low = low or 0
    if high is not None and (low < 0 or high < low):
        raise GeoError(f"年齢の範囲「{low}〜{high}歳」は、下の年齢から上の年齢の順に書いてください。")
    if high is not None and high >= _AND_ABOVE:
        high = None
    wanted = AgeBand(low, high)
    people, estimated = np.zeros(len(population)), False
    for column, share in _shares(population.bands, wanted):
        people = people + share * population.counts[:, column]
        estimated = estimated or share < 1.0
    return Target(people, estimated, int(np.isnan(people).sum()))


def _shares(bands: tuple[AgeBand, ...], wanted: AgeBand) -> Iterator[tuple[int, float]]:
    """(column, part of its people that is wanted) for each band that the ages touch; refuses what is not there."""
    end = np.inf if wanted.high is None else wanted.high + 1
    covered = float(wanted.low)
    for column, band in enumerate(bands):
        band_end = np.inf if band.high is None else band.high + 1
        if band_end <= wanted.low or band.low >= end:
            continue
        if band.low > covered:
            break
        inside = min(band_end, end) - max(band.low, wanted.low)
        whole = band.low >= wanted.low and band_end <= end
        if not whole and band.high is None:
            raise GeoError(
                f"{wanted.label}の人数は出せません。{band.label}は一つの区分で、分けられません。"
                f"{band.low}歳以上、または{band.low - 1}歳までで区切ってください。"
                if band.low
                else f"{wanted.label}の人数は出せません。年齢別の区分がありません。"
            )
        covered = band_end
        yield column, 1.0 if whole else inside / (band_end - band.low)
    if covered < end:
        raise GeoError(_missing(bands, wanted))


def _missing(bands: tuple[AgeBand, ...], wanted: AgeBand) -> str:
    if not bands:
        return (
            f"{wanted.label}の人数は出せません。この人口のデータには年齢別の人数がありません。"
            "年齢を指定しないか、年齢別のある人口のファイルを取り込んでください。"
        )
    return (
        f"{wanted.label}の人数は出せません。この人口のデータにある年齢は "
        f"{'、'.join(band.label for band in bands)} です。"
    )
