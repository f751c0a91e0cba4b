"""What is asked: who lives where, what exists, and where a place could open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geo.accessibility.coverage import nearest_minutes
from geo.errors import GeoError
from geo.siting.model import Assumptions, BoolArray, Candidates, FloatArray, IntArray
from geo.siting.savings import Savings, condensed
from geo.travel.model import Reach


@dataclass(frozen=True)
class Demand:
    """n cells with `people` (n,) of the ages asked for, and which of k candidates each reaches within the limit.

    Raises GeoError when the parts do not belong together or people are unknown somewhere.
    """

    people: FloatArray
    reach: Reach
    candidates: Candidates
    assumptions: Assumptions

    def __post_init__(self) -> None:
        if len(self.reach) != len(self.people):
            raise GeoError(
                "人口のセルの数と、移動時間を計算したセルの数が違います。同じ人口データで計算し直してください。"
            )
        check_people(self.people)
        check_candidates(self.candidates, self.reach)

    @cached_property
    def by_code(self) -> IntArray:
        """The candidates in order of their codes, shape (k,): the order that breaks ties."""
        return np.argsort(self.candidates.codes, kind="stable")

    @cached_property
    def in_order(self) -> Candidates:
        """The candidates in order of their codes."""
        order, given = self.by_code, self.candidates
        return Candidates(
            given.codes[order], given.names[order], given.district_ids[order], given.positions[order]
        )

    @cached_property
    def pairs(self) -> tuple[IntArray, IntArray]:
        """Cell and candidate of every entry of the reach; a candidate by its rank in order of codes."""
        rank = np.empty(len(self.candidates), dtype=np.int64)
        rank[self.by_code] = np.arange(len(rank))
        return self.reach.cells, rank[self.reach.places]


def check_people(people: FloatArray) -> None:
    """Raises GeoError unless every number of people is known and not negative."""
    if not (np.isfinite(people) & (people >= 0)).all():
        raise GeoError(
            "対象人口が不明または負のセルがあります。秘匿されたセルを合算先に按分した人口データを使ってください。"
        )


def check_candidates(candidates: Candidates, reach: Reach) -> None:
    """Raises GeoError unless there are candidates, each with a code of its own, and the reach is theirs."""
    if not len(candidates):
        raise GeoError("候補地が一つもありません。人口のセルか会場候補を指定してください。")
    if reach.number_of_places != len(candidates):
        raise GeoError(
            "候補地の数と、移動時間を計算した候補地の数が違います。同じ候補地で計算し直してください。"
        )
    codes, times = np.unique(candidates.codes, return_counts=True)
    if (times > 1).any():
        raise GeoError(
            f"候補地のコード「{codes[times > 1][0]}」が重複しています。候補地ごとに別のコードを付けてください。"
        )


def check_add(add: int) -> None:
    """Raises GeoError unless at least one more is asked for."""
    if add < 1:
        raise GeoError("増やす数は1以上で指定してください。")


def covering_savings(demand: Demand, covered: BoolArray) -> Savings:
    """People of cells that no existing place covers (`covered` (n,)), by the candidates that would."""
    cells, columns = demand.pairs
    open_cells = np.where(covered, 0.0, demand.people)
    return condensed(cells, columns, np.ones(len(cells)), open_cells, len(demand.candidates))


def median_savings(demand: Demand, nearest: FloatArray) -> Savings:
    """Minutes that each candidate saves each person against `nearest` (n,), the minutes without it."""
    cells, columns = demand.pairs
    saved = nearest[cells] - demand.reach.minutes
    return condensed(cells, columns, saved, demand.people, len(demand.candidates))


def covered_by(reach: Reach, chosen: Sequence[int] | None = None) -> BoolArray:
    """Cells that reach at least one place (of `chosen`, else of all), shape (n,)."""
    return np.isfinite(nearest_of(reach, chosen))


def nearest_of(reach: Reach, chosen: Sequence[int] | None = None) -> FloatArray:
    """Minutes to the nearest place (of `chosen`, else of all), shape (n,); inf where none is in reach."""
    if chosen is None:
        return nearest_minutes(reach)
    open_places = np.zeros(reach.number_of_places, dtype=np.bool_)
    open_places[list(chosen)] = True
    return nearest_minutes(reach, open_places)
