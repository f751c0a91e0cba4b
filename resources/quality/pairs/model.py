"""The learned model: a weighted sum of the features, and two numbers that make it a probability.

model.json is written by `python -m bench.duplicates` (scikit-learn's LogisticRegression; CalibratedClassifierCV with
the method "sigmoid" and one calibrator for all folds). Nothing of scikit-learn is needed here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from resources.quality.pairs.features import FEATURES, Array

MODEL = Path(__file__).with_name("model.json")


@dataclass(frozen=True)
class Model:
    """p = 1 / (1 + exp(slope · (weights · x + intercept) + offset)); `typical` are the means of pairs of two places."""

    version: str
    weights: Array
    intercept: float
    slope: float
    offset: float
    typical: Array

    def probabilities(self, features: Array) -> Array:
        """Shape (pairs,)."""
        exponent = self.slope * (features @ self.weights + self.intercept) + self.offset
        return np.asarray(1.0 / (1.0 + np.exp(np.clip(exponent, -500.0, 500.0))))

    def contributions(self, features: Array) -> Array:
        """Shape (pairs, features): log odds that each feature adds over a typical pair of two places."""
        return np.asarray(-self.slope * self.weights * (features - self.typical))


@lru_cache(maxsize=1)
def duplicates_model() -> Model:
    """The model of the data file. Raises ValueError when the file knows other features than the code."""
    return model_from(json.loads(MODEL.read_text(encoding="utf-8")))


def model_from(data: dict[str, object]) -> Model:
    """The model that a file (or the training) describes."""
    weights, typical, calibration = data["weights"], data["typical"], data["calibration"]
    assert isinstance(weights, dict)
    assert isinstance(typical, dict)
    assert isinstance(calibration, dict)
    if tuple(weights) != FEATURES or tuple(typical) != FEATURES:
        raise ValueError("model.json was trained with other features: run python -m bench.duplicates")
    return Model(
        version=str(data["version"]),
        weights=_array(weights),
        intercept=float(str(data["intercept"])),
        slope=float(calibration["slope"]),
        offset=float(calibration["offset"]),
        typical=_array(typical),
    )


def _array(values: dict[str, float]) -> npt.NDArray[np.float64]:
    return np.array([values[name] for name in FEATURES], dtype=np.float64)
