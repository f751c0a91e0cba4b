"""Components of reception: how a place takes people in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.engine.answers import care_signs
from matcher.engine.components.combine import either
from matcher.engine.context import Context
from matcher.engine.doubts import wants_role, without_doubt
from resources.code_lists import code_list

FloatArray = npt.NDArray[np.float64]

_UNKNOWN = 0.5


def stage(context: Context) -> FloatArray:
    """1 when the place has the person's 参加段階, 0.5 when only a neighbouring one, 0 beyond; 0.5 unknown."""
    stages = code_list("participation_stage")
    wanted = stages.position(context.profile.stage or "")
    if wanted < 0:
        return np.full(len(context), _UNKNOWN)
    best = np.zeros(len(context), dtype=np.float64)
    for code in context.places.stages.codes:
        value = max(0.0, 1.0 - 0.5 * abs(stages.position(code) - wanted))
        best = np.maximum(best, value * context.places.stages.has(code))
    best[context.places.stages.bits == 0] = _UNKNOWN
    return best


def company(context: Context) -> FloatArray:
    """1 for the wanted 規模; a smaller one costs 0.2 a step, a larger one 0.5 a step; 0.5 unknown."""
    sizes = code_list("group_size")
    wanted = sizes.position(context.profile.company or "")
    if wanted < 0:
        return np.full(len(context), _UNKNOWN)
    value = np.full(len(context), _UNKNOWN)
    for code in sizes.codes:
        step = sizes.position(code) - wanted
        value[context.places.group_size_codes.equals(code)] = max(
            0.0, 1.0 - (0.5 * step if step > 0 else -0.2 * step)
        )
    return value


def considerations(context: Context) -> FloatArray:
    """Places that state the considerations the note asks for; more of them make it surer."""
    return either(context, care_signs(context.profile))


def roles(context: Context) -> FloatArray:
    """Who wants a role: 1 where the place names one, else 0. 0.5 everywhere when no role is wanted."""
    if not wants_role(context.profile):
        return np.full(len(context), _UNKNOWN)
    return context.places.names_roles.astype(np.float64)


def no_doubt(context: Context) -> FloatArray:
    """1 where nothing in prose speaks against the person coming; each doubt takes its strength off (engine.doubts)."""
    return without_doubt(context)


def age_focus(context: Context) -> FloatArray:
    """A place for this age group: 1 − width of the stated age range / 100 years; 0 when no limit is stated.

    A missing upper limit counts as 100, a missing lower one as 0. Outside the range: 0.
    """
    age = context.need.age
    if age is None:
        return np.full(len(context), _UNKNOWN)
    low, high = np.maximum(context.places.age_min, 0.0), np.minimum(context.places.age_max, 100.0)
    inside = (low <= age) & (age <= high)
    return np.where(inside, np.clip(1.0 - (high - low) / 100.0, 0.0, 1.0), 0.0)
