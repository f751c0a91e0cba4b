"""About the score of places of a large catalogue, quickly: it picks candidates and is never shown.

What columns decide alone is worked out once per class of places (resources.snapshot.Classes) and looked up; concepts
and words go through their postings, so that only places are touched that speak of something; nearness goes along the
chord. A component that is named nowhere here is left out of the rough score, and counts among the candidates all
the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import numpy.typing as npt

from matcher.engine.answers import Sign, around, care_signs, dislike_signs, interest_signs, situation_signs
from matcher.engine.catalogue.place_words import AUDIENCE
from matcher.engine.components import COMPONENTS
from matcher.engine.components.answered import QUESTIONS, most_answered, question_values
from matcher.engine.constraints import reached_anywhere
from matcher.engine.context import Context
from matcher.engine.doubts import without_plain_doubt
from matcher.engine.learned.model import Leaning, learned
from matcher.engine.learned.need_facets import PERSON, RECEPTION, WISH
from matcher.engine.learned.place_facets import shared_facets, spoken_table
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
    """About the scores of `rows` (ascending), shape (len(rows),), up to a factor and a constant.

    Without what `learned_of_words` adds, which takes longest.
    """
    given = {name: weight for name, weight in weights.weights.items() if weight > 0}
    spoken, scratch = np.zeros(len(whole), dtype=np.float32), np.empty(len(whole), dtype=np.float32)
    for name, signs in _SIGNS.items():
        if name in given:
            _add_signs(spoken, np.float32(given[name]), whole, signs(whole), scratch)
    for name in QUESTIONS:
        if name in given:
            _add_answers(spoken, np.float32(given[name]), whole, name, scratch)
    if "text" in given:
        spoken += _text(whole, np.float32(given["text"]))
    total = spoken.take(rows)
    for names, classes in _CLASSES.items():
        total += _by_class(
            whole, classes(whole), {name: given[name] for name in names if name in given}, rows
        )
    for name, rough in _ROUGH.items():
        if name in given:
            total += np.float32(given[name]) * rough(whole, rows)
    return total + _learned_of_columns(whole, weights, rows)


def _by_class(whole: Context, classes: Classes, weights: Mapping[str, float], rows: IntArray) -> RoughArray:
    """The components of `weights`, exactly, worked out for one place of every class."""
    context = whole.at(classes.rows, classes.places)
    total = np.zeros(len(classes), dtype=np.float64)
    for name, weight in weights.items():
        total += weight * COMPONENTS[name](context)
    return total.astype(np.float32).take(classes.numbers.take(rows))


_CLASSES: Mapping[tuple[str, ...], Callable[[Context], Classes]] = {
    ("kind", "stage", "company", "roles", "age_focus"): lambda whole: whole.snapshot.reception,
    ("freshness", "openings"): lambda whole: whole.snapshot.sureness,
    ("time",): lambda whole: whole.snapshot.hours,
}


def _text(whole: Context, weight: np.float32) -> RoughArray:
    shares = whole.catalogue.text.rough_shares(whole.asking.known(whole.profile.query), _TEXT_POSTINGS)
    shares /= shares + np.float32(whole.parameters["text_half_share"])
    shares *= weight
    return shares


def _add_signs(
    total: RoughArray, weight: np.float32, whole: Context, signs: Iterable[Sign], without: RoughArray
) -> None:
    """Adds weight · (1 − Π(1 − weight of the sign)); a place without a sign is not touched. Overwrites `without`."""
    without.fill(1.0)
    touched: list[npt.NDArray[np.integer]] = []
    for sign in signs:
        if sign.concept:
            places: npt.NDArray[np.integer] = whole.catalogue.concepts.places(sign.concept, sign.flag)
            without[places] *= np.float32(1.0 - sign.weight)
        else:
            shares = whole.catalogue.text.rough_shares(whole.asking.known(sign.words), _WORDS_POSTINGS)
            places = np.flatnonzero(shares)
            held = np.minimum(np.float32(1.5) * shares[places], _ONE)
            without[places] *= _ONE - np.float32(sign.weight) * held
        touched.append(places)
    if touched:
        # A place that two signs touch gets its sum once: an assignment, whichever comes last, is the same.
        places = np.concatenate(touched)
        total[places] += weight * (_ONE - without[places])


_SIGNS: Mapping[str, Callable[[Context], Iterable[Sign]]] = {
    "interests": lambda whole: interest_signs(whole.profile),
    "situation": lambda whole: situation_signs(whole.profile),
    "considerations": lambda whole: care_signs(whole.profile),
}


def _add_answers(total: RoughArray, weight: np.float32, whole: Context, name: str, found: RoughArray) -> None:
    """As components.answered, by the weightiest concepts; `cover` counts each concept that answers, up to 1.

    Overwrites `found`.
    """
    question, concepts = QUESTIONS[name], whole.catalogue.concepts
    asked = question.asked(whole)
    if not asked:
        return
    values = question_values(whole, name)
    most = 1.0 if question.best else max(most_answered(whole, asked), values.max(initial=0.0))
    best = np.argsort(-values, kind="stable")[:_ANSWERING]
    best = best[values[best] > 0]
    if not len(best):
        return
    answering = concepts.stating(best[::-1].tolist())
    places = np.concatenate(answering)
    answers = np.repeat((values[best[::-1]] / most).astype(np.float32), [len(one) for one in answering])
    found.fill(0.0)
    if question.best:
        found[places] = weight * answers  # the last one written is the largest, and 1 at most
    else:
        np.add.at(found, places, answers)
        np.minimum(found, _ONE, out=found)
        found *= weight
    total += found


def _audience(whole: Context, rows: IntArray) -> RoughArray:
    known = concepts_of((*whole.profile.situations, *around(whole.profile, "situation")))
    is_for_others = whole.catalogue.for_particular_people.copy()
    for code in known:
        is_for_others[whole.catalogue.concepts.places(code, AUDIENCE)] = False
    return _ONE - is_for_others.take(rows).astype(np.float32)


def _not_disliked(whole: Context, rows: IntArray) -> RoughArray:
    disliked = np.zeros(len(whole), dtype=np.float32)
    signs = list(dislike_signs(whole.profile))
    if not signs:
        return np.ones(len(rows), dtype=np.float32)
    _add_signs(disliked, _ONE, whole, signs, np.empty_like(disliked))
    return _ONE - disliked.take(rows)


def _no_doubt(whole: Context, rows: IntArray) -> RoughArray:
    return without_plain_doubt(whole).astype(np.float32).take(rows)


def _travel(whole: Context, rows: IntArray) -> RoughArray:
    form = whole.need.structured
    if form is not None and form.max_minutes:
        value = _ONE - whole.journeys.rough_minutes(rows) / np.float32(2.0 * form.max_minutes)
        value = np.clip(value, np.float32(0.0), _ONE)
    else:
        half = np.float32(whole.parameters["kilometres_half"])
        value = half / (whole.journeys.rough_kilometres(rows) + half)
    value[np.isnan(value)] = 0.5
    offer = whole.snapshot.offer
    least = np.where(reached_anywhere(offer.places), np.float32(0.75), np.float32(0.0))[
        offer.numbers.take(rows)
    ]
    nearness: RoughArray = np.maximum(value, least)
    return nearness


def _closeness(whole: Context, rows: IntArray) -> RoughArray:
    value: RoughArray = np.exp(whole.journeys.rough_kilometres(rows) / np.float32(-6.0))
    return np.nan_to_num(value, copy=False, nan=0.5)


def _same_district(whole: Context, rows: IntArray) -> RoughArray:
    return whole.snapshot.district_codes.take(rows).equals(whole.need.district or "\0").astype(np.float32)


_ROUGH: Mapping[str, Callable[[Context, IntArray], RoughArray]] = {
    "audience": _audience,
    "not_disliked": _not_disliked,
    "no_doubt": _no_doubt,
    "travel": _travel,
    "closeness": _closeness,
    "same_district": _same_district,
}

_LEARNED = {"learned_person": PERSON, "learned_wish": WISH, "learned_reception": RECEPTION}


def _leaning(whole: Context, weights: Weights) -> Leaning:
    groups = {group: max(weights.weights.get(name, 0.0), 0.0) for name, group in _LEARNED.items()}
    return whole.asking.leaning(groups)


def learned_of_words(whole: Context, weights: Weights, rows: IntArray) -> RoughArray:
    """What the learned part adds for the words of `rows`, all its groups at once, not cut off at the ends."""
    table = spoken_table(_leaning(whole, weights).spoken) / (2.0 * learned().reach)
    return whole.catalogue.concepts.sums(table.astype(np.float32), rows)


def _learned_of_columns(whole: Context, weights: Weights, rows: IntArray) -> RoughArray:
    columns, scale = _leaning(whole, weights).columns, 2.0 * learned().reach
    total = np.zeros(len(rows), dtype=np.float32)
    for shared in shared_facets(whole.snapshot):
        # A matrix product would start threads.
        leanings = np.einsum("ij,j->i", shared.facets, columns[shared.columns] / scale)
        total += leanings.astype(np.float32).take(shared.classes.numbers.take(rows))
    return total
