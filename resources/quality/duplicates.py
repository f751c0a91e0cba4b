"""Entries that may be one place, with a probability and what speaks for it. A person decides.

Candidates are pairs that share a telephone number, a folded name or reading, or stand within about 300 m
(a grid, so that a large catalogue is not compared pair by pair).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz

from resources.folding import fold_name
from resources.records import ResourceRecord

_CELL_DEGREES = 0.003  # about 330 m north-south; pairs in neighbouring cells are compared too
_MOST_PER_CELL = 200  # a cell with more entries is an address that was only geocoded to its 町丁目

# Log-odds of the evidence, set by hand: a renamed or respelt entry shares telephone, place and words of
# its description; two offers of one operator share telephone and place, but not name and description.
_BASE, _NAME, _SUMMARY, _PHONE, _NEAR = -7.0, 5.0, 4.5, 1.5, 2.0
_SAME_KIND, _HELPING_AND_HELPED = 0.5, -4.0
_NEAR_METRES = 60.0
_HELPERS = {"volunteer_activity", "volunteer_person"}


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two keys (a < b), a probability in (0, 1), and the evidence in words."""

    a: str
    b: str
    probability: float
    evidence: tuple[str, ...]


def find_duplicates(records: Sequence[ResourceRecord], *, at_least: float = 0.5) -> list[DuplicatePair]:
    """Pairs of at least this probability, most probable first, then by key."""
    ordered = sorted(records, key=lambda record: record.key)
    pairs = (same_place(ordered[i], ordered[j]) for i, j in sorted(_candidates(ordered)))
    found = [pair for pair in pairs if pair.probability >= at_least]
    return sorted(found, key=lambda pair: (-pair.probability, pair.a, pair.b))


def _candidates(records: Sequence[ResourceRecord]) -> set[tuple[int, int]]:
    groups: dict[tuple[str, object], list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        for key in _blocking_keys(record):
            groups[key].append(index)
    return {pair for members in groups.values() if len(members) <= _MOST_PER_CELL for pair in _pairs(members)}


def _pairs(members: Iterable[int]) -> Iterator[tuple[int, int]]:
    return combinations(sorted(set(members)), 2)


def _blocking_keys(record: ResourceRecord) -> Iterator[tuple[str, object]]:
    yield "name", fold_name(record.name)
    if record.name_kana:
        yield "reading", fold_name(record.name_kana)
    if record.phone:
        yield "phone", _digits(record.phone)
    if record.lat is not None and record.lon is not None:
        row, column = math.floor(record.lat / _CELL_DEGREES), math.floor(record.lon / _CELL_DEGREES)
        # An entry is put into its own cell and three neighbours: two entries of adjacent cells meet in one.
        for step in ((0, 0), (0, 1), (1, 0), (1, 1)):
            yield "cell", (row + step[0], column + step[1])


def same_place(a: ResourceRecord, b: ResourceRecord, *, same_phone: bool | None = None) -> DuplicatePair:
    """How probable it is that two entries are one place.

    `same_phone` is for whoever holds records without their telephone numbers (a snapshot) and knows all the same.
    """
    if same_phone is None:
        same_phone = bool(a.phone) and _digits(a.phone) == _digits(b.phone)
    evidence: list[str] = []
    name = _name_similarity(a, b)
    summary = fuzz.token_set_ratio(_bigrams(a.summary), _bigrams(b.summary)) / 100
    log_odds = _BASE + _NAME * name + _SUMMARY * summary + _kinds(a, b)
    if name > 0.7:
        evidence.append("名称が似ています")
    if summary > 0.7:
        evidence.append("概要が似ています")
    if same_phone:
        log_odds += _PHONE
        evidence.append("電話番号が同じです")
    metres = _metres(a, b)
    if metres is not None and metres <= _NEAR_METRES:
        log_odds += _NEAR
        evidence.append(f"場所が近いです(約{metres:.0f}m)")
    return DuplicatePair(a.key, b.key, round(1 / (1 + math.exp(-log_odds)), 3), tuple(evidence))


def _name_similarity(a: ResourceRecord, b: ResourceRecord) -> float:
    """In [0, 1]: the better of the names and of their readings (kanji and kana spellings meet there)."""
    pairs = [(_folded(a.name), _folded(b.name)), (_folded(a.name_kana), _folded(b.name_kana))]
    return max(fuzz.ratio(x, y) / 100 if x and y else 0.0 for x, y in pairs)


def _kinds(a: ResourceRecord, b: ResourceRecord) -> float:
    """The kitchen that seeks helpers is not the table that feeds children, whatever they share."""
    if (a.kind in _HELPERS) != (b.kind in _HELPERS):
        return _HELPING_AND_HELPED
    return _SAME_KIND if a.kind == b.kind else 0.0


# Texts of entries, and the same few are compared for every person: folding them is most of the work.
@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return fold_name(text)


@lru_cache(maxsize=20_000)
def _bigrams(text: str) -> str:
    """Character bigrams as words, so that reordered sentences still meet."""
    folded = _folded(text)
    return " ".join(folded[i : i + 2] for i in range(len(folded) - 1))


def _digits(phone: str) -> str:
    return "".join(character for character in phone if character.isdigit())


def _metres(a: ResourceRecord, b: ResourceRecord) -> float | None:
    """Equirectangular distance, exact enough below a kilometre."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    x = math.radians(b.lon - a.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return 6_371_000 * math.hypot(x, math.radians(b.lat - a.lat))
