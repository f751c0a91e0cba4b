"""What a part of the score is worth: the engine measured again with some of its weights changed.

Nothing is fitted again: a part whose weight is 0 is missing, and the rest stands as it was fitted beside it. What
another part could have taken over is counted as lost, so the loss is the most that the part can be worth.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from matcher.engine.match import Engine
from matcher.engine.need import Need
from matcher.engine.weights import Weights, parse_weights
from matcher.evaluating import engine_ranked
from matcher.evaluation import Figures, figures
from matcher.judgements import Judgements
from resources.snapshot import Snapshot


def reweighted(weights: Weights, changed: Mapping[str, float]) -> Weights:
    """`weights` with those of `changed` instead, by component name; the digest and the version tell them apart.

    Raises KeyError for a component that `weights` do not name, ValueError for a negative weight or none above 0.
    """
    unknown = sorted(changed.keys() - weights.weights.keys())
    if unknown:
        raise KeyError(f"no such component: {', '.join(unknown)}")
    return parse_weights(
        json.dumps(
            {
                "version": f"{weights.version} changed",
                "weights": {**weights.weights, **changed},
                "parameters": dict(weights.parameters),
            }
        )
    )


def without(weights: Weights, components: Iterable[str]) -> Weights:
    """`weights` with those of `components` set to 0. Raises as `reweighted`."""
    return reweighted(weights, dict.fromkeys(components, 0.0))


def measured(
    needs: Sequence[Need], snapshot: Snapshot, judgements: Judgements, *, engine: Engine, weights: Weights
) -> Figures:
    """The figures of `engine` under other weights. The catalogue that it has made ready is used again."""
    changed = Engine(weights=weights, travel=engine.travel)
    changed.use(engine.catalogue(snapshot))
    return figures([engine_ranked(need, snapshot, changed) for need in needs], judgements)
