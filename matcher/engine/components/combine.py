"""How several signs of the same thing become one value."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Sign = tuple[float, npt.NDArray[np.bool_] | FloatArray]
"""(weight in [0, 1], shape (n,) of booleans or of values in [0, 1])"""


def either(size: int, signs: Iterable[Sign]) -> FloatArray:
    """1 − Π(1 − weight · sign), shape (size,): one sign is enough, more make it surer."""
    without = np.ones(size, dtype=np.float64)
    for weight, sign in signs:
        without *= 1.0 - weight * sign
    return 1.0 - without
