"""地域メッシュ codes (JIS X 0410) as arrays: code ↔ place, bounds, neighbours, parents and children.

| digits | name | rows per degree | columns per degree |
|---|---|---|---|
| 4 | 1次メッシュ | 1.5 | 1 |
| 6 | 2次 | 12 | 8 |
| 8 | 3次 (1 km) | 120 | 80 |
| 9 | 1/2 (500 m) | 240 | 160 |
| 10 | 1/4 (250 m) | 480 | 320 |
| 11 | 1/8 (125 m) | 960 | 640 |

A cell holds its southern and western border. The last digits of 9 to 11 are 1 south-west, 2 south-east,
3 north-west, 4 north-east. Degrees of the datum of the table (JGD2011 for 2020).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.errors import GeoError

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
TextArray = npt.NDArray[np.str_]

LEVELS = (4, 6, 8, 9, 10, 11)
"""Numbers of digits that a mesh code can have."""
CELL = 10
"""Digits of the 250 m cells that the software computes with."""

_ROWS = {4: 1.5, 6: 12.0, 8: 120.0, 9: 240.0, 10: 480.0, 11: 960.0}
_COLUMNS = {4: 1.0, 6: 8.0, 8: 80.0, 9: 160.0, 10: 320.0, 11: 640.0}
_PARTS = {6: 8, 8: 10, 9: 2, 10: 2, 11: 2}  # into how many rows, and columns, the level above is cut
_FIRST = (20, 69, 22, 54)  # 1次メッシュ of Japan: lowest and highest row, lowest and highest column
_ON_BORDER = 1e-9  # of a cell: a border written in decimals belongs to the cell north or east of it


@dataclass(frozen=True, slots=True)
class Grid:
    """n cells: `rows` counted northwards from the equator and `columns` eastwards from 100°E, in cells of a level.

    `digits` (n,) is the level of each cell.
    """

    rows: IntArray
    columns: IntArray
    digits: IntArray


def is_mesh_code(code: str) -> bool:
    """Whether `code` is a mesh code of Japan at one of the six levels."""
    return bool(valid_codes(np.array([code], dtype=np.str_))[0])


def grid_of(codes: Sequence[str] | TextArray) -> Grid:
    """Where each code lies in the grid of its own level. Raises GeoError naming the first that is no mesh code."""
    texts = np.asarray(codes, dtype=np.str_)
    valid = valid_codes(texts)
    if not valid.all():
        bad = str(texts[np.argmin(valid)])
        raise GeoError(
            f"「{bad}」は地域メッシュコードではありません(4、6、8、9、10、11桁の数字です)。"
            "表計算ソフトが桁を変えていないか確かめてください。"
        )
    digits = np.char.str_len(texts).astype(np.int64)
    numbers = np.char.ljust(texts, 11, "1").astype(np.int64) if len(texts) else np.zeros(0, dtype=np.int64)
    rows, columns = numbers // 10**9, numbers // 10**7 % 100
    for level, place in ((6, 10**5), (8, 10**3), (9, 100), (10, 10), (11, 1)):
        deep = digits >= level
        parts = _PARTS[level]
        if level <= 8:
            row, column = numbers // place // 10 % 10, numbers // place % 10
        else:
            row, column = np.divmod(numbers // place % 10 - 1, 2)
        rows = np.where(deep, rows * parts + row, rows)
        columns = np.where(deep, columns * parts + column, columns)
    return Grid(rows, columns, digits)


def codes_of(rows: IntArray, columns: IntArray, digits: int) -> TextArray:
    """Codes of cells of one level, shape (n,). The inverse of `grid_of`."""
    suffix = np.zeros(len(rows), dtype=np.int64)
    scale = 1
    for level in reversed([level for level in LEVELS[1:] if level <= digits]):
        rows, row = np.divmod(rows, _PARTS[level])
        columns, column = np.divmod(columns, _PARTS[level])
        suffix += scale * (10 * row + column if level <= 8 else 2 * row + column + 1)
        scale *= 100 if level <= 8 else 10
    return (scale * (100 * rows + columns) + suffix).astype(f"<U{digits}")


def mesh_codes(lats: FloatArray, lons: FloatArray, digits: int = CELL) -> TextArray:
    """The code of the cell that each position (degrees) lies in. Raises GeoError for one that is not in Japan."""
    lats, lons = np.asarray(lats, dtype=np.float64), np.asarray(lons, dtype=np.float64)
    low, high, west, east = _FIRST
    inside = (lats * 1.5 >= low) & (lats * 1.5 < high + 1) & (lons - 100 >= west) & (lons - 100 < east + 1)
    if not inside.all():
        raise GeoError(
            "日本の範囲にない位置があります。緯度と経度(度)が入れ替わっていないか確かめてください。"
        )
    rows = np.floor(lats * _ROWS[digits] + _ON_BORDER).astype(np.int64)
    columns = np.floor((lons - 100) * _COLUMNS[digits] + _ON_BORDER).astype(np.int64)
    return codes_of(rows, columns, digits)


def bounds(codes: Sequence[str] | TextArray) -> FloatArray:
    """West, south, east, north of each cell in degrees, shape (n, 4)."""
    grid = grid_of(codes)
    rows, columns = _per_degree(grid.digits)
    return np.column_stack(
        [
            100 + grid.columns / columns,
            grid.rows / rows,
            100 + (grid.columns + 1) / columns,
            (grid.rows + 1) / rows,
        ]
    )


def centres(codes: Sequence[str] | TextArray) -> tuple[FloatArray, FloatArray]:
    """Latitudes and longitudes of the centres in degrees, shape (n,) each."""
    grid = grid_of(codes)
    rows, columns = _per_degree(grid.digits)
    return (grid.rows + 0.5) / rows, 100 + (grid.columns + 0.5) / columns


def parents(codes: Sequence[str] | TextArray, digits: int) -> TextArray:
    """The cell of a coarser (or the same) level that holds each cell. Raises GeoError for a code that is coarser."""
    texts = np.asarray(codes, dtype=np.str_)
    if (grid_of(texts).digits < digits).any():
        raise GeoError(f"{digits}桁より大きな地域メッシュに、{digits}桁のメッシュを一つに決められません。")
    return texts.astype(f"<U{digits}")


def children(codes: Sequence[str] | TextArray, digits: int) -> tuple[IntArray, TextArray]:
    """All cells of a finer (or the same) level in each cell: (position of its parent in `codes`, code).

    In the order of `codes`, then from south-west eastwards and northwards. Raises GeoError for a code that is finer.
    """
    grid = grid_of(codes)
    if (grid.digits > digits).any():
        raise GeoError(f"{digits}桁より小さな地域メッシュは、{digits}桁に分けられません。")
    owners, rows, columns = [], [], []
    for level in np.unique(grid.digits):
        cells = np.flatnonzero(grid.digits == level)
        parts = round(_ROWS[digits] / _ROWS[int(level)])
        row, column = np.divmod(np.arange(parts * parts), parts)
        owners.append(np.repeat(cells, parts * parts))
        rows.append((grid.rows[cells, None] * parts + row).ravel())
        columns.append((grid.columns[cells, None] * parts + column).ravel())
    if not owners:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.str_)
    owner = np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    return owner[order], codes_of(np.concatenate(rows)[order], np.concatenate(columns)[order], digits)


def neighbours(code: str) -> TextArray:
    """The cells of the same level around a cell, from south-west eastwards and northwards.

    Eight of them, sea or not; fewer only at the edge of the grid of Japan.
    """
    grid = grid_of([code])
    row, column = np.divmod(np.array([0, 1, 2, 3, 5, 6, 7, 8], dtype=np.int64), 3)
    around = codes_of(grid.rows[0] + row - 1, grid.columns[0] + column - 1, int(grid.digits[0]))
    return around[valid_codes(around)]


def _per_degree(digits: IntArray) -> tuple[FloatArray, FloatArray]:
    rows, columns = np.ones(12), np.ones(12)
    for level in LEVELS:
        rows[level], columns[level] = _ROWS[level], _COLUMNS[level]
    return rows[digits], columns[digits]


def valid_codes(texts: TextArray) -> npt.NDArray[np.bool_]:
    """Which texts are mesh codes of Japan at one of the six levels, shape (n,)."""
    lengths = np.char.str_len(texts)
    # isdigit and isdecimal also know ① and ０: only ASCII digits make a code
    plain = np.array([text.isascii() and text.isdigit() for text in texts.tolist()], dtype=np.bool_)
    valid = plain & np.isin(lengths, LEVELS)
    digits = np.zeros((len(texts), 11), dtype=np.int64)
    for place in range(11):
        has = valid & (lengths > place)
        digits[has, place] = [int(text[place]) for text in texts[has].tolist()]
    low, high, west, east = _FIRST
    row, column = 10 * digits[:, 0] + digits[:, 1], 10 * digits[:, 2] + digits[:, 3]
    valid &= (row >= low) & (row <= high) & (column >= west) & (column <= east)
    valid &= (digits[:, 4] < 8) & (digits[:, 5] < 8)
    for place in (8, 9, 10):
        quarter = digits[:, place]
        valid &= (lengths <= place) | ((quarter >= 1) & (quarter <= 4))
    return valid
