"""The answer: nothing serves the person, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.engine.catalogue import Catalogue
from matcher.engine.constraints import Exclusions
from matcher.engine.data_tables import read_table
from matcher.engine.need import Need
from matcher.engine.profile import NeedProfile
from matcher.engine.unmet.likelihood import facts_of, unmet_weights
from matcher.engine.unmet.standing_between import standing_between


@dataclass(frozen=True, slots=True)
class UnmetNeed:
    """`reason` is a code of data/unmet_reasons.csv, `concept` what nothing open answers ("" when nothing is open)."""

    reason: str
    concept: str


def unmet_need(
    need: Need, profile: NeedProfile, catalogue: Catalogue, excluded: Exclusions
) -> UnmetNeed | None:
    """None when something can be offered."""
    if not excluded.eligible.any():
        return UnmetNeed(standing_between(np.arange(len(catalogue)), excluded), "")
    wishes = need.structured.aims if need.structured else ()
    facts, gaps = facts_of(need.text, wishes, profile, catalogue, excluded)
    weights = unmet_weights()
    if not gaps.found or weights.likelihood(facts) < weights.least:
        return None
    gap = gaps.found[0]
    return UnmetNeed(standing_between(gap.answering, excluded), gap.concept)


def unmet_sentence(code: str) -> str:
    """The Japanese label of an unmet reason."""
    return next(row["label_ja"] for row in read_table("unmet_reasons.csv") if row["code"] == code)
