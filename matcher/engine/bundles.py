"""Two places together where one alone will not do: a far place and a ride, a home and somebody who looks in.

The rules are data (`data/bundles.csv`). `signs` (any of them): a concept that the note or the form says of the
person, `any:` a concept that the note says of anybody (`+` a second one that it says as well), `stage:` the form's
stage, `without:` a mode that the person cannot use, `travel` a place that nothing but the way excludes. `first` and
`second`: kinds, or kind:concept for a place of the kind that names the concept. `answers`: a situation that places of
the rule are made for, and that the sign says the person is in. Without a sign there is no bundle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matcher.engine.data_tables import read_table
from matcher.engine.doubts import known_situations
from matcher.engine.explaining.clashes import WALKED_KM, made_for
from matcher.engine.explaining.pairing import Pairing, pair
from matcher.engine.explaining.person import noted, person_side
from matcher.engine.explaining.wording import journey
from matcher.engine.profile import Item
from matcher.engine.reading.signs import NEGATIVE
from resources.code_lists import code_list

if TYPE_CHECKING:
    from matcher.engine.match import Judged, Suggestion

BoolArray = npt.NDArray[np.bool_]

# A far place is worth a ride when it would stand among the first suggestions.
_WORTH_A_RIDE = 5
# Of the places of a kind so many, the best by score, are asked whether they name the concept.
_LOOKED_AT = 20
# A place further down the list is not what a worker would build on.
_AMONG_FIRST = 10
_NO_RIDE = "no_ride"
_ASIDE = ("denied", "dislike", "safety")


@dataclass(frozen=True, slots=True)
class Bundle:
    """`resources` are the keys of the two places, the one where the person takes part first."""

    name: str
    resources: tuple[str, str]
    sentence: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Kinds, each with the concepts of which a place must name one; no concept = any place of the kind."""

    kinds: tuple[tuple[str, frozenset[str]], ...]

    def words(self, pairing: Pairing) -> str | None:
        """The words by which the place is meant, "" for its kind alone; None when it is not meant."""
        for kind, concepts in self.kinds:
            if kind == pairing.record.kind:
                if not concepts:
                    return ""
                named = [words for code, words in pairing.words.items() if code in concepts]
                if named:
                    return named[0]
        return None


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    signs: tuple[str, ...]
    first: _Wanted
    second: _Wanted
    answers: str
    sentence: str


def bundles(judged: Judged, suggestions: Sequence[Suggestion], limit: int = 3) -> tuple[Bundle, ...]:
    """At most `limit` bundles, in the order of the rules, each of another sort."""
    return tuple(_found(judged, suggestions))[:limit]


def _found(judged: Judged, suggestions: Sequence[Suggestion]) -> Iterator[Bundle]:
    taken: set[tuple[str, str]] = set()
    for rule in _rules():
        because = _sign(rule, judged)
        if because is None:
            continue
        first = _first(rule, judged, suggestions)
        if first is None:
            continue
        second = next(_best(rule, rule.second, judged.excluded.eligible, judged, but=first.place), None)
        if second is None or (first.record.key, second.record.key) in taken:
            continue
        taken.add((first.record.key, second.record.key))
        before = f"{because}とあります。" if because else _way(first)
        text = rule.sentence.format(first=first.record.name, second=_second_in_words(rule, second))
        yield Bundle(rule.name, (first.record.key, second.record.key), before + text)


def _sign(rule: _Rule, judged: Judged) -> str | None:
    """What speaks for the rule, as 記録に「…」; "" for a place that is too far; None without a sign."""
    context = judged.context
    form = context.need.structured
    for sign in rule.signs:
        what, _, code = sign.rpartition(":")
        if sign == "travel":
            if form is not None and form.max_minutes is not None:
                return ""
        elif what == "stage":
            if form is not None and form.stage == code:
                return f"参加段階に「{code_list('participation_stage').label(code)}」"
        elif item := _item(what, code, judged):
            return noted(item.evidence)
    return None


def _item(what: str, code: str, judged: Judged) -> Item | None:
    profile, person = judged.context.profile, person_side(judged.context)
    if what == "any":
        code, *more = code.split("+")
        items = [item for item in profile.read if item.what not in _ASIDE and item.polarity not in NEGATIVE]
        if not set(more) <= {item.concept for item in items}:
            return None
        return next((item for item in items if item.concept == code), None)
    if what == "without":
        is_on_foot = profile.reach.mode in (None, "walk")
        return person.circumstances.get(("reach", code, "against")) if is_on_foot else None
    own = (*person.aims, *person.situations, *person.cares)
    return next((item for item in own if item.concept == code), None)


def _first(rule: _Rule, judged: Judged, suggestions: Sequence[Suggestion]) -> Pairing | None:
    """The best suggested place of the rule; for a ride the best place that nothing but the way excludes."""
    if "travel" in rule.signs:
        least = suggestions[_WORTH_A_RIDE - 1].score if len(suggestions) >= _WORTH_A_RIDE else 0.0
        first = next(_best(rule, rule.first, _only_too_far(judged), judged), None)
        return first if first is not None and judged.scores.at(first.place) >= least else None
    for suggestion in suggestions[:_AMONG_FIRST]:
        pairing = pair(judged.context.snapshot.row_of(suggestion.resource), judged.context)
        if not _is_meant(rule, rule.first, pairing) or _has_both(rule, pairing):
            continue
        if rule.name != _NO_RIDE or not _is_reached(pairing):
            return pairing
    return None


def _only_too_far(judged: Judged) -> BoolArray:
    """Places that nothing but the way excludes."""
    alone = np.zeros(len(judged.context.snapshot), dtype=np.bool_)
    alone[judged.excluded.only(["travel"])] = True
    return alone


def _has_both(rule: _Rule, first: Pairing) -> bool:
    """Whether the first place offers itself what the second would bring."""
    brought = {code for _, concepts in rule.second.kinds for code in concepts}
    return not brought.isdisjoint(first.words)


def _is_meant(rule: _Rule, wanted: _Wanted, pairing: Pairing) -> bool:
    """Of the wanted kind and words, and not made for people whom this person is not known to be one of."""
    if wanted.words(pairing) is None:
        return False
    known = {*known_situations(pairing.profile), rule.answers}
    return not made_for(pairing) or not known.isdisjoint(pairing.said.audience)


def _is_reached(pairing: Pairing) -> bool:
    km = pairing.kilometres
    is_walked = km is not None and km <= WALKED_KM
    return is_walked or pairing.comes_or_calls or pairing.record.transport == "yes"


def _best(rule: _Rule, wanted: _Wanted, among: BoolArray, judged: Judged, but: int = -1) -> Iterator[Pairing]:
    """The wanted places of `among`, best first, of the best few of their kinds."""
    context = judged.context
    wanted_kind = context.places.kind_codes.looked_up({kind: 1.0 for kind, _ in wanted.kinds}) > 0
    index = np.flatnonzero(wanted_kind & among[context.rows] & (context.rows != but))
    best = context.rows[index[np.lexsort((index, -np.round(judged.scores.total[index], 9)))]][:_LOOKED_AT]
    for place in best.tolist():
        pairing = pair(place, context)
        if _is_meant(rule, wanted, pairing):
            yield pairing


def _way(first: Pairing) -> str:
    way = journey(first.need, first.minutes or 0.0, first.mode)
    return f"「{first.record.name}」までは{way}かかります。"


def _second_in_words(rule: _Rule, second: Pairing) -> str:
    words = rule.second.words(second)
    label = code_list("resource_kind").label(second.record.kind)
    return f"「{second.record.name}」（{label}{f'、「{words}」とあります' if words else ''}）"


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            row["name"],
            tuple(row["signs"].split("|")),
            _wanted(row["first"]),
            _wanted(row["second"]),
            row["answers"],
            row["sentence"],
        )
        for row in read_table("bundles.csv")
    )


def _wanted(column: str) -> _Wanted:
    kinds: dict[str, set[str]] = {}
    for part in column.split("|"):
        kind, _, concept = part.partition(":")
        concepts = kinds.setdefault(kind, set())
        if concept:
            concepts.add(concept)
    return _Wanted(tuple((kind, frozenset(concepts)) for kind, concepts in kinds.items()))
