"""Which concepts or words of a place are a sign that it answers something of a person, and how sure a one.

Evaluated at a few rows by the components, and over the whole catalogue when candidates are picked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from matcher.engine.catalogue.place_words import OPPOSED, STATED, WELCOME
from matcher.engine.profile import FORM, OPPOSITE, Item, NeedProfile, concepts_of
from matcher.engine.vocabulary import vocabulary


class Sign(NamedTuple):
    """`weight` in [0, 1]: how sure. Places that speak of `concept` as `flag` show it, or those that hold `words`."""

    weight: float
    concept: str = ""
    flag: int = STATED
    words: str = ""


def interest_signs(profile: NeedProfile) -> Iterator[Sign]:
    """What the person likes; a word of the form counts more than one of the note."""
    for item in profile.interests:
        weight = 0.9 if item.evidence.source == FORM else 0.5
        yield _sign(item, weight, 0.8 * weight)


def situation_signs(profile: NeedProfile) -> Iterator[Sign]:
    """Places made for people in this person's situation; a mere mention counts half."""
    concepts = vocabulary().concepts
    for code in concepts_of((*profile.situations, *around(profile, "situation"))):
        weight = 0.9 if concepts[code].specific else 0.5
        yield Sign(weight, code, WELCOME)
        yield Sign(0.5 * weight, code, STATED)


def dislike_signs(profile: NeedProfile) -> Iterator[Sign]:
    """What the person dislikes."""
    for item in profile.dislikes:
        if item.what == OPPOSITE:
            yield Sign(0.7, item.concept, OPPOSED)
        else:
            yield _sign(item, 0.7, 0.5)


def care_signs(profile: NeedProfile) -> Iterator[Sign]:
    """The considerations that the note asks for."""
    for item in profile.cares:
        yield _sign(item, 0.5, 0.5)


def around(profile: NeedProfile, facet: str) -> tuple[Item, ...]:
    """What the note says of the people around the person: it counts, and is never given as a reason."""
    known = vocabulary().concepts
    return tuple(item for item in profile.around if known[item.concept].facet == facet)


def _sign(item: Item, weight: float, weight_of_words: float) -> Sign:
    if item.concept:
        return Sign(weight, item.concept)
    return Sign(weight_of_words, words=item.evidence.surface)
