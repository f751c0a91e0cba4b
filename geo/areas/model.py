"""Areas: districts that also know their kind, municipality, source, and whether they are the city's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from geo.districts import Districts
from geo.errors import GeoError
from geo.sources import Source

BoolArray = npt.NDArray[np.bool_]
Value = TypeVar("Value")


@dataclass(frozen=True)
class Areas(Districts):
    """n areas in the order of their ids; every field has n entries.

    `kinds`: a code such as elementary_district, or the word of the file; `municipalities`: five digits, "" unknown;
    `parents`: id of the area above in the city's hierarchy, "" none; `own`: False for an area of a neighbouring
    municipality; `sources`: printed under each map and export.
    """

    kinds: tuple[str, ...]
    municipalities: tuple[str, ...]
    parents: tuple[str, ...]
    own: BoolArray
    sources: tuple[Source, ...]

    def __post_init__(self) -> None:
        columns = (
            self.names,
            self.shapes,
            self.kinds,
            self.municipalities,
            self.parents,
            self.own,
            self.sources,
        )
        if any(len(column) != len(self.ids) for column in columns):
            raise ValueError("every column of Areas has one entry per id")
        if list(self.ids) != sorted(set(self.ids)):
            raise ValueError("the ids of Areas are unique and in ascending order")

    def take(self, rows: Sequence[int] | npt.NDArray[np.integer] | BoolArray) -> Areas:
        """The areas of these rows, or of a mask of shape (n,), in the order of their ids."""
        chosen = (
            np.unique(np.arange(len(self))[np.asarray(rows)]) if len(rows) else np.zeros(0, dtype=np.int64)
        )
        return Areas(
            ids=tuple(self.ids[row] for row in chosen),
            names=tuple(self.names[row] for row in chosen),
            shapes=self.shapes[chosen],
            kinds=tuple(self.kinds[row] for row in chosen),
            municipalities=tuple(self.municipalities[row] for row in chosen),
            parents=tuple(self.parents[row] for row in chosen),
            own=self.own[chosen],
            sources=tuple(self.sources[row] for row in chosen),
        )

    def of_kind(self, kind: str) -> Areas:
        """The areas of one kind."""
        return self.take(np.array([one == kind for one in self.kinds], dtype=np.bool_))

    def distinct_sources(self) -> tuple[Source, ...]:
        """Every source once, in the order of the areas."""
        return tuple(dict.fromkeys(self.sources))


def joined(parts: Sequence[Areas]) -> Areas:
    """The areas of several files together. Raises GeoError when two files have the same id."""
    if not parts:
        raise GeoError("区域が一つもありません。")
    ids = [key for part in parts for key in part.ids]
    twice = sorted(key for key, count in Counter(ids).items() if count > 1)
    if twice:
        raise GeoError(
            f"区域ID「{twice[0]}」が複数のファイルにあります。同じ区域のファイルは1つだけ指定してください。"
        )
    order = np.argsort(np.array(ids, dtype=np.str_), kind="stable")
    return Areas(
        ids=tuple(ids[row] for row in order),
        names=_in_order([part.names for part in parts], order),
        shapes=np.concatenate([part.shapes for part in parts])[order],
        kinds=_in_order([part.kinds for part in parts], order),
        municipalities=_in_order([part.municipalities for part in parts], order),
        parents=_in_order([part.parents for part in parts], order),
        own=np.concatenate([part.own for part in parts])[order],
        sources=_in_order([part.sources for part in parts], order),
    )


def _in_order(columns: Sequence[tuple[Value, ...]], order: npt.NDArray[np.int64]) -> tuple[Value, ...]:
    values = [value for column in columns for value in column]
    return tuple(values[row] for row in order)
