"""The components of the score, by name. A component is one function

    context → shape (n,), each value in [0, 1], larger = fits better

and the same for any order of the rows. To add one: write the function, name it here, give it a weight.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from matcher.engine.components import access, answered, learned, meaning, reception
from matcher.engine.context import Context

Component = Callable[[Context], npt.NDArray[np.float64]]

COMPONENTS: Mapping[str, Component] = MappingProxyType(
    {
        "text": meaning.text,
        "interests": meaning.interests,
        "situation": meaning.situation,
        "audience": meaning.audience,
        "kind": meaning.kind,
        "not_disliked": meaning.not_disliked,
        "no_doubt": reception.no_doubt,
        "stage": reception.stage,
        "company": reception.company,
        "considerations": reception.considerations,
        "roles": reception.roles,
        "age_focus": reception.age_focus,
        "time": access.time,
        "travel": access.travel,
        "freshness": access.freshness,
        "openings": access.openings,
        "same_district": access.same_district,
        "closeness": access.closeness,
        "interest_best": answered.interest_best,
        "interest_cover": answered.interest_cover,
        "situation_best": answered.situation_best,
        "care_cover": answered.care_cover,
        "follows_activity": answered.follows_activity,
        "follows_situation": answered.follows_situation,
        "follows_aim": answered.follows_aim,
        "follows_care": answered.follows_care,
        "learned_person": learned.person,
        "learned_wish": learned.wish,
        "learned_reception": learned.reception,
    }
)
LEARNED = frozenset(name for name in COMPONENTS if name.startswith("learned_"))
"""The components that judged people taught; all others come from tables."""
