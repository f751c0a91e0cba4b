"""The fitted numbers, and what they make of a person: a leaning towards every facet of a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt

from matcher.engine.learned.place_facets import SPOKEN, column_names
from matcher.engine.vocabulary import vocabulary

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Learned:
    """`columns` (a, number of column_names) and `spoken` prefix → (a, number of concepts), for a person facets.

    `reach` scales the value z of a group to [0, 1]: ½ + z / (2 · reach), cut off at the ends. A facet that the fit
    did not know adds nothing.
    """

    version: str
    need_names: Mapping[str, int]
    columns: npt.NDArray[np.float32]
    spoken: Mapping[str, npt.NDArray[np.float32]]
    reach: float

    def leaning(self, need: Mapping[str, float], group: str) -> tuple[FloatArray, dict[str, FloatArray]]:
        """What one group of a person's facets makes of the columns, and of the concepts by prefix."""
        known = {
            self.need_names[name]: value
            for name, value in need.items()
            if name in self.need_names and name.startswith(f"{group}:")
        }
        # Worked out anew each time: what is known of a person is kept no longer than the request.
        rows, values = list(known), np.array(list(known.values()))
        return _sum(self.columns, rows, values), {
            prefix: _sum(matrix, rows, values) for prefix, matrix in self.spoken.items()
        }


def _sum(matrix: npt.NDArray[np.float32], rows: list[int], values: FloatArray) -> FloatArray:
    # A sum over rows, not a matrix product: that may depend on the number of threads.
    return np.asarray((matrix[rows] * values[:, None]).sum(axis=0, dtype=np.float64))


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
        columns=picked(list(column_names())),
        spoken={prefix: picked([f"{prefix}:{code}" for code in vocabulary().concepts]) for prefix in SPOKEN},
        reach=reach,
    )
