"""Numbers in [0, 1] about pairs of entries, the same whichever of the two comes first.

A missing value is never "not alike": its similarity is 0 and its own indicator (…_missing) is 1, so that the model
learns what not knowing is worth.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from resources.quality.pairs.facts import Bits, Facts

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.int64]

NEAR_METRES, FAR_METRES = 60.0, 5_000.0
_EARTH_METRES = 6_371_000.0

FEATURES = (
    *("name_ratio", "name_partial", "outside_ratio", "proper_ratio", "proper_partial"),
    *("reading_ratio", "reading_partial", "reading_missing", "likeness", "bigrams_shared"),
    *("numbers_differ", "offers_differ", "renamed"),
    *("operator_ratio", "operator_missing", "summary_shared", "summary_missing"),
    *("phone_same", "phone_missing"),
    *("address_ratio", "block_same", "address_missing"),
    *("near", "far", "position_missing"),
    *("weekdays_shared", "start_same", "schedule_missing"),
    *("kind_same", "kind_akin", "helping_and_helped", "district_differs", "district_missing"),
    *("likeness_near", "likeness_phone", "likeness_squared", "contained_near", "shared_near", "shared_phone"),
    *("proper_near", "proper_phone"),
)
"""The columns of `features`, in their order."""


def features(facts: Facts, first: Index, second: Index, *, same_phone: npt.NDArray[np.bool_] | None) -> Array:
    """Shape (pairs, features) of the pairs (first[i], second[i]), float64.

    `same_phone` replaces the telephone numbers: True they share one, False nothing is known.
    """
    found = _names(facts, first, second)
    found |= _texts(facts, first, second)
    found |= _phones(facts, first, second, same_phone)
    found |= _places(facts, first, second)
    found |= _weeks(facts, first, second)
    found |= _kinds(facts, first, second)
    likeness = found["likeness"]
    found["likeness_near"] = likeness * found["near"]
    found["likeness_phone"] = likeness * found["phone_same"]
    found["likeness_squared"] = likeness * likeness
    found["contained_near"] = np.maximum(found["name_partial"], found["reading_partial"]) * found["near"]
    found["proper_near"] = found["proper_partial"] * found["near"]
    found["proper_phone"] = found["proper_partial"] * found["phone_same"]
    found["shared_near"] = found["bigrams_shared"] * found["near"]
    found["shared_phone"] = found["bigrams_shared"] * found["phone_same"]
    return np.asarray(np.column_stack([found[name] for name in FEATURES]))


def metres_between(facts: Facts, first: Index, second: Index) -> Array:
    """Equirectangular distance, exact enough below a few kilometres; NaN where a position is missing."""
    middle = np.radians((facts.lat[first] + facts.lat[second]) / 2)
    x = np.radians(facts.lon[second] - facts.lon[first]) * np.cos(middle)
    metres = _EARTH_METRES * np.hypot(x, np.radians(facts.lat[second] - facts.lat[first]))
    return np.asarray(metres, dtype=np.float64)


def shared_bits(bits: Bits, first: Index, second: Index) -> Array:
    """How much of the smaller bit set is in the other one; 0 when one is empty."""
    one, other = bits[first], bits[second]
    both = np.bitwise_count(one & other).sum(axis=1)
    smaller = np.minimum(np.bitwise_count(one).sum(axis=1), np.bitwise_count(other).sum(axis=1))
    return np.asarray(both / np.maximum(smaller, 1), dtype=np.float64)


def _names(facts: Facts, first: Index, second: Index) -> dict[str, Array]:
    reading_missing = _missing(facts.readings, first, second)
    whole, outside = _ratio(facts.names, first, second), _ratio(facts.outside, first, second)
    proper, reading = _ratio(facts.proper, first, second), _ratio(facts.readings, first, second)
    rows = list(zip(first.tolist(), second.tolist(), strict=True))
    differ = [facts.numbers[i] != facts.numbers[j] for i, j in rows]
    offers = [facts.offers[i] != facts.offers[j] for i, j in rows]
    renamed = [_tells_of(facts, i, j) or _tells_of(facts, j, i) for i, j in rows]
    return {
        "name_ratio": whole,
        "name_partial": _partial(facts.names, first, second),
        "outside_ratio": outside,
        "proper_ratio": np.maximum(proper, _ratio(facts.proper_readings, first, second)),
        "proper_partial": np.maximum(
            _partial(facts.proper, first, second), _partial(facts.proper_readings, first, second)
        ),
        "reading_ratio": reading,
        "reading_partial": _partial(facts.readings, first, second),
        "reading_missing": reading_missing,
        "likeness": np.maximum.reduce([whole, outside, reading]),
        "bigrams_shared": shared_bits(facts.name_bits, first, second),
        "numbers_differ": np.array(differ, dtype=np.float64),
        "offers_differ": np.array(offers, dtype=np.float64),
        "renamed": np.array(renamed, dtype=np.float64),
    }


def _tells_of(facts: Facts, entry: int, other: int) -> bool:
    """Whether the entry's remarks speak of another name of it, and the other entry bears a word of that name."""
    told = facts.renamings[entry]
    return bool(told) and any(word in told and word not in facts.names[entry] for word in facts.words[other])


def _texts(facts: Facts, first: Index, second: Index) -> dict[str, Array]:
    described = np.asarray(facts.summary_bits.any(axis=1), dtype=np.bool_)
    address_missing = _missing(facts.addresses, first, second)
    blocks = [
        bool(facts.blocks[i]) and facts.blocks[i] == facts.blocks[j]
        for i, j in zip(first.tolist(), second.tolist(), strict=True)
    ]
    return {
        "operator_ratio": _ratio(facts.operators, first, second),
        "operator_missing": _missing(facts.operators, first, second),
        "summary_shared": shared_bits(facts.summary_bits, first, second),
        "summary_missing": (~(described[first] & described[second])).astype(np.float64),
        "address_ratio": _ratio(facts.addresses, first, second),
        "block_same": np.array(blocks, dtype=np.float64),
        "address_missing": address_missing,
    }


def _phones(
    facts: Facts, first: Index, second: Index, same: npt.NDArray[np.bool_] | None
) -> dict[str, Array]:
    if same is not None:
        return {"phone_same": same.astype(np.float64), "phone_missing": (~same).astype(np.float64)}
    one, other = facts.phones[first], facts.phones[second]
    missing = (one < 0) | (other < 0)
    return {
        "phone_same": ((one == other) & ~missing).astype(np.float64),
        "phone_missing": missing.astype(np.float64),
    }


def _places(facts: Facts, first: Index, second: Index) -> dict[str, Array]:
    metres = metres_between(facts, first, second)
    missing = np.isnan(metres)
    known = np.where(missing, 0.0, metres)
    span = math.log1p(FAR_METRES / NEAR_METRES)
    far = np.minimum(np.log1p(known / NEAR_METRES) / span, 1.0)
    return {
        "near": ((known <= NEAR_METRES) & ~missing).astype(np.float64),
        "far": np.where(missing, 0.0, far),
        "position_missing": missing.astype(np.float64),
    }


def _weeks(facts: Facts, first: Index, second: Index) -> dict[str, Array]:
    one, other = facts.weekdays[first], facts.weekdays[second]
    either = np.bitwise_count(one | other).astype(np.float64)
    same_start = facts.start[first] == facts.start[second]  # False where one is NaN
    return {
        "weekdays_shared": np.bitwise_count(one & other) / np.maximum(either, 1.0),
        "start_same": same_start.astype(np.float64),
        "schedule_missing": ((one == 0) | (other == 0)).astype(np.float64),
    }


def _kinds(facts: Facts, first: Index, second: Index) -> dict[str, Array]:
    one, other = facts.districts[first], facts.districts[second]
    same = facts.kinds[first] == facts.kinds[second]
    unknown = (one < 0) | (other < 0)
    return {
        "kind_same": same.astype(np.float64),
        "kind_akin": (facts.gathers[first] & facts.gathers[second] & ~same).astype(np.float64),
        "helping_and_helped": (facts.helps[first] != facts.helps[second]).astype(np.float64),
        "district_differs": ((one != other) & ~unknown).astype(np.float64),
        "district_missing": unknown.astype(np.float64),
    }


def _ratio(texts: Sequence[str], first: Index, second: Index) -> Array:
    """Share of characters that two texts have in common in their order; 0 when one is empty."""
    return _scores(fuzz.ratio, texts, first, second)


def _partial(texts: Sequence[str], first: Index, second: Index) -> Array:
    """The same with the best matching part of the longer text."""
    return _scores(fuzz.partial_ratio, texts, first, second)


def _scores(scorer: Any, texts: Sequence[str], first: Index, second: Index) -> Array:
    if not len(first):
        return np.zeros(0)
    one, other = _taken(texts, first), _taken(texts, second)
    scores = process.cpdist(one, other, scorer=scorer, dtype=np.float32).astype(np.float64) / 100.0
    empty = np.array([not (a and b) for a, b in zip(one, other, strict=True)])
    return np.where(empty, 0.0, scores)


def _taken(texts: Sequence[str], rows: Index) -> list[str]:
    return [texts[row] for row in rows.tolist()]


def _missing(texts: Sequence[str], first: Index, second: Index) -> Array:
    known = np.array([bool(text) for text in texts], dtype=np.bool_)
    return np.asarray(~(known[first] & known[second]), dtype=np.float64)
