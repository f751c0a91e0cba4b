"""Weights and parameters of the score: data with a digest, so that every result can name what made it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from matcher.engine.data_tables import read_text


@dataclass(frozen=True)
class Weights:
    """`weights` by component name, all ≥ 0 with a positive sum; `parameters` by name; `digest` of both."""

    version: str
    weights: Mapping[str, float]
    parameters: Mapping[str, float]
    digest: str


@cache
def default_weights() -> Weights:
    """The weights that come with the engine."""
    return parse_weights(read_text("weights.json"))


def parse_weights(text: str) -> Weights:
    """Weights from JSON. Raises ValueError when a weight is negative or all are zero."""
    data = json.loads(text)
    weights = {name: float(value) for name, value in data["weights"].items()}
    parameters = {name: float(value) for name, value in data["parameters"].items()}
    if min(weights.values()) < 0 or sum(weights.values()) <= 0:
        raise ValueError("weights must not be negative and not all zero")
    canonical = json.dumps([weights, parameters], sort_keys=True)
    return Weights(data["version"], weights, parameters, hashlib.sha256(canonical.encode()).hexdigest()[:8])
