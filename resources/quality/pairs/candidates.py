"""Which pairs are worth comparing: those that share a key, so that a large catalogue is not compared pair by pair.

Keys: telephone, folded name, name without brackets, reading, address up to its block, cells of a grid, and the rare
trigrams of name and reading. A key that more than `MOST` entries share says little (a switchboard, a town's point, the
name of a chain): there the entries are put in the order of their spelling and each meets only the next `WINDOW`.
So the work grows with the number of entries, whatever stands in one place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from resources.quality.pairs.facts import Facts
from resources.quality.pairs.features import Index, shared_bits

MOST, WINDOW = 40, 10
_CELL_DEGREES = 0.003
"""About 330 m north-south. Four grids, each moved by half a cell: two entries within half a cell meet in one."""
_RARE, _RARE_PER_ENTRY = 25, 4
"""A trigram is rare when at most this many entries have it; so many of an entry's rarest are used."""
_NAME_ALIKE, _SUMMARY_ALIKE = 0.3, 0.3
"""Shares of bigrams (of the smaller set). A pair on another key than telephone and spelling needs one of the two."""
_CHUNK = 1_000_000


def candidate_pairs(facts: Facts) -> tuple[Index, Index]:
    """Two arrays i < j of the pairs to compare, each pair once, in order."""
    size = len(facts)
    rank = _spelling_rank(facts)
    entries = np.arange(size)
    sure = [_pairs_of(keys, entries, rank) for keys in _sure_keys(facts)]
    loose = [_pairs_of(keys, entries, rank) for keys in _cells(facts)]
    loose.append(_pairs_of(_numbered(facts.blocks), entries, rank))
    loose.append(_pairs_of(*_rare_trigrams(facts), rank))
    kept = [*sure, _alike(facts, _unique(loose))]
    pairs = _unique(kept)
    return pairs // size, pairs % size


def _sure_keys(facts: Facts) -> Iterator[Index]:
    yield facts.phones
    for texts in (facts.names, facts.outside, facts.readings):
        yield _numbered(texts)


def _unique(pairs: Sequence[Index]) -> Index:
    return np.unique(np.concatenate(pairs))


def _pairs_of(keys: Index, entries: Index, rank: Index) -> Index:
    """Pairs of entries with equal keys ≥ 0, each as i · n + j with i < j; see the module for large groups."""
    known = keys >= 0
    keys, entries = keys[known], entries[known]
    order = np.lexsort((rank[entries], keys))
    keys, entries = keys[order], entries[order]
    _, group, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    reach = np.where(sizes <= MOST, MOST, WINDOW)[group]
    found = [np.zeros(0, dtype=np.int64)]
    for step in range(1, MOST):
        here = np.flatnonzero((keys[:-step] == keys[step:]) & (step <= reach[:-step]))
        if not len(here):
            break
        one, other = entries[here], entries[here + step]
        low, high = np.minimum(one, other), np.maximum(one, other)
        found.append((low * len(rank) + high)[low != high])
    return np.concatenate(found)


def _spelling_rank(facts: Facts) -> Index:
    """The place of each entry in the order of the readings (names where there is none)."""
    spelled = [reading or name for reading, name in zip(facts.readings, facts.names, strict=True)]
    rank = np.empty(len(spelled), dtype=np.int64)
    rank[sorted(range(len(spelled)), key=lambda i: (spelled[i], i))] = np.arange(len(spelled))
    return rank


def _numbered(texts: Sequence[str]) -> Index:
    numbers: dict[str, int] = {"": -1}
    return np.array([numbers.setdefault(text, len(numbers) - 1) for text in texts], dtype=np.int64)


def _cells(facts: Facts) -> Iterator[Index]:
    known = ~np.isnan(facts.lat) & ~np.isnan(facts.lon)
    lat, lon = np.where(known, facts.lat, 0.0), np.where(known, facts.lon, 0.0)
    for north, east in ((0.0, 0.0), (0.0, 0.5), (0.5, 0.0), (0.5, 0.5)):
        row = np.floor(lat / _CELL_DEGREES + north).astype(np.int64) + 100_000
        column = np.floor(lon / _CELL_DEGREES + east).astype(np.int64) + 100_000
        yield np.where(known, row * 1_000_000 + column, -1)


def _rare_trigrams(facts: Facts) -> tuple[Index, Index]:
    """Keys and entries: for each entry its rarest trigrams of name and reading that other entries have too."""
    grams = [
        {f"n{g}" for g in _trigrams(name)} | {f"r{g}" for g in _trigrams(reading)}
        for name, reading in zip(facts.outside, facts.readings, strict=True)
    ]
    times = Counter(gram for each in grams for gram in each)
    numbers: dict[str, int] = {}
    keys, entries = [], []
    for entry, each in enumerate(grams):
        rare = sorted((times[gram], gram) for gram in each if 1 < times[gram] <= _RARE)
        for _, gram in rare[:_RARE_PER_ENTRY]:
            keys.append(numbers.setdefault(gram, len(numbers)))
            entries.append(entry)
    return np.array(keys, dtype=np.int64), np.array(entries, dtype=np.int64)


def _trigrams(text: str) -> Iterator[str]:
    return (text[i : i + 3] for i in range(len(text) - 2))


def _alike(facts: Facts, pairs: Index) -> Index:
    """The pairs whose names or descriptions share bigrams."""
    size = len(facts)
    kept: list[npt.NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
    for begin in range(0, len(pairs), _CHUNK):
        some = pairs[begin : begin + _CHUNK]
        first, second = some // size, some % size
        alike = shared_bits(facts.name_bits, first, second) >= _NAME_ALIKE
        rest = np.flatnonzero(~alike)
        alike[rest] = shared_bits(facts.summary_bits, first[rest], second[rest]) >= _SUMMARY_ALIKE
        kept.append(some[alike])
    return np.concatenate(kept)
