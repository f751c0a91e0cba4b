"""The answer: nothing serves the person, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from matcher.engine.constraints import Exclusions
from matcher.engine.data_tables import read_table
from matcher.engine.unmet.likelihood import RUNNING, facts_of, unmet_weights
from matcher.engine.unmet.standing_between import NO_SUCH_THEME, standing_between

if TYPE_CHECKING:
    from matcher.engine.match import Judged


@dataclass(frozen=True, slots=True)
class UnmetNeed:
    """`reason` is a code of data/unmet_reasons.csv, `concept` what nothing open answers ("" when nothing is open, or
    when every single thing is answered and yet nothing fits)."""

    reason: str
    concept: str


def unmet_need(judged: Judged) -> UnmetNeed | None:
    """None when something can be offered."""
    excluded = judged.excluded
    if not excluded.eligible.any():
        everything = np.arange(len(judged.context.snapshot))
        return UnmetNeed(standing_between(everything, excluded), "")
    facts, gaps = facts_of(judged)
    weights = unmet_weights()
    if weights.likelihood(facts) < weights.least:
        return None
    if not gaps.found:
        return UnmetNeed(NO_SUCH_THEME, "") if _is_long(excluded) else None
    gap = gaps.found[0]
    return UnmetNeed(standing_between(gap.answering, excluded), gap.concept)


def _is_long(excluded: Exclusions) -> bool:
    """Whether so many places run that a poor first five says something of the person and not of the list."""
    return int(np.count_nonzero(~excluded.has("closed"))) >= RUNNING


def unmet_sentence(code: str) -> str:
    """The Japanese label of an unmet reason."""
    return next(row["label_ja"] for row in read_table("unmet_reasons.csv") if row["code"] == code)
