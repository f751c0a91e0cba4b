"""Build an index from counted documents, and change one without counting what stayed the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from matcher.engine.text_index.bigrams import Counted, count_bigrams
from matcher.engine.text_index.index import TextIndex
from resources.columns import smallest_uint
from resources.splicing import Splice, ragged_ranges, spliced_ragged

IntArray = npt.NDArray[np.int64]
UintArray = npt.NDArray[np.unsignedinteger]

_CHUNK = 10_000


def build_text_index(documents: Sequence[str]) -> TextIndex:
    """Index `documents`; document numbers are their positions."""
    starts = range(0, len(documents), _CHUNK) or range(1)
    return index_of([count_bigrams(documents[start : start + _CHUNK]) for start in starts])


def index_of(parts: list[Counted]) -> TextIndex:
    """The index of the documents of all parts, one after the other. Empties `parts`, which saves their memory."""
    pairs = np.unique(np.concatenate([part.pairs for part in parts]))
    sizes = np.concatenate([np.diff(part.indptr) for part in parts])
    indptr = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    terms = np.empty(indptr[-1], dtype=smallest_uint(max(len(pairs) - 1, 0)))
    times = np.empty(indptr[-1], dtype=np.result_type(*(part.times.dtype for part in parts)))
    position = 0
    while parts:
        part = parts.pop(0)
        number = np.searchsorted(pairs, part.pairs).astype(terms.dtype)
        end = position + len(part.terms)
        terms[position:end] = number[part.terms]
        times[position:end] = part.times
        position = end
    return _with_postings(pairs, indptr, terms, times)


def _with_postings(
    pairs: npt.NDArray[np.uint64], indptr: IntArray, terms: UintArray, times: UintArray
) -> TextIndex:
    frequency = np.zeros(len(pairs), dtype=np.int64)
    blocks = _blocks(indptr)
    for first, last in blocks:
        frequency += np.bincount(terms[indptr[first] : indptr[last]], minlength=len(pairs))
    postings = np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64)
    entries, counts = np.empty(len(terms), dtype=np.int32), np.empty(len(terms), dtype=times.dtype)
    lengths = np.zeros(len(indptr) - 1, dtype=np.int32)
    free = postings[:-1].copy()  # where the next posting of every term goes
    for first, last in blocks:
        part = slice(indptr[first], indptr[last])
        document = np.repeat(np.arange(first, last, dtype=np.int32), np.diff(indptr[first : last + 1]))
        order = np.argsort(terms[part], kind="stable")
        found = np.bincount(terms[part], minlength=len(pairs))
        target = ragged_ranges(free, found)
        entries[target] = document[order]
        counts[target] = times[part][order]
        free += found
        lengths[first:last] = np.bincount(
            document - first, weights=times[part], minlength=last - first
        ).astype(np.int32)
    return TextIndex(pairs, indptr, terms, times, postings, entries, counts, lengths)


def _blocks(indptr: IntArray) -> list[tuple[int, int]]:
    """Stretches of documents, small enough to sort at once."""
    size = len(indptr) - 1
    return [(first, min(first + _CHUNK, size)) for first in range(0, size, _CHUNK)]


def updated_index(index: TextIndex, splice: Splice, added: Counted) -> TextIndex:
    """The index after `splice`: what stays is moved, `added` are the bigrams of the new rows in their order.

    The same arrays as of an index built from scratch, but for bigrams that no document has any more.
    """
    pairs = np.union1d(index.pairs, added.pairs)
    kind = smallest_uint(max(len(pairs) - 1, 0))
    moved = np.searchsorted(pairs, index.pairs)
    new_terms = np.searchsorted(pairs, added.pairs).astype(kind)[added.terms]
    terms = index.terms if len(pairs) == len(index.pairs) else moved.astype(kind)[index.terms]
    indptr, terms = spliced_ragged(index.indptr, terms, splice, added.indptr, new_terms)
    _, times = spliced_ragged(index.indptr, index.times, splice, added.indptr, added.times)
    lengths = splice.column(index.lengths, _lengths(added))
    old = np.zeros(len(pairs), dtype=np.int64)
    old[moved] = np.diff(index.postings)
    document = np.repeat(splice.new_rows, np.diff(added.indptr)).astype(np.int32)
    postings, entries, counts = _merged(index, old, splice, (new_terms, document, added.times))
    return TextIndex(pairs, indptr, terms, times, postings, entries, counts, lengths)


def _lengths(counted: Counted) -> npt.NDArray[np.int32]:
    document = np.repeat(np.arange(len(counted)), np.diff(counted.indptr))
    total = np.bincount(document, weights=counted.times, minlength=len(counted))
    return total.astype(np.int32)


def _merged(
    index: TextIndex, old: IntArray, splice: Splice, new: tuple[UintArray, npt.NDArray[np.int32], UintArray]
) -> tuple[IntArray, npt.NDArray[np.int32], UintArray]:
    """Postings, entries and counts: the old ones (`old` per new term number) without removed rows, and the new."""
    stays = splice.stays.take(index.entries)
    removed = np.flatnonzero(~stays)
    left = old.copy()
    ends = np.cumsum(old)
    left -= np.bincount(np.searchsorted(ends, removed, side="right"), minlength=len(old))
    entries = index.entries[stays]
    if (splice.moved_to != np.arange(len(splice.stays)))[splice.stays].any():
        entries = splice.moved_to.astype(np.int32).take(entries)
    terms, documents, times = new
    order = np.lexsort((documents, terms))
    starts = np.concatenate([[0], np.cumsum(left)])
    positions = _positions(entries, starts, terms[order].astype(np.int64), documents[order])
    postings = starts + np.concatenate([[0], np.cumsum(np.bincount(terms, minlength=len(old)))])
    inserted = positions + np.arange(len(positions))
    is_old = np.ones(len(entries) + len(inserted), dtype=np.bool_)
    is_old[inserted] = False
    merged = np.empty(len(is_old), dtype=np.int32)
    merged[is_old], merged[inserted] = entries, documents[order]
    counts = np.empty(len(is_old), dtype=np.result_type(index.counts, times))
    counts[is_old], counts[inserted] = index.counts[stays], times[order]
    return postings.astype(np.int64), merged, counts


def _positions(
    entries: npt.NDArray[np.int32], starts: IntArray, terms: IntArray, documents: npt.NDArray[np.int32]
) -> IntArray:
    """Where each new (term, document), sorted, goes among the ascending documents of its term."""
    positions = np.empty(len(terms), dtype=np.int64)
    distinct, first = np.unique(terms, return_index=True)
    edges = [*first.tolist(), len(terms)]
    for term, begin, end in zip(distinct.tolist(), edges[:-1], edges[1:], strict=True):
        start, stop = starts[term], starts[term + 1]
        positions[begin:end] = start + np.searchsorted(entries[start:stop], documents[begin:end])
    return positions
