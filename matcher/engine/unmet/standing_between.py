"""What stands between a person and the places that would answer: one of the codes of data/unmet_reasons.csv."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.engine.constraints import Exclusions

NO_SUCH_THEME = "no_such_theme"
ALL_FULL = "all_full"
OUT_OF_REACH = "out_of_reach"
EXCLUDED_EVERYWHERE = "excluded_everywhere"


def standing_between(answering: npt.NDArray[np.integer], excluded: Exclusions) -> str:
    """The reason for rows of the catalogue none of which is open to the person; closed ones are no places.

    Places that one thing alone keeps from her say what it is: that all are full when only a free seat is missing,
    out of reach when only the way is too long, the more frequent of the two, a free seat when both are as frequent.
    """
    running = answering[~excluded.has("closed")[answering]]
    if not len(running):
        return NO_SUCH_THEME
    full, far = excluded.has("full")[running], excluded.has("travel")[running]
    if full.all():
        return ALL_FULL
    if far.all():
        return OUT_OF_REACH
    only_full = int(excluded.alone("full")[running].sum())
    only_far = int(excluded.alone("travel")[running].sum())
    if not only_full and not only_far:
        return EXCLUDED_EVERYWHERE
    return ALL_FULL if only_full >= only_far else OUT_OF_REACH
