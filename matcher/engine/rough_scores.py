"""About the score of every place of a large catalogue, quickly: it picks candidates and is never shown.

What columns decide alone is worked out once per class of places (resources.snapshot.Classes) and looked up; concepts
go through their postings; text by the query's weightiest bigrams; nearness along the chord. A component that is
named nowhere here is left out of the rough score, and counts among the candidates all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from matcher.engine.answers import Sign, around, care_signs, dislike_signs, interest_signs, situation_signs
from matcher.engine.catalogue.concept_index import FLAG_BITS
from matcher.engine.catalogue.place_words import AUDIENCE, STATED
from matcher.engine.components import COMPONENTS
from matcher.engine.components.answered import QUESTIONS, answer_values, most_answered
from matcher.engine.constraints import reached_anywhere
from matcher.engine.context import Context
from matcher.engine.learned.model import learned
from matcher.engine.learned.need_facets import PERSON, RECEPTION, WISH
from matcher.engine.learned.place_facets import SPOKEN, column_facets, column_names
from matcher.engine.profile import concepts_of
from matcher.engine.weights import Weights
from resources.snapshot import Classes

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
RoughArray = npt.NDArray[np.float32]

_TEXT_POSTINGS = 400_000
_WORDS_POSTINGS = 50_000
_ANSWERING = 16
_ONE = np.float32(1.0)


def rough_scores(whole: Context, weights: Weights, rows: IntArray) -> RoughArray:
    """About the scores of `rows` (ascending), shape (len(rows),), up to a factor and a constant."""
    total = np.zeros(len(whole), dtype=np.float32)
    given = {name: weight for name, weight in weights.weights.items() if weight > 0}
    for names, classes in _CLASSES.items():
        total += _by_class(whole, classes(whole), {name: given[name] for name in names if name in given})
    for name, rough in _ROUGH.items():
        if name in given:
            total += np.float32(given[name]) * rough(whole)
    for name in QUESTIONS:
        if name in given:
            total += np.float32(given[name]) * _answers(whole, name)
    groups = {group: given.get(name, 0.0) for name, group in _LEARNED.items()}
    return total[rows] + _learned(whole, groups, rows)


def _by_class(whole: Context, classes: Classes, weights: Mapping[str, float]) -> RoughArray:
    """The components of `weights`, exactly, worked out for one place of every class."""
    context = replace(whole, rows=classes.rows, given_places=classes.places)
    total = np.zeros(len(classes), dtype=np.float64)
    for name, weight in weights.items():
        total += weight * COMPONENTS[name](context)
    return total.astype(np.float32)[classes.numbers]


_CLASSES: Mapping[tuple[str, ...], Callable[[Context], Classes]] = {
    ("kind", "stage", "company", "roles", "age_focus"): lambda whole: whole.snapshot.reception,
    ("freshness", "openings"): lambda whole: whole.snapshot.sureness,
    ("time",): lambda whole: whole.snapshot.hours,
}


def _text(whole: Context) -> RoughArray:
    shares = whole.catalogue.text.rough_shares(whole.profile.query, _TEXT_POSTINGS)
    return shares / (shares + np.float32(whole.parameters["text_half_share"]))


def _either(whole: Context, signs: Iterable[Sign]) -> RoughArray:
    without = np.ones(len(whole), dtype=np.float32)
    for sign in signs:
        if sign.concept:
            places = whole.catalogue.concepts.places(sign.concept, sign.flag)
            np.multiply.at(without, places, np.float32(1.0 - sign.weight))
        else:
            shares = whole.catalogue.text.rough_shares(sign.words, _WORDS_POSTINGS)
            without *= _ONE - np.float32(sign.weight) * np.minimum(np.float32(1.5) * shares, _ONE)
    return _ONE - without


def _answers(whole: Context, name: str) -> RoughArray:
    """As components.answered, by the weightiest concepts; `cover` counts each concept that answers, up to 1."""
    question, concepts = QUESTIONS[name], whole.catalogue.concepts
    asked = question.asked(whole)
    values = answer_values(whole, asked, question.widened)
    most = 1.0 if question.best else max(most_answered(whole, asked), values.max(initial=0.0))
    total = np.zeros(len(whole), dtype=np.float32)
    add = np.maximum.at if question.best else np.add.at
    for number in np.argsort(-values, kind="stable")[:_ANSWERING].tolist():
        if values[number] > 0:
            add(total, concepts.places(concepts.codes[number], STATED), np.float32(values[number] / most))
    return np.minimum(total, _ONE)


def _audience(whole: Context) -> RoughArray:
    known = concepts_of((*whole.profile.situations, *around(whole.profile, "situation")))
    value = np.where(whole.catalogue.for_particular_people, np.float32(0.0), _ONE)
    for code in known:
        value[whole.catalogue.concepts.places(code, AUDIENCE)] = _ONE
    return value


def _travel(whole: Context) -> RoughArray:
    form = whole.need.structured
    if form is not None and form.max_minutes:
        value = _ONE - whole.journeys.rough_minutes() / np.float32(2.0 * form.max_minutes)
        value = np.clip(value, np.float32(0.0), _ONE)
    else:
        half = np.float32(whole.parameters["kilometres_half"])
        value = half / (whole.journeys.rough_kilometres() + half)
    value[np.isnan(value)] = 0.5
    offer = whole.snapshot.offer
    least = np.where(reached_anywhere(offer.places), np.float32(0.75), np.float32(0.0))[offer.numbers]
    nearness: RoughArray = np.maximum(value, least)
    return nearness


def _closeness(whole: Context) -> RoughArray:
    value: RoughArray = np.exp(whole.journeys.rough_kilometres() / np.float32(-6.0))
    return np.nan_to_num(value, nan=0.5)


def _same_district(whole: Context) -> RoughArray:
    return whole.snapshot.district_codes.equals(whole.need.district or "\0").astype(np.float32)


_ROUGH: Mapping[str, Callable[[Context], RoughArray]] = {
    "text": _text,
    "interests": lambda whole: _either(whole, interest_signs(whole.profile)),
    "situation": lambda whole: _either(whole, situation_signs(whole.profile)),
    "audience": _audience,
    "not_disliked": lambda whole: _ONE - _either(whole, dislike_signs(whole.profile)),
    "considerations": lambda whole: _either(whole, care_signs(whole.profile)),
    "travel": _travel,
    "closeness": _closeness,
    "same_district": _same_district,
}

_LEARNED = {"learned_person": PERSON, "learned_wish": WISH, "learned_reception": RECEPTION}
_FACETS_OF: Mapping[str, Callable[[Context], Classes]] = {
    "kind:|size:|stage:|ages:|roles": lambda whole: whole.snapshot.reception,
    "transport:|delivery:": lambda whole: whole.snapshot.offer,
    "condition:|only:": lambda whole: whole.snapshot.admission,
}
"""Prefixes of the columns' facets, and the classes whose places agree in them."""


_KEPT: WeakKeyDictionary[Classes, FloatArray] = WeakKeyDictionary()


def _facets(classes: Classes) -> FloatArray:
    """The columns' facets of one place of every class; they depend on no person."""
    if classes not in _KEPT:
        _KEPT[classes] = column_facets(classes.places)
    return _KEPT[classes]


def _learned(whole: Context, weights: Mapping[str, float], rows: IntArray) -> RoughArray:
    """All groups of the learned part at once at `rows`, not cut off at the ends."""
    model, names = learned(), column_names()
    columns = np.zeros(len(names), dtype=np.float64)
    spoken = {prefix: np.zeros(len(whole.catalogue.concepts.codes)) for prefix in SPOKEN}
    for group, weight in weights.items():
        of_columns, by_prefix = model.leaning(whole.need_facets, group)
        columns += weight * of_columns
        for prefix, leaning in by_prefix.items():
            spoken[prefix] += weight * SPOKEN[prefix][1] * leaning
    values = np.stack(list(spoken.values()), axis=1).astype(np.float32) / np.float32(2.0 * model.reach)
    flags = np.array([flag for flag, _ in SPOKEN.values()])[:, None]
    counted = ((np.arange(1 << FLAG_BITS) & flags) != 0).astype(np.float32)
    total = whole.catalogue.concepts.sums(np.einsum("cp,pf->cf", values, counted), rows)
    for prefixes, classes_of in _FACETS_OF.items():
        classes = classes_of(whole)
        mine = np.array([name.startswith(tuple(prefixes.split("|"))) for name in names])
        leaning = np.where(mine, columns, 0.0) / (2.0 * model.reach)
        leanings = np.einsum("ij,j->i", _facets(classes), leaning)  # a matrix product would start threads
        total += leanings.astype(np.float32)[classes.numbers[rows]]
    return total
