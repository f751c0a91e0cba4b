"""How likely it is that nothing serves a person: a logistic regression on a handful of facts.

    P(unmet) = 1 / (1 + exp(−(intercept + Σ weight · fact)))

Weights and the least likelihood at which the engine says unmet are data (`data/unmet_weights.json`), fitted by
`python -m bench.learning.unmet` on judged people. Each weight has the sign that its fact must have.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import TYPE_CHECKING

import numpy as np

from matcher.engine.catalogue import Catalogue
from matcher.engine.constraints import Exclusions
from matcher.engine.data_tables import read_text
from matcher.engine.profile import concepts_of
from matcher.engine.unmet.first_five import first_five
from matcher.engine.unmet.gaps import OWN_PLACE, PEERS, SIGN_LANGUAGE, Gaps, gaps
from matcher.engine.unmet.signs import IN_VAIN, NO_SUBSTITUTE, ONLY_THIS, signs
from matcher.engine.unmet.signs import PEERS as PEERS_SIGN

if TYPE_CHECKING:
    from matcher.engine.match import Judged

FACTS: Mapping[str, float] = {
    "own_place": 1.0,
    "peers": 1.0,
    "situations": 1.0,
    "interest_answered": -1.0,
    "few_gatherings": 1.0,
    "signs": 1.0,
    "first_five": -1.0,
}
"""Fact → the sign of its weight."""

_PEERS_AIM = "peers"
_GATHERINGS = (
    "third_place",
    "salon",
    "work_experience",
    "volunteer_activity",
    "learning_support",
    "children_cafeteria",
    "hobby_culture",
    "exercise_health",
    "peer_group",
    "farm_welfare_link",
)
"""Kinds where one takes part; the others advise, visit, drive or house."""
_FEW, RUNNING = 6, 20
"""Fewer open gatherings are few where at least so many run; a shorter list is short for everybody."""


@dataclass(frozen=True)
class UnmetWeights:
    """`weights` by fact; a person is unmet from `least` on. `version` names the data."""

    version: str
    intercept: float
    weights: Mapping[str, float]
    least: float

    def likelihood(self, facts: Mapping[str, float]) -> float:
        """P(unmet) in (0, 1)."""
        total = self.intercept + sum(weight * facts[name] for name, weight in self.weights.items())
        return 1.0 / (1.0 + exp(-total))


@cache
def unmet_weights() -> UnmetWeights:
    """The weights that come with the engine."""
    text = read_text("unmet_weights.json")
    data = json.loads(text)
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return UnmetWeights(f"{data['version']} {digest}", data["intercept"], data["weights"], data["least"])


def facts_of(judged: Judged) -> tuple[dict[str, float], Gaps]:
    """The facts by the names of `FACTS`, and the gaps behind them. At least one place must be open."""
    need, profile = judged.context.need, judged.context.profile
    catalogue, excluded = judged.context.catalogue, judged.excluded
    said, wishes = signs(need.text), need.structured.aims if need.structured else ()
    wants_peers = (
        PEERS_SIGN in said or _PEERS_AIM in concepts_of(profile.aims) or PEERS_SIGN in signs(" ".join(wishes))
    )
    found = gaps(profile, catalogue, excluded, wants_peers=wants_peers)
    facts = {
        "own_place": float(found.has(OWN_PLACE, SIGN_LANGUAGE)),
        "peers": float(found.has(PEERS)),
        "situations": found.situations,
        "interest_answered": float(found.interest_answered),
        "few_gatherings": float(_are_few(catalogue, excluded)),
        "signs": float(len(said & {IN_VAIN, ONLY_THIS, NO_SUBSTITUTE})),
        "first_five": first_five(judged.scores, excluded.eligible[judged.context.rows]),
    }
    return facts, found


def _are_few(catalogue: Catalogue, excluded: Exclusions) -> bool:
    """Whether hardly any running gathering is open to the person."""
    gathers = catalogue.snapshot.kind_codes.looked_up(dict.fromkeys(_GATHERINGS, 1.0)) > 0
    is_open = np.count_nonzero(gathers & excluded.eligible)
    running = np.count_nonzero(gathers & ~excluded.has("closed"))
    return bool(is_open < _FEW and running >= RUNNING)
