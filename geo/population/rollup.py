"""Several population files as one, and people per district."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from geo.districts import Districts, district_of
from geo.errors import GeoError
from geo.population.model import Population

IntArray = npt.NDArray[np.int64]
TextArray = npt.NDArray[np.str_]


@dataclass(frozen=True)
class DistrictPeople:
    """`people`: one row per district, ascending, `codes` and `district_ids` its id ("" = in no district).

    Its figures are sums over the cells that are not hidden; NaN where all of them are. `cells` (k,): cells of each
    district; `hidden` (k,): those of them with a hidden age band, whose people the sums do not hold.
    """

    people: Population
    cells: IntArray
    hidden: IntArray


def combine(populations: Sequence[Population]) -> Population:
    """The cells of several files, such as the 1次メッシュ of one city, in the order of the files.

    A cell that several files hold with the same figures is kept once. Raises GeoError when the files have
    different age bands, or different figures for one cell.
    """
    if not populations:
        raise GeoError("人口のファイルが一つもありません。")
    first = populations[0]
    for other in populations[1:]:
        if other.bands != first.bands:
            raise GeoError(
                "年齢の区分が違う人口のファイルは、一つにまとめられません"
                f"({_bands(first)} と {_bands(other)})。同じ表・同じ年のファイルをそろえてください。"
            )
    joined = _stacked(populations)
    _, kept, same = np.unique(joined.codes, return_index=True, return_inverse=True)
    twin = kept[same]
    differs = ~_equal(joined.totals, joined.totals[twin]) | ~_equal(joined.counts, joined.counts[twin]).all(1)
    if differs.any():
        raise GeoError(
            f"「{joined.codes[np.argmax(differs)]}」の人数が、ファイルによって違います。"
            "同じ表・同じ年のファイルをそろえてください。"
        )
    return select(joined, np.sort(kept))


def select(population: Population, rows: npt.NDArray[np.int64]) -> Population:
    """The cells at these positions."""
    return replace(
        population,
        codes=population.codes[rows],
        lats=population.lats[rows],
        lons=population.lons[rows],
        district_ids=population.district_ids[rows],
        totals=population.totals[rows],
        counts=population.counts[rows],
        singles=None if population.singles is None else population.singles[rows],
    )


def own_cells(population: Population, district_ids: Collection[str]) -> npt.NDArray[np.bool_]:
    """Cells in one of these districts, shape (n,); all of them where none is: then nobody can tell whose they are."""
    own = np.isin(population.district_ids, np.array(sorted(district_ids), dtype=np.str_))
    return np.asarray(own if own.any() else np.ones(len(own), dtype=np.bool_))


def within_borders(population: Population, districts: Districts) -> Population:
    """The district that each cell's centre lies in ("" in none), unless the source itself states districts.

    The stated district wins over the polygons: a source with any is left as it is.
    """
    if (population.district_ids != "").any():
        return population
    return replace(population, district_ids=district_of(population.lats, population.lons, districts))


def by_district(population: Population) -> DistrictPeople:
    """People of each district by the bands of the source; positions are the mean of the cells' centres."""
    ids, row = np.unique(population.district_ids, return_inverse=True)
    size = len(ids)
    cells = np.bincount(row, minlength=size)
    counts = np.column_stack(
        [sum_known(population.counts[:, band], row, size) for band in range(len(population.bands))]
        or [np.zeros((size, 0))]
    )
    people = replace(
        population,
        codes=ids,
        lats=np.bincount(row, population.lats, size) / np.maximum(cells, 1),
        lons=np.bincount(row, population.lons, size) / np.maximum(cells, 1),
        district_ids=ids.copy(),
        totals=sum_known(population.totals, row, size),
        counts=counts,
        singles=None if population.singles is None else sum_known(population.singles, row, size),
    )
    hidden = np.isnan(population.counts).any(axis=1) | np.isnan(population.totals)
    return DistrictPeople(people, cells, np.bincount(row[hidden], minlength=size))


def sum_known(figures: npt.NDArray[np.float64], group: IntArray, size: int) -> npt.NDArray[np.float64]:
    """Sums of each group over the figures that are not NaN, shape (size,); NaN for a group that has none."""
    known = ~np.isnan(figures)
    sums = np.bincount(group[known], figures[known], size)
    return np.where(np.bincount(group[known], minlength=size) > 0, sums, np.nan)


def _stacked(populations: Sequence[Population]) -> Population:
    singles = [population.singles for population in populations]
    stated = [column for column in singles if column is not None]
    return replace(
        populations[0],
        codes=np.concatenate([population.codes for population in populations]),
        lats=np.concatenate([population.lats for population in populations]),
        lons=np.concatenate([population.lons for population in populations]),
        district_ids=np.concatenate([population.district_ids for population in populations]),
        totals=np.concatenate([population.totals for population in populations]),
        counts=np.concatenate([population.counts for population in populations]),
        singles=np.concatenate(stated) if len(stated) == len(singles) else None,
    )


def _equal(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    same: npt.NDArray[np.bool_] = (one == other) | (np.isnan(one) & np.isnan(other))
    return same


def _bands(population: Population) -> str:
    return "・".join(band.label for band in population.bands) or "年齢別なし"
