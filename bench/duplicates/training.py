"""Fit the model and write resources/quality/pairs/model.json.

LogisticRegression (L2, C as below) inside CalibratedClassifierCV with the method "sigmoid": folds are towns, the
decisions of the folds together give one calibrator (`ensemble=False`: slope and offset), the weights are those of the
fit on all towns. Both are plain numbers, so the product needs no scikit-learn.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bench.duplicates.catalogues import Labelled
from resources.quality.pairs.features import FEATURES
from resources.quality.pairs.model import MODEL, Model, model_from

VERSION = "2026.11-1"
_STRENGTH = 1.0
_DIGITS = 10
_COMMENT = (
    "Written by python -m bench.duplicates: scikit-learn's LogisticRegression and CalibratedClassifierCV (sigmoid, one "
    "calibrator, folds are towns) on candidate pairs of made catalogues. p = 1 / (1 + exp(slope * z + offset)), "
    "z = weights * features + intercept; typical = mean of the pairs that are two places."
)


def fit(pairs: Sequence[Labelled]) -> dict[str, Any]:
    """The content of the data file."""
    values = np.concatenate([one.features for one in pairs])
    labels = np.concatenate([one.labels for one in pairs])
    towns = np.concatenate([np.full(len(one.labels), one.town) for one in pairs])
    folds = list(GroupKFold(n_splits=min(5, len(set(towns)))).split(values, labels, towns))
    plain = LogisticRegression(C=_STRENGTH, solver="newton-cholesky", max_iter=1_000, tol=1e-12)
    fitted = CalibratedClassifierCV(plain, method="sigmoid", cv=folds, ensemble=False).fit(values, labels)
    (one,) = fitted.calibrated_classifiers_
    (calibrator,) = one.calibrators
    return {
        "comment": _COMMENT,
        "version": VERSION,
        "pairs": {"same": int(labels.sum()), "different": int((1 - labels).sum())},
        "intercept": _rounded(one.estimator.intercept_[0]),
        "weights": _named(one.estimator.coef_[0]),
        "calibration": {"slope": _rounded(calibrator.a_), "offset": _rounded(calibrator.b_)},
        "typical": _named(values[labels == 0].mean(axis=0)),
    }


def model_of(pairs: Sequence[Labelled]) -> Model:
    """The model fitted on these pairs, without writing it."""
    return model_from(fit(pairs))


def write(data: dict[str, Any]) -> None:
    """Replace the data file."""
    MODEL.write_text(f"{json.dumps(data, ensure_ascii=False, indent=2)}\n", encoding="utf-8")


def _named(numbers: np.ndarray[Any, Any]) -> dict[str, float]:
    return {name: _rounded(number) for name, number in zip(FEATURES, numbers, strict=True)}


def _rounded(number: float) -> float:
    return round(float(number), _DIGITS)
