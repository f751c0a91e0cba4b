"""The index: every posting twice, by document (exact scores of a few places) and by term (scores of all)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matcher.engine.data_tables import read_table
from matcher.engine.text_index.bigrams import Counted, bigrams, pair_number
from resources.splicing import ragged_ranges

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
UintArray = npt.NDArray[np.unsignedinteger]
Known = list[tuple[int, int]]
"""(term, times) of a query's bigrams"""


@dataclass(frozen=True)
class TextIndex:
    """`pairs` are the distinct bigrams as numbers (bigrams.pair_number), ascending; a term is a place among them.

    By document: those of document d are [indptr[d], indptr[d + 1]) of `terms` (ascending) and `times`.
    By term: the documents of term t are [postings[t], postings[t + 1]) of `entries` (ascending) and `counts`.
    """

    pairs: npt.NDArray[np.uint64]
    indptr: IntArray
    terms: UintArray
    times: UintArray
    postings: IntArray
    entries: npt.NDArray[np.int32]
    counts: UintArray
    lengths: npt.NDArray[np.int32]
    """Bigrams of every document, repetitions counted."""

    def __len__(self) -> int:
        return len(self.indptr) - 1

    def counted(self) -> Counted:
        """The bigrams document by document."""
        return Counted(self.pairs, self.indptr, self.terms, self.times)

    def scores(self, query: str) -> FloatArray:
        """BM25 of every document, shape (n,). Repeated bigrams of the query count each time."""
        return self._scores(self.known(query))

    def _scores(self, known: Known) -> FloatArray:
        total = np.zeros(len(self), dtype=np.float64)
        for term, times in known:
            part = slice(self.postings[term], self.postings[term + 1])
            entries, frequency = self.entries[part], self.counts[part].astype(np.float64)
            weight = times * self.ceiling[term]
            # A document is met once per term, and terms come in one order: the sum depends on nothing else.
            np.add.at(total, entries, weight * (frequency / (frequency + self._norm[entries])))
        return total

    def attainable(self, query: str) -> float:
        """What a document could reach at most for `query`; 0.0 when no bigram is known."""
        return self._attainable(self.known(query))

    def _attainable(self, known: Known) -> float:
        return float(sum(times * self.ceiling[term] for term, times in known))

    def shares(self, query: str, rows: IntArray | None = None) -> FloatArray:
        """Scores as a share of the query's own attainable maximum, in [0, 1), of all or of these documents."""
        return self.shares_of(self.known(query), rows)

    def shares_of(self, known: Known, rows: IntArray | None = None) -> FloatArray:
        """`shares` of a query that was looked up before."""
        most = self._attainable(known)
        if most <= 0:
            return np.zeros(len(self) if rows is None else len(rows), dtype=np.float64)
        return (self._scores(known) if rows is None else self._scores_of(known, rows)) / most

    def _scores_of(self, known: Known, rows: IntArray) -> FloatArray:
        """BM25 of these documents, shape (len(rows),): the same values as in `scores`."""
        terms, times = np.array(known, dtype=np.int64).reshape(-1, 2).T
        few = (self.postings[terms + 1] - self.postings[terms]).sum() < (
            self.indptr[rows + 1] - self.indptr[rows]
        ).sum()
        row, term, frequency = (self._met_by_term if few else self._met_by_document)(terms, rows)
        weights = (times * self.ceiling[terms])[term]
        added = weights * (frequency / (frequency + self._norm[rows[row]]))
        return np.bincount(row, weights=added, minlength=len(rows)).astype(np.float64)

    def _met_by_document(self, terms: IntArray, rows: IntArray) -> tuple[IntArray, IntArray, FloatArray]:
        """Where these documents have these terms: (place in `rows`, place in `terms`, how often), the terms of each
        document in their order."""
        is_asked = np.zeros(len(self.pairs), dtype=np.bool_)
        is_asked[terms] = True
        starts = self.indptr[rows]
        lengths = self.indptr[rows + 1] - starts
        part = ragged_ranges(starts, lengths)
        found = self.terms.take(part)
        hit = np.flatnonzero(is_asked.take(found))
        row = np.searchsorted(np.cumsum(lengths), hit, side="right")
        return row, np.searchsorted(terms, found[hit]), self.times.take(part[hit]).astype(np.float64)

    def _met_by_term(self, terms: IntArray, rows: IntArray) -> tuple[IntArray, IntArray, FloatArray]:
        """The same by the postings of the terms, where they are fewer than the terms of the documents."""
        place = np.full(len(self), -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        starts = self.postings[terms]
        lengths = self.postings[terms + 1] - starts
        part = ragged_ranges(starts, lengths)
        row = place.take(self.entries.take(part))
        hit = np.flatnonzero(row >= 0)
        term = np.searchsorted(np.cumsum(lengths), hit, side="right")
        return row[hit], term, self.counts.take(part[hit]).astype(np.float64)

    def rough_shares(self, known: Known, most_postings: int) -> npt.NDArray[np.float32]:
        """Shares of every document from the query's weightiest bigrams alone, as many as `most_postings` allow."""
        total = np.zeros(len(self), dtype=np.float32)
        terms, times = np.array(known, dtype=np.int64).reshape(-1, 2).T
        most = self._attainable(known)
        order = np.argsort(-times * self.ceiling[terms], kind="stable")
        sizes = self.postings[terms[order] + 1] - self.postings[terms[order]]
        order = order[: np.searchsorted(np.cumsum(sizes), most_postings, side="right")]
        parts = [slice(self.postings[term], self.postings[term + 1]) for term in terms[order].tolist()]
        if parts:
            weights = (times[order] * self.ceiling[terms[order]] / most).astype(np.float32)
            entries = np.concatenate([self.entries[part] for part in parts])
            frequency = np.concatenate([self.counts[part] for part in parts]).astype(np.float32)
            added = np.repeat(weights, sizes[: len(parts)])
            added *= frequency / (frequency + self._rough_norm.take(entries))
            np.add.at(total, entries, added)
        return total

    @cached_property
    def ceiling(self) -> FloatArray:
        """For each term the most it can add to any document: its idf (tf → ∞); 0 for a term of no document."""
        frequency = np.diff(self.postings).astype(np.float64)
        idf = np.log1p((len(self) - frequency + 0.5) / (frequency + 0.5))
        return np.where(frequency > 0, idf, 0.0)

    @cached_property
    def _norm(self) -> FloatArray:
        k1, b = _parameters()
        lengths = self.lengths.astype(np.float64)
        average = float(lengths.mean()) if len(lengths) and lengths.any() else 1.0
        return k1 * (1.0 - b + b * lengths / average)

    @cached_property
    def _rough_norm(self) -> npt.NDArray[np.float32]:
        return self._norm.astype(np.float32)

    def known(self, query: str) -> Known:
        """(term, times) of the known bigrams, in the order of term numbers: sums must not depend on spelling."""
        counts = Counter(bigrams(query))
        if not counts or not len(self.pairs):
            return []
        numbers = np.array([pair_number(pair) for pair in counts], dtype=np.uint64)
        terms = np.minimum(np.searchsorted(self.pairs, numbers), len(self.pairs) - 1)
        known = (self.pairs[terms] == numbers) & (self.ceiling[terms] > 0)
        times = np.fromiter(counts.values(), dtype=np.int64)
        return sorted(zip(terms[known].tolist(), times[known].tolist(), strict=True))


def _parameters() -> tuple[float, float]:
    values = {row["name"]: float(row["value"]) for row in read_table("text_index.csv")}
    return values["k1"], values["b"]
