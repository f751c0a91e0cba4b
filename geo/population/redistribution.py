"""People of coarser cells or of 町丁目 shared over 250 m cells; every area keeps its people in every band."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely

from geo.districts import Districts
from geo.errors import GeoError
from geo.population.mesh import CELL, bounds, centres, children, codes_of, grid_of, mesh_codes, valid_codes
from geo.population.model import Population
from geo.population.rollup import sum_known
from geo.sources import Source

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
TextArray = npt.NDArray[np.str_]

_SAME_PLACE = 0.01  # degrees: a position this near the centre of its code is a mesh cell's, not a town's


@dataclass(frozen=True)
class Shares:
    """`parts[k]` of the people of area `owners[k]` live in the 250 m cell `cells[k]`; 1 in sum for each area."""

    owners: IntArray
    cells: TextArray
    parts: FloatArray


def lies_on_mesh(population: Population) -> bool:
    """Whether the codes are mesh codes. Codes of towns can look like them, but lie elsewhere or nowhere."""
    if not valid_codes(population.codes).all():
        return False
    lats, lons = centres(population.codes)
    near = (np.abs(lats - population.lats) < _SAME_PLACE) & (np.abs(lons - population.lons) < _SAME_PLACE)
    return bool(near.all())


def redistribute(
    population: Population, areas: Districts | None = None, *, known: Population | None = None
) -> Population:
    """The same people in 250 m cells, unique and ascending by code.

    Mesh cells are cut into their 250 m cells (125 m cells are joined). A town with a polygon in `areas` (its
    code is the id there, or a name that is there once) is shared by area; a town with only a position is put whole into the cell of that position. `known`, a
    population by 250 m cells, shares by its totals instead (within a town: totals × part of the cell inside it);
    an area in which `known` has nobody is shared as without it. Where people of several areas meet in a cell, the
    cell is NaN only if all of them are hidden. A stated district stays with the people: in a cell the one with
    most of them wins. Raises GeoError for towns without polygon and position, or a mesh cell coarser than 1 km.
    """
    weights = None if known is None else _Totals(known)
    shares = (
        _mesh_shares(population, weights)
        if lies_on_mesh(population)
        else _area_shares(population, areas, weights)
    )
    note = _note(population, shares, weighted=known is not None)
    return replace(_spread(population, shares), source=note)


class _Totals:
    """Totals of 250 m cells by code; 0 for a cell that has none, or a hidden one."""

    def __init__(self, known: Population) -> None:
        codes, row = np.unique(known.codes, return_inverse=True)
        if len(codes) and (grid_of(codes).digits != CELL).any():
            raise GeoError("按分の重みに使う人口は、250mメッシュ(10桁)のものにしてください。")
        self._codes = codes
        self._totals = np.bincount(row, np.nan_to_num(known.totals, nan=0.0), len(codes))

    def of(self, cells: TextArray) -> FloatArray:
        if not len(self._codes):
            return np.zeros(len(cells))
        place = np.minimum(np.searchsorted(self._codes, cells), len(self._codes) - 1)
        return np.where(self._codes[place] == cells, self._totals[place], 0.0)


def _mesh_shares(population: Population, weights: _Totals | None) -> Shares:
    digits = grid_of(population.codes).digits
    if (digits < 8).any():
        raise GeoError("1kmより大きな地域メッシュの人口は、250mに分けるには粗すぎます。")
    coarse, fine = np.flatnonzero(digits <= CELL), np.flatnonzero(digits > CELL)
    owner, cells = children(population.codes[coarse], CELL)
    owners = np.concatenate([coarse[owner], fine])
    cells = np.concatenate([cells, population.codes[fine].astype(f"<U{CELL}")])
    return _normalised(owners, cells, np.ones(len(cells)), weights, len(population))


def _area_shares(population: Population, areas: Districts | None, weights: _Totals | None) -> Shares:
    shapes = {} if areas is None else _shapes_by_key(areas)
    placed = np.isfinite(population.lats) & np.isfinite(population.lons)
    owners, cells, parts, lost = [], [], [], []
    for owner, code in enumerate(population.codes.tolist()):
        if code in shapes:
            inside, part = _cells_in(shapes[code])
        elif placed[owner]:
            inside = mesh_codes(population.lats[owner : owner + 1], population.lons[owner : owner + 1])
            part = np.ones(1)
        else:
            lost.append(code)
            continue
        owners.append(np.full(len(inside), owner, dtype=np.int64))
        cells.append(inside)
        parts.append(part)
    if lost:
        raise GeoError(
            f"場所の分からない地域が{len(lost):,}あります({'、'.join(lost[:3])}{'など' if len(lost) > 3 else ''})。"
            "町丁目の境界(コードか名前が人口のファイルと同じもの)か、緯度・経度の列を加えてください。"
        )
    return _normalised(
        np.concatenate([np.zeros(0, dtype=np.int64), *owners]),
        np.concatenate([np.zeros(0, dtype="<U1"), *cells]),
        np.concatenate([np.zeros(0), *parts]),
        weights,
        len(population),
    )


def _shapes_by_key(areas: Districts) -> dict[str, shapely.Geometry]:
    """Polygons by id, and by a name that only one of them has; an id goes before a name."""
    named = Counter(areas.names)
    by_name = {name: shape for name, shape in zip(areas.names, areas.shapes, strict=True) if named[name] == 1}
    return by_name | dict(zip(areas.ids, areas.shapes, strict=True))


def _cells_in(shape: shapely.Geometry) -> tuple[TextArray, FloatArray]:
    """250 m cells that a polygon touches, and the part of each cell inside it (in degrees: cells are alike)."""
    west, south, east, north = shape.bounds
    corners = mesh_codes(np.array([south, north]), np.array([west, east]))
    grid = grid_of(corners)
    rows = np.arange(grid.rows[0], grid.rows[1] + 1)
    columns = np.arange(grid.columns[0], grid.columns[1] + 1)
    cells = codes_of(np.repeat(rows, len(columns)), np.tile(columns, len(rows)), CELL)
    boxes = shapely.box(*bounds(cells).T)
    part = shapely.area(shapely.intersection(boxes, shape)) / shapely.area(boxes)
    touched = part > 0
    return cells[touched], part[touched]


def _normalised(
    owners: IntArray, cells: TextArray, parts: FloatArray, weights: _Totals | None, areas: int
) -> Shares:
    """Parts times weights (where an area has any), 1 in sum for each area; pairs without people are left out."""
    if weights is not None:
        weighted = parts * weights.of(cells)
        inhabited = np.bincount(owners, weighted, areas) > 0
        parts = np.where(inhabited[owners], weighted, parts)
    parts = parts / np.bincount(owners, parts, areas)[owners]
    kept = parts > 0
    return Shares(owners[kept], cells[kept], parts[kept])


def _note(population: Population, shares: Shares, *, weighted: bool) -> Source:
    """The source with what was done to it; unchanged where every area is one cell already."""
    source = population.source
    if len(shares.owners) == len(population) and lies_on_mesh(population):
        return source
    how = "既知の250mメッシュ人口の比" if weighted else "面積の比"
    note = f"250mの区画へ{how}で按分した推計です"
    if not lies_on_mesh(population):
        note += "(境界のない地域は代表点のある区画に置きました)"
    return replace(source, note="。".join(part for part in (source.note, note) if part))


def _spread(population: Population, shares: Shares) -> Population:
    codes, cell = np.unique(shares.cells, return_inverse=True)
    lats, lons = centres(codes)

    def spread(figures: FloatArray) -> FloatArray:
        return sum_known(shares.parts * figures[shares.owners], cell, len(codes))

    bands = [spread(population.counts[:, band]) for band in range(len(population.bands))]
    return replace(
        population,
        codes=codes,
        lats=lats,
        lons=lons,
        district_ids=_stated_districts(population, shares, cell, len(codes)),
        totals=spread(population.totals),
        counts=np.column_stack(bands) if bands else np.zeros((len(codes), 0)),
        singles=None if population.singles is None else spread(population.singles),
    )


def _stated_districts(population: Population, shares: Shares, cell: IntArray, size: int) -> TextArray:
    """The stated district with most people in each cell, the lowest id of equals; "" where none is stated."""
    ids, district = np.unique(population.district_ids, return_inverse=True)
    pair_district = district[shares.owners]
    stated = ids[pair_district] != ""
    people = shares.parts * np.nan_to_num(population.totals[shares.owners], nan=0.0)
    pairs, row = np.unique(cell[stated] * len(ids) + pair_district[stated], return_inverse=True)
    sums = np.bincount(row, people[stated], len(pairs))
    cells, districts = np.divmod(pairs, len(ids))
    order = np.lexsort((districts, -sums, cells))
    first = order[np.unique(cells[order], return_index=True)[1]]
    result = np.full(size, "", dtype=ids.dtype)
    result[cells[first]] = ids[districts[first]]
    return result
