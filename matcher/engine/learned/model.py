"""The fitted numbers, and what they make of a person: a leaning towards every facet of a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import as_file, files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matcher.engine.learned.place_facets import SPOKEN, column_names
from matcher.engine.vocabulary import vocabulary

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Learned:
    """`matrix` (a, b): for a person facets the column_names, then for every prefix of SPOKEN the concepts.

    `reach` scales the value z of a group to [0, 1]: ½ + z / (2 · reach), cut off at the ends. A facet that the fit
    did not know adds nothing.
    """

    version: str
    need_names: Mapping[str, int]
    matrix: npt.NDArray[np.float32]
    reach: float

    def leaning(self, need: Mapping[str, float], group: str) -> Leaning:
        """What one group of a person's facets makes of the columns, and of the concepts by prefix."""
        names, of_group = self.need_names, f"{group}:"
        known = {
            names[name]: value for name, value in need.items() if name.startswith(of_group) and name in names
        }
        numbers, matrix = self._taught
        width, size = len(column_names()), len(vocabulary().concepts)
        sums = np.zeros(self.matrix.shape[1])
        # einsum without optimisation: the same sum on every machine, a matrix product may depend on threads.
        sums[numbers] = np.einsum("i,ij->j", np.array(list(known.values())), matrix[list(known)])
        spoken = sums[width:].reshape(len(SPOKEN), size)
        return Leaning(sums[:width], dict(zip(SPOKEN, spoken, strict=True)))

    @cached_property
    def _taught(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """The columns of the matrix that say anything: a third of them."""
        numbers = np.flatnonzero(self.matrix.any(axis=0))
        return numbers, np.ascontiguousarray(self.matrix[:, numbers])


class Leaning(NamedTuple):
    """`columns` in the order of column_names; `spoken` prefix → one value a concept."""

    columns: FloatArray
    spoken: dict[str, FloatArray]


@cache
def learned() -> Learned:
    """The model that comes with the engine, its facets put in the order of the vocabulary and the code lists."""
    with (
        as_file(files("matcher.engine.data") / "learned.npz") as path,
        np.load(path, allow_pickle=False) as data,
    ):
        return arranged(
            str(data["version"]),
            tuple(data["need_names"].tolist()),
            tuple(data["place_names"].tolist()),
            data["matrix"].astype(np.float32),
            float(data["reach"]),
        )


def arranged(
    version: str,
    need_names: tuple[str, ...],
    place_names: tuple[str, ...],
    matrix: npt.NDArray[np.float32],
    reach: float,
) -> Learned:
    """A model from a matrix (a, b) between named facets; place facets that exist no more are left out."""
    column = {name: number for number, name in enumerate(place_names)}

    def picked(names: list[str]) -> npt.NDArray[np.float32]:
        found = np.zeros((len(need_names), len(names)), dtype=np.float32)
        for target, name in enumerate(names):
            if name in column:
                found[:, target] = matrix[:, column[name]]
        return found

    return Learned(
        version=version,
        need_names={name: row for row, name in enumerate(need_names)},
        matrix=picked(
            [
                *column_names(),
                *(f"{prefix}:{code}" for prefix in SPOKEN for code in vocabulary().concepts),
            ]
        ),
        reach=reach,
    )
