"""How good the model is on towns that it never saw: order (AUC), decisions (precision, recall), honesty (Brier)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from bench.duplicates.catalogues import HELD_OUT, SEED, Labelled, catalogue, labelled
from resources.quality.pairs.model import Model

_BINS = (0.0, 0.05, 0.2, 0.5, 0.8, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Quality:
    """Of the candidates of some towns. `recall` counts the twins that no candidate holds as not found."""

    town: str
    pairs: int
    twins: int
    auc: float
    average_precision: float
    precision: float
    recall: float
    brier: float


def held_out_pairs(*, rounds: int = 8) -> list[Labelled]:
    """Towns that train nothing."""
    return [
        labelled(catalogue(name, seed=SEED + 1_000 + number, places=240, twins=90, alike=130))
        for name in HELD_OUT
        for number in range(rounds)
    ]


def quality(model: Model, pairs: Sequence[Labelled], *, at_least: float) -> Iterator[Quality]:
    """One line per town, then all together."""
    towns = sorted({one.town for one in pairs})
    for name in towns:
        yield _quality(model, [one for one in pairs if one.town == name], name, at_least)
    yield _quality(model, pairs, "all", at_least)


def _quality(model: Model, pairs: Sequence[Labelled], name: str, at_least: float) -> Quality:
    probabilities, labels = _judged(model, pairs)
    found = probabilities >= at_least
    twins = labels.sum() + sum(one.missed for one in pairs)
    return Quality(
        town=name,
        pairs=len(labels),
        twins=int(twins),
        auc=float(roc_auc_score(labels, probabilities)),
        average_precision=float(average_precision_score(labels, probabilities)),
        precision=float(labels[found].mean()),
        recall=float(labels[found].sum() / twins),
        brier=float(brier_score_loss(labels, probabilities)),
    )


def reliability(model: Model, pairs: Sequence[Labelled]) -> Iterator[tuple[str, int, float, float]]:
    """Per range of probability: range, pairs, mean probability, share that is one place."""
    probabilities, labels = _judged(model, pairs)
    for low, high in pairwise(_BINS):
        within = (probabilities >= low) & ((probabilities < high) | (high == 1.0))
        if within.any():
            mean, share = float(probabilities[within].mean()), float(labels[within].mean())
            yield f"{low:g}–{high:g}", int(within.sum()), mean, share


def _judged(
    model: Model, pairs: Sequence[Labelled]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    values = np.concatenate([one.features for one in pairs])
    return model.probabilities(values), np.concatenate([one.labels for one in pairs])
