"""BM25 over character bigrams, our own: exact, and part of a catalogue version.

score(q, d) = Σ_t∈q  m(t) · ln(1 + (N − df + ½) / (df + ½)) · tf / (tf + k1 · (1 − b + b · |d| / avgdl))
(Robertson & Zaragoza 2009; the non-negative idf and the form without the constant k1 + 1 are Lucene's).
m(t) is how often the query has t; idf and average length belong to the indexed catalogue.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.engine.data_tables import read_table
from resources.folding import fold_text

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_WORD = re.compile(r"\w+")
# Bigrams of hiragana alone are endings and particles: they carry no subject and drown the ones that do.
_HIRAGANA = re.compile(r"[ぁ-ゖー]+")


def bigrams(text: str) -> list[str]:
    """The character bigrams of a text within runs of letters and digits, folded; hiragana-only ones left out."""
    return [
        pair
        for word in _WORD.findall(fold_text(text))
        for pair in (word[i : i + 2] for i in range(len(word) - 1))
        if not _HIRAGANA.fullmatch(pair)
    ]


@dataclass(frozen=True)
class TextIndex:
    """Term-major sparse matrix: the postings of term t are [indptr[t], indptr[t + 1]).

    `entries` (ascending within a term) are document numbers, `contributions` what t adds to their score.
    """

    size: int
    terms: Mapping[str, int]
    indptr: IntArray
    entries: IntArray
    contributions: FloatArray
    ceiling: FloatArray
    """For each term the most it can add to any document: its idf (tf → ∞)."""

    def scores(self, query: str) -> FloatArray:
        """BM25 of every document, shape (n,). Repeated bigrams of the query count each time."""
        known = self._known(query)
        if not known:
            return np.zeros(self.size, dtype=np.float64)
        terms, times = np.array(known, dtype=np.int64).T
        starts, lengths = self.indptr[terms], self.indptr[terms + 1] - self.indptr[terms]
        # The postings of all terms one after the other: [start, start + length) of each.
        rows = np.arange(lengths.sum()) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
        added = self.contributions[rows] * np.repeat(times, lengths)
        # bincount adds in the order of the terms, so a sum depends on nothing else.
        total: FloatArray = np.bincount(self.entries[rows], weights=added, minlength=self.size).astype(
            np.float64
        )
        return total

    def attainable(self, query: str) -> float:
        """What a document could reach at most for `query`; 0.0 when no bigram is known."""
        return float(sum(times * self.ceiling[term] for term, times in self._known(query)))

    def shares(self, query: str) -> FloatArray:
        """Scores as a share of the query's own attainable maximum, in [0, 1), shape (n,)."""
        most = self.attainable(query)
        return self.scores(query) / most if most > 0 else np.zeros(self.size, dtype=np.float64)

    def _known(self, query: str) -> list[tuple[int, int]]:
        """(term, times) of the known bigrams, in the order of term numbers: sums must not depend on spelling."""
        counts = Counter(bigrams(query))
        return sorted((self.terms[name], times) for name, times in counts.items() if name in self.terms)


def build_text_index(documents: Sequence[str]) -> TextIndex:
    """Index `documents`; document numbers are their positions."""
    k1, b = _parameters()
    counted = [Counter(bigrams(document)) for document in documents]
    lengths = np.array([sum(counts.values()) for counts in counted], dtype=np.float64)
    average = float(lengths.mean()) if len(lengths) and lengths.any() else 1.0
    terms = {name: number for number, name in enumerate(sorted(set().union(*counted)))}
    triples = np.array(
        [
            (terms[name], number, times)
            for number, counts in enumerate(counted)
            for name, times in counts.items()
        ],
        dtype=np.int64,
    ).reshape(-1, 3)
    triples = triples[np.lexsort((triples[:, 1], triples[:, 0]))]
    document_frequency = np.bincount(triples[:, 0], minlength=len(terms)).astype(np.float64)
    idf = np.log1p((len(documents) - document_frequency + 0.5) / (document_frequency + 0.5))
    frequency = triples[:, 2].astype(np.float64)
    norm = k1 * (1.0 - b + b * lengths[triples[:, 1]] / average)
    return TextIndex(
        size=len(documents),
        terms=terms,
        indptr=np.concatenate([[0], np.cumsum(document_frequency.astype(np.int64))]),
        entries=triples[:, 1].copy(),
        contributions=idf[triples[:, 0]] * frequency / (frequency + norm),
        ceiling=idf,
    )


def _parameters() -> tuple[float, float]:
    values = {row["name"]: float(row["value"]) for row in read_table("text_index.csv")}
    return values["k1"], values["b"]
