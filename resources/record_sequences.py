"""Sequences of records that are put together from others, one record at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np
import numpy.typing as npt

from resources.records import ResourceRecord
from resources.splicing import Splice

IntArray = npt.NDArray[np.int64]


class SomeRecords(Sequence[ResourceRecord]):
    """Records of some rows, taken from where they are when they are asked for."""

    def __init__(self, records: Sequence[ResourceRecord], rows: IntArray) -> None:
        self._records, self._rows = records, rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> ResourceRecord: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[ResourceRecord]: ...
    def __getitem__(self, index: int | slice) -> ResourceRecord | Sequence[ResourceRecord]:
        if isinstance(index, slice):
            return SomeRecords(self._records, self._rows[index])
        return self._records[int(self._rows[index])]


class SplicedRecords(Sequence[ResourceRecord]):
    """Records of two sequences in the order of a splice."""

    def __init__(self, old: Sequence[ResourceRecord], new: Sequence[ResourceRecord], splice: Splice) -> None:
        self._old, self._new = old, new
        self._place = splice.column(np.arange(len(splice.stays)), -1 - np.arange(len(new)))
        if isinstance(old, SplicedRecords):  # one step, however many updates there were
            self._flatten(old)

    def _flatten(self, old: SplicedRecords) -> None:
        inner = np.where(self._place >= 0, old._place[np.maximum(self._place, 0)], self._place)
        added = self._place < 0
        inner[added] = self._place[added] - len(old._new)
        self._old, self._new, self._place = old._old, (*old._new, *self._new), inner

    def __len__(self) -> int:
        return len(self._place)

    @overload
    def __getitem__(self, index: int) -> ResourceRecord: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[ResourceRecord]: ...
    def __getitem__(self, index: int | slice) -> ResourceRecord | Sequence[ResourceRecord]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        place = int(self._place[index])
        return self._old[place] if place >= 0 else self._new[-1 - place]
