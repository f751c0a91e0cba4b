"""When to say that nothing in the catalogue serves a person: a simple rule that can be checked by hand.

Unmet when no place is open to the person, or when the person lives with something that only a place made for it
answers (the vocabulary says which) and no place open to the person speaks of it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue import Catalogue
from matcher.engine.data_tables import read_table
from matcher.engine.profile import NeedProfile, concepts_of
from matcher.engine.vocabulary import vocabulary

NOTHING_ELIGIBLE = "nothing_eligible"
NO_PLACE_FOR_SITUATION = "no_place_for_situation"


def unmet_reason(profile: NeedProfile, catalogue: Catalogue, eligible: npt.NDArray[np.bool_]) -> str | None:
    """A code of data/unmet_reasons.csv, or None when something can be offered."""
    if not eligible.any():
        return NOTHING_ELIGIBLE
    known = vocabulary().concepts
    for code in concepts_of(profile.situations):
        if known[code].own_place and not (catalogue.stated.has(code) & eligible).any():
            return NO_PLACE_FOR_SITUATION
    return None


def unmet_sentence(code: str) -> str:
    """The Japanese label of an unmet reason."""
    return next(row["label_ja"] for row in read_table("unmet_reasons.csv") if row["code"] == code)
