"""BM25 over character bigrams, against a slow plain computation and against bm25s."""

from __future__ import annotations

from collections import Counter
from math import log

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.engine.text_index import bigrams, build_text_index

DOCUMENTS = [
    "鉄道模型の集まり。静かに作業します。",
    "体操と歌の会",
    "鉄道の写真を撮る会、鉄道好きの方",
    "",
    "ひとりで過ごせる居場所",
]
K1, B = 1.2, 0.75

texts = st.text(alphabet="鉄道写真歌体操会あいうabAB12。 ", max_size=30)


def plain_scores(documents: list[str], query: str) -> list[float]:
    """Robertson's formula, term by term and document by document."""
    counted = [Counter(bigrams(document)) for document in documents]
    average = sum(sum(counts.values()) for counts in counted) / len(documents) or 1.0
    scores = []
    for counts in counted:
        total = 0.0
        for term, times in Counter(bigrams(query)).items():
            df = sum(term in other for other in counted)
            if df:
                idf = log(1 + (len(documents) - df + 0.5) / (df + 0.5))
                norm = K1 * (1 - B + B * sum(counts.values()) / average)
                total += times * idf * counts[term] / (counts[term] + norm)
        scores.append(total)
    return scores


@given(st.lists(texts, min_size=1, max_size=6), texts)
def test_scores_are_those_of_the_plain_formula(documents: list[str], query: str) -> None:
    scores = build_text_index(documents).scores(query)
    np.testing.assert_allclose(scores, plain_scores(documents, query), rtol=0, atol=1e-9)


def test_scores_agree_with_bm25s_lucene() -> None:
    terms = {name: number for number, name in enumerate(sorted({b for d in DOCUMENTS for b in bigrams(d)}))}
    corpus = [[terms[name] for name in bigrams(document)] for document in DOCUMENTS]
    peer = bm25s.BM25(method="lucene", k1=K1, b=B, dtype="float64")
    peer.index((corpus, terms), show_progress=False)
    query = "鉄道の写真が好き"
    known = [terms[name] for name in bigrams(query) if name in terms]
    np.testing.assert_allclose(
        build_text_index(DOCUMENTS).scores(query), peer.get_scores(known), rtol=0, atol=1e-9
    )


def test_width_and_case_do_not_matter_and_punctuation_separates() -> None:
    assert bigrams("ＰＣ教室") == bigrams("pc教室")
    assert bigrams("歌。体操") == bigrams("体操 歌")
    assert bigrams("ｶﾞｲﾄﾞ") == bigrams("ガイド")


def test_endings_in_hiragana_are_no_terms() -> None:
    assert bigrams("しています") == []
    assert bigrams("歌います") == ["歌い"]


def test_the_share_is_measured_against_what_the_query_could_reach_not_against_the_best_hit() -> None:
    index = build_text_index(DOCUMENTS)
    shares = index.shares("鉄道の写真")
    assert 0.0 < shares.max() < 1.0
    assert shares.max() == pytest.approx(index.scores("鉄道の写真").max() / index.attainable("鉄道の写真"))
    assert not index.shares("知らない語彙").any()
