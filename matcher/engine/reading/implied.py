"""What follows from the person's own concepts by the `implies` column: a carpenter knows woodwork."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from matcher.engine.profile import Item
from matcher.engine.reading.signs import FACT, NEGATIVE, USED_TO, WANT
from matcher.engine.vocabulary import vocabulary

_LEAST = 0.1
# What was once a pastime is a weaker sign of what is liked now; what was once a trade is still known.
_FORMER_PASTIME = 0.7
_COUNTS = (WANT, FACT, USED_TO)


def implied(own: Iterable[Item], rejected: Iterable[Item]) -> tuple[dict[str, float], dict[str, str]]:
    """(concept → weight, concept → the concept it follows from), the heaviest first.

    The weight is the largest product of weights over all paths, times the factor of the origin's polarity, at least
    0.1. A person's own concepts are not implied, rejected ones never.
    """
    origins: dict[str, float] = {}
    for item in own:
        if item.concept and item.polarity in _COUNTS:
            origins[item.concept] = max(origins.get(item.concept, 0.0), _factor(item))
    out = {item.concept for item in rejected if item.polarity in NEGATIVE} | set(origins)
    weights: dict[str, float] = {}
    from_whom: dict[str, str] = {}
    for origin, factor in origins.items():
        for code, weight in closure(origin):
            value = weight * factor
            if value < _LEAST:
                break
            if value > weights.get(code, 0.0):
                weights[code] = value
                from_whom[code] = origin
    order = sorted([(-weight, code) for code, weight in weights.items() if code not in out])
    return {code: -weight for weight, code in order}, {code: from_whom[code] for _, code in order}


def _factor(item: Item) -> float:
    return _FORMER_PASTIME if item.polarity == USED_TO and item.facet == "activity" else 1.0


@lru_cache(maxsize=4096)
def closure(code: str) -> tuple[tuple[str, float], ...]:
    """Everything that one concept leads to, with the largest product of weights, itself left out; the heaviest first."""
    known = vocabulary().concepts
    best = {code: 1.0}
    waiting = [code]
    while waiting:
        current = waiting.pop()
        for following, weight in known[current].implies:
            value = best[current] * weight
            if value >= _LEAST and value > best.get(following, 0.0):
                best[following] = value
                waiting.append(following)
    order = sorted(best, key=lambda found: (-best[found], found))
    return tuple((found, round(best[found], 9)) for found in order if found != code)
