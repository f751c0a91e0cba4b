"""BM25 over character bigrams, our own: exact, and part of a catalogue version.

score(q, d) = Σ_t∈q  m(t) · ln(1 + (N − df + ½) / (df + ½)) · tf / (tf + k1 · (1 − b + b · |d| / avgdl))
(Robertson & Zaragoza 2009; the non-negative idf and the form without the constant k1 + 1 are Lucene's).
m(t) is how often the query has t; idf and average length belong to the indexed catalogue.
"""

from matcher.engine.text_index.bigrams import Counted, bigrams, count_bigrams
from matcher.engine.text_index.building import build_text_index, index_of, updated_index
from matcher.engine.text_index.index import Known, TextIndex

__all__ = [
    "Counted",
    "Known",
    "TextIndex",
    "bigrams",
    "build_text_index",
    "count_bigrams",
    "index_of",
    "updated_index",
]
