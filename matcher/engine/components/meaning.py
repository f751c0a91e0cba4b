"""Components of meaning: what the person wants and lives with, what the place is and whom it is for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.engine.answers import around, dislike_signs, interest_signs, situation_signs
from matcher.engine.catalogue.place_words import AUDIENCE
from matcher.engine.components.combine import either
from matcher.engine.context import Context
from matcher.engine.profile import concepts_of

FloatArray = npt.NDArray[np.float64]


def text(context: Context) -> FloatArray:
    """BM25 as a share s of what the note could reach at most, bent by s / (s + h): h gives 0.5."""
    shares = context.text_shares(context.profile.query)
    return shares / (shares + context.parameters["text_half_share"])


def interests(context: Context) -> FloatArray:
    """Places that speak of what the person likes; a word of the form counts more than one of the note."""
    return either(context, interest_signs(context.profile))


def situation(context: Context) -> FloatArray:
    """Places made for people in this person's situation; a mere mention counts half."""
    return either(context, situation_signs(context.profile))


def audience(context: Context) -> FloatArray:
    """0 when a place names people in particular situations and none is this person's; 1 otherwise."""
    profile = context.profile
    known = concepts_of((*profile.situations, *around(profile, "situation")))
    return np.where(context.for_particular_people & ~context.reads_any(known, AUDIENCE), 0.0, 1.0)


def kind(context: Context) -> FloatArray:
    """The weight of the place's 種別 among the kinds wanted; 0.5 everywhere when nothing is wanted."""
    wanted = dict(context.profile.kinds)
    return context.places.kind_codes.looked_up(wanted) if wanted else np.full(len(context), 0.5)


def not_disliked(context: Context) -> FloatArray:
    """1 where a place speaks of nothing the person dislikes."""
    return 1.0 - either(context, dislike_signs(context.profile))
