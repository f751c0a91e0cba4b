"""Components of meaning: what the person wants and lives with, what the place is and whom it is for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.engine.components.combine import Sign, either
from matcher.engine.context import Context
from matcher.engine.profile import FORM, OPPOSITE, Item, concepts_of
from matcher.engine.vocabulary import specific_situations, vocabulary

FloatArray = npt.NDArray[np.float64]


def text(context: Context) -> FloatArray:
    """BM25 as a share s of what the note could reach at most, bent by s / (s + h): h gives 0.5."""
    shares = context.catalogue.text.shares(context.profile.query)
    return shares / (shares + context.parameters["text_half_share"])


def interests(context: Context) -> FloatArray:
    """Places that speak of what the person likes; a word of the form counts more than one of the note."""
    return either(len(context), [_interest_sign(item, context) for item in context.profile.interests])


def _interest_sign(item: Item, context: Context) -> Sign:
    weight = 0.9 if item.evidence.source == FORM else 0.5
    if item.concept:
        return weight, context.catalogue.stated.has(item.concept)
    return 0.8 * weight, holds_words(item.evidence.surface, context)


def holds_words(words: str, context: Context) -> FloatArray:
    """Words that the vocabulary does not know: how much of their bigrams' weight the place's text holds."""
    return np.minimum(1.5 * context.catalogue.text.shares(words), 1.0)


def situation(context: Context) -> FloatArray:
    """Places made for people in this person's situation; a mere mention counts half."""
    concepts = vocabulary().concepts
    signs: list[Sign] = []
    for code in concepts_of((*context.profile.situations, *around(context, "situation"))):
        weight = 0.9 if concepts[code].specific else 0.5
        signs.append((weight, context.catalogue.welcome.has(code)))
        signs.append((0.5 * weight, context.catalogue.stated.has(code)))
    return either(len(context), signs)


def audience(context: Context) -> FloatArray:
    """0 when a place names people in particular situations and none is this person's; 1 otherwise."""
    named = context.catalogue.audience.any_of(specific_situations())
    known = concepts_of((*context.profile.situations, *around(context, "situation")))
    mine = context.catalogue.audience.any_of(known)
    return np.where(named & ~mine, 0.0, 1.0)


def kind(context: Context) -> FloatArray:
    """The weight of the place's 種別 among the kinds wanted; 0.5 everywhere when nothing is wanted."""
    wanted = dict(context.profile.kinds)
    if not wanted:
        return np.full(len(context), 0.5)
    return np.array([wanted.get(code, 0.0) for code in context.snapshot.kind.tolist()], dtype=np.float64)


def not_disliked(context: Context) -> FloatArray:
    """1 where a place speaks of nothing the person dislikes."""
    return 1.0 - either(len(context), [_dislike_sign(item, context) for item in context.profile.dislikes])


def _dislike_sign(item: Item, context: Context) -> Sign:
    if item.what == OPPOSITE:
        return 0.7, context.catalogue.opposed.has(item.concept)
    if item.concept:
        return 0.7, context.catalogue.stated.has(item.concept)
    return 0.5, holds_words(item.evidence.surface, context)


def around(context: Context, facet: str) -> tuple[Item, ...]:
    """What the note says of the people around the person: it counts, and is never given as a reason."""
    known = vocabulary().concepts
    return tuple(item for item in context.profile.around if known[item.concept].facet == facet)
