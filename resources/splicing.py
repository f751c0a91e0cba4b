"""Change some rows of columns and keep the others: what an update of a catalogue does to every array."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]
Column = npt.NDArray[Any]


@dataclass(frozen=True)
class Splice:
    """`stays` (n_old,) says which old rows stay, in their order; `new_rows` (ascending) where the new ones stand.

    Every row that is in neither place is an old one.
    """

    stays: BoolArray
    new_rows: IntArray

    @property
    def size(self) -> int:
        """Number of rows afterwards."""
        return int(self.stays.sum()) + len(self.new_rows)

    @cached_property
    def is_old(self) -> BoolArray:
        """Shape (size,): rows that were there before."""
        old = np.ones(self.size, dtype=np.bool_)
        old[self.new_rows] = False
        return old

    @cached_property
    def moved_to(self) -> IntArray:
        """Shape (n_old,): the new row of every old row that stays, −1 of the others."""
        moved = np.full(len(self.stays), -1, dtype=np.int64)
        moved[self.stays] = np.flatnonzero(self.is_old)
        return moved

    @cached_property
    def runs(self) -> list[tuple[int, int, int]]:
        """(first, end, where the first goes) of every stretch of old rows that stays together."""
        rows = np.flatnonzero(self.stays)
        target = self.moved_to[rows]
        breaks = np.flatnonzero((np.diff(rows) != 1) | (np.diff(target) != 1)) + 1
        begins = np.concatenate([[0], breaks]) if len(rows) else breaks
        ends = np.concatenate([breaks, [len(rows)]]) if len(rows) else breaks
        return list(
            zip(rows[begins].tolist(), (rows[ends - 1] + 1).tolist(), target[begins].tolist(), strict=True)
        )

    def column(self, old: Column, new: Column) -> Column:
        """The column afterwards, one value a row."""
        column = np.empty(self.size, dtype=np.promote_types(old.dtype, new.dtype))
        for first, end, target in self.runs:
            column[target : target + end - first] = old[first:end]
        column[self.new_rows] = new
        return column


def ragged_ranges(starts: IntArray, lengths: IntArray) -> IntArray:
    """The numbers of [start, start + length) of each, one range after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int64) + np.repeat(starts - ends + lengths, lengths)


def spliced_ragged(
    indptr: IntArray, values: Column, splice: Splice, new_indptr: IntArray, new_values: Column
) -> tuple[IntArray, Column]:
    """(indptr, values) afterwards, where row i has [indptr[i], indptr[i + 1]) of `values`."""
    sizes = splice.column(np.diff(indptr), np.diff(new_indptr))
    ends = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    column = np.empty(int(ends[-1]), dtype=np.promote_types(values.dtype, new_values.dtype))
    for first, end, target in splice.runs:
        part = values[indptr[first] : indptr[end]]
        column[ends[target] : ends[target] + len(part)] = part
    column[ragged_ranges(ends[splice.new_rows], np.diff(new_indptr))] = new_values
    return ends, column
