"""Records in a store: one text after the other, each made into a record when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import overload

import numpy as np
import numpy.typing as npt

from resources.importing.record_json import record_from_json, record_to_json
from resources.records import ResourceRecord

_KEPT = 20_000
TEXTS, ENDS = "records.jsonl", "record_ends.npy"


class StoredRecords(Sequence[ResourceRecord]):
    """Record i is the text [ends[i - 1], ends[i]) of the file. Going through all of them reads the whole file."""

    def __init__(self, texts: npt.NDArray[np.uint8], ends: npt.NDArray[np.int64]) -> None:
        self._texts, self._ends = texts, ends
        self._read = lru_cache(maxsize=_KEPT)(self._record)  # the same places come up for many people

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, index: int) -> ResourceRecord: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[ResourceRecord]: ...
    def __getitem__(self, index: int | slice) -> ResourceRecord | Sequence[ResourceRecord]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        return self._read(range(len(self))[index])

    def _record(self, place: int) -> ResourceRecord:
        start = int(self._ends[place - 1]) if place else 0
        return record_from_json(self._texts[start : int(self._ends[place])].tobytes().decode())


def save_records(records: Iterable[ResourceRecord], folder: Path) -> None:
    """Write every record as one line."""
    ends, position = [], 0
    with (folder / TEXTS).open("wb") as stream:
        for record in records:
            position += stream.write(f"{record_to_json(record)}\n".encode())
            ends.append(position)
    np.save(folder / ENDS, np.array(ends, dtype=np.int64))


def load_records(folder: Path) -> StoredRecords:
    """The records of a generation, none of them read yet."""
    file, ends = folder / TEXTS, np.load(folder / ENDS, allow_pickle=False)
    texts = np.memmap(file, dtype=np.uint8, mode="r") if len(ends) else np.zeros(0, dtype=np.uint8)
    return StoredRecords(texts.view(np.ndarray), ends)
