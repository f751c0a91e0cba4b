"""A street network as arrays: junctions and the stretches between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from geo.sources import Source

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int32]
BoolArray = npt.NDArray[np.bool_]

MODES = ("walk", "bicycle", "car")
OSM = Source("OpenStreetMap", licence="ODbL 1.0、© OpenStreetMap contributors")


@dataclass(frozen=True)
class StreetNetwork:
    """n junctions at `positions` (n, 2: latitude, longitude) and e stretches.

    Stretch i leads from junction `tails[i]` to `heads[i]` in `metres[i]`; `forward[mode]` and `backward[mode]`
    say whether it may be used that way; `car_kmh[i]`: usual speed of a car (NaN where none may drive).
    """

    positions: FloatArray
    tails: IntArray
    heads: IntArray
    metres: FloatArray
    forward: dict[str, BoolArray]
    backward: dict[str, BoolArray]
    car_kmh: FloatArray
    source: Source = OSM

    def __len__(self) -> int:
        return len(self.positions)

    def graph(self, mode: str, speed_kmh: float) -> csr_array:
        """Minutes between neighbouring junctions, shape (n, n). A car drives at each street's usual speed."""
        kmh = np.where(np.isfinite(self.car_kmh), self.car_kmh, speed_kmh) if mode == "car" else speed_kmh
        minutes = np.maximum(self.metres / 1000.0 / kmh * 60.0, _SHORTEST)
        there, back = self.forward[mode], self.backward[mode]
        tails = np.concatenate([self.tails[there], self.heads[back]])
        heads = np.concatenate([self.heads[there], self.tails[back]])
        weights = np.concatenate([minutes[there], minutes[back]])
        # Of several stretches between two junctions the fastest counts; a csr_array would add them up.
        order = np.lexsort((weights, heads, tails))
        tails, heads, weights = tails[order], heads[order], weights[order]
        first = np.ones(len(tails), dtype=np.bool_)
        first[1:] = (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])
        return csr_array((weights[first], (tails[first], heads[first])), shape=(len(self), len(self)))

    @cached_property
    def _main_parts(self) -> dict[str, BoolArray]:
        return {mode: self._in_main_part(mode) for mode in MODES}

    def usable(self, mode: str) -> BoolArray:
        """Shape (n,): junctions of the largest connected part for `mode`; the others lead nowhere."""
        return self._main_parts[mode]

    def _in_main_part(self, mode: str) -> BoolArray:
        count, part = connected_components(self.graph(mode, 1.0), directed=True, connection="strong")
        return np.asarray(part == np.bincount(part, minlength=count).argmax())


_SHORTEST = 1e-9  # a stretch of no length would be "no stretch" in a sparse matrix
