"""When to say that nothing in the catalogue serves a person, and why: a rule that can be checked by hand.

Unmet when no place is open to the person, or when the person lives with something that only a place made for it
answers (the vocabulary says which: `own_place`) and no place open to the person speaks of it. The reason is what
stands between the person and the places that would answer: there are none, all are full, none is in reach, or the
conditions exclude the person everywhere.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue import Catalogue
from matcher.engine.catalogue.place_words import STATED
from matcher.engine.constraints import Exclusions
from matcher.engine.data_tables import read_table
from matcher.engine.profile import NeedProfile, concepts_of
from matcher.engine.vocabulary import vocabulary

NO_SUCH_THEME = "no_such_theme"
ALL_FULL = "all_full"
OUT_OF_REACH = "out_of_reach"
EXCLUDED_EVERYWHERE = "excluded_everywhere"


def unmet_reason(profile: NeedProfile, catalogue: Catalogue, excluded: Exclusions) -> str | None:
    """A code of data/unmet_reasons.csv, or None when something can be offered."""
    if not excluded.eligible.any():
        return _why_none(np.arange(len(catalogue)), excluded)
    known = vocabulary().concepts
    for code in concepts_of(profile.situations):
        if not known[code].own_place:
            continue
        answering = catalogue.concepts.places(code, STATED)
        if not excluded.eligible[answering].any():
            return _why_none(answering, excluded)
    return None


def _why_none(answering: npt.NDArray[np.integer], excluded: Exclusions) -> str:
    """What excludes the places that would answer. Closed ones are no places; the way is named before conditions."""
    running = answering[~excluded.has("closed")[answering]]
    if not len(running):
        return NO_SUCH_THEME
    if excluded.has("full")[running].all():
        return ALL_FULL
    if excluded.has("travel")[running].all():
        return OUT_OF_REACH
    return EXCLUDED_EVERYWHERE


def unmet_sentence(code: str) -> str:
    """The Japanese label of an unmet reason."""
    return next(row["label_ja"] for row in read_table("unmet_reasons.csv") if row["code"] == code)
