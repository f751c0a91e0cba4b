"""Everything that the parts of the engine may look at for one need; made once per need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue import Catalogue
from matcher.engine.need import Need
from matcher.engine.profile import NeedProfile
from resources.snapshot import Snapshot

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Context:
    """`minutes` of travel by the form's mode (NaN unknown); `parameters` of weights.json; `on` the day asked for."""

    need: Need
    profile: NeedProfile
    catalogue: Catalogue
    minutes: FloatArray
    on: date
    parameters: Mapping[str, float]

    @property
    def snapshot(self) -> Snapshot:
        """The catalogue's columns."""
        return self.catalogue.snapshot

    def __len__(self) -> int:
        """Number of places."""
        return len(self.catalogue)
