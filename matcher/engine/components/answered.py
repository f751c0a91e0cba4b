"""Components of answers: how much of what a person has, likes and hopes for a place speaks of.

A place that speaks of a concept speaks, less surely, of all that the concept implies (railway models: railways). A
rare concept says more than a common one: its rarity is idf / largest possible idf of the catalogue, in [0, 1].
`best` is the surest single answer, `cover` the share of all that is asked, both weighted by rarity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matcher.engine.catalogue.place_words import STATED
from matcher.engine.context import Context
from matcher.engine.profile import FORM, Item
from matcher.engine.reading import closure
from matcher.engine.vocabulary import vocabulary

FloatArray = npt.NDArray[np.float64]

_NOTE_SHARE = 0.8


class Question(NamedTuple):
    """`asked` concept → sureness of a context; `best` or else cover; `widened`: what implies it answers too."""

    asked: Callable[[Context], Mapping[str, float]]
    best: bool
    widened: bool


QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        "interest_best": Question(lambda context: _asked(context.profile.interests), True, True),
        "interest_cover": Question(lambda context: _asked(context.profile.interests), False, True),
        "situation_best": Question(lambda context: _asked(context.profile.situations), True, True),
        "care_cover": Question(lambda context: _asked(context.profile.cares), False, True),
        "follows_activity": Question(lambda context: _implied(context, "activity"), True, False),
        "follows_situation": Question(lambda context: _implied(context, "situation"), False, False),
        "follows_aim": Question(lambda context: _implied(context, "aim"), True, False),
        "follows_care": Question(lambda context: _implied(context, "care"), True, False),
    }
)


def interest_best(context: Context) -> FloatArray:
    """The rarest interest that the place speaks of."""
    return _answer(context, "interest_best")


def interest_cover(context: Context) -> FloatArray:
    """Share of the interests that the place speaks of."""
    return _answer(context, "interest_cover")


def situation_best(context: Context) -> FloatArray:
    """The rarest situation that the place speaks of."""
    return _answer(context, "situation_best")


def care_cover(context: Context) -> FloatArray:
    """Share of the considerations asked for that the place speaks of."""
    return _answer(context, "care_cover")


def follows_activity(context: Context) -> FloatArray:
    """The surest activity that follows from the person's own concepts (a cook likes cooking)."""
    return _answer(context, "follows_activity")


def follows_situation(context: Context) -> FloatArray:
    """Share of the situations that follow from the person's own."""
    return _answer(context, "follows_situation")


def follows_aim(context: Context) -> FloatArray:
    """The surest aim that follows from the person's own concepts."""
    return _answer(context, "follows_aim")


def follows_care(context: Context) -> FloatArray:
    """The surest consideration that follows from the person's own concepts (who is exhausted: may leave early)."""
    return _answer(context, "follows_care")


def _asked(items: tuple[Item, ...]) -> dict[str, float]:
    """Concept → sureness: a form says it plainly."""
    return {
        item.concept: 1.0 if item.evidence.source == FORM else _NOTE_SHARE for item in items if item.concept
    }


def _implied(context: Context, facet: str) -> Mapping[str, float]:
    return context.asking.implied.get(facet, {})


def _answer(context: Context, name: str) -> FloatArray:
    question = QUESTIONS[name]
    asked = question.asked(context)
    if not asked:
        return np.zeros(len(context))
    if question.best:
        return context.spoken.most(question_values(context, name), STATED)
    most = most_answered(context, asked)
    if most <= 0:
        return np.zeros(len(context))
    if not question.widened:  # nothing but the concept itself answers, and a place says it once
        return context.spoken.sum(question_values(context, name), STATED) / most
    total = np.zeros(len(context))
    for code, weight in asked.items():
        total += context.spoken.most(answer_values(context, {code: weight}, question.widened), STATED)
    return total / most


def question_values(context: Context, name: str) -> FloatArray:
    """`answer_values` of a whole question, worked out once for a need."""
    question = QUESTIONS[name]
    return context.asking.once(
        f"answers to {name}", lambda: answer_values(context, question.asked(context), question.widened)
    )


def most_answered(context: Context, asked: Mapping[str, float]) -> float:
    """What a place that speaks of all that is asked would get."""
    return sum(weight * context.catalogue.rarity(code) for code, weight in asked.items())


def answer_values(context: Context, asked: Mapping[str, float], widened: bool) -> FloatArray:
    """Shape (number of concepts,): the largest weight · rarity · sureness that speaking of a concept gets."""
    concepts, rarity = context.catalogue.concepts, context.catalogue.rarity
    values = np.zeros(len(concepts.codes))
    if not widened:
        numbers = [concepts.number(code) for code in asked]
        values[numbers] = [weight * rarity(code) for code, weight in asked.items()]
        return values
    numbered = _numbered_sources(concepts.codes)
    for code, weight in asked.items():
        sources_of, sureness = numbered[code]
        values[sources_of] = np.maximum(values[sources_of], weight * rarity(code) * sureness)
    return values


@cache
def _numbered_sources(codes: tuple[str, ...]) -> Mapping[str, tuple[npt.NDArray[np.int64], FloatArray]]:
    """`sources` as (places in `codes`, sureness)."""
    number = {code: place for place, code in enumerate(codes)}
    return {
        code: (
            np.array([number[source] for source, _ in pairs]),
            np.array([sureness for _, sureness in pairs]),
        )
        for code, pairs in sources().items()
    }


@cache
def sources() -> Mapping[str, tuple[tuple[str, float], ...]]:
    """For every concept those that imply it, itself first, with the weight of the implication."""
    found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for code in vocabulary().concepts:
        found[code].append((code, 1.0))
    for code in vocabulary().concepts:
        for following, weight in closure(code):
            found[following].append((code, weight))
    return {code: tuple(sorted(pairs, key=lambda pair: -pair[1])) for code, pairs in found.items()}
