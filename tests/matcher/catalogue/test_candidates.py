"""In a large catalogue only candidates are scored: their scores, and nearly always the list, stay the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.corpus import needs, records
from matcher.engine import candidates
from matcher.engine.catalogue import Catalogue, reading_all
from matcher.engine.components.reception import no_doubt
from matcher.engine.doubts.raised import raised
from matcher.engine.match import Engine, Judged, judge, match
from matcher.engine.need import Need
from matcher.engine.rough_scores import rough_scores
from matcher.engine.scoring import ranking, score
from resources.snapshot import Snapshot, build_snapshot

PEOPLE = needs(20)


@pytest.fixture(scope="module")
def large() -> Snapshot:
    return build_snapshot(records(candidates.SCORED_WHOLE + 2_000))


@pytest.fixture(scope="module")
def engine(large: Snapshot) -> Engine:
    engine = Engine()
    engine.catalogue(large)
    return engine


def first_twenty(judged: Judged) -> list[int]:
    rows = judged.context.rows
    best = ranking(judged.scores.total, judged.context.places.keys, judged.excluded.eligible[rows], first=20)
    return [int(place) for place in rows[best]]


def candidates_of(need: Need, snapshot: Snapshot, engine: Engine) -> Judged:
    return judge(need, snapshot, None, engine, only_candidates=True)


def test_every_open_place_of_a_small_catalogue_is_scored(engine: Engine) -> None:
    small = build_snapshot(records(300))
    assert len(candidates_of(PEOPLE[0], small, Engine()).context) == 300


def test_of_a_large_one_only_candidates_are_scored_and_every_place_is_counted(
    large: Snapshot, engine: Engine
) -> None:
    for need in PEOPLE[:6]:
        judged = candidates_of(need, large, engine)
        assert len(judged.context) <= candidates.CANDIDATES + candidates.TO_ASK
        result = match(need, large, engine=engine)
        assert result.eligible + sum(result.excluded.values()) == len(large)


def test_a_score_does_not_depend_on_the_other_candidates(large: Snapshot, engine: Engine) -> None:
    for need in PEOPLE[:6]:
        judged = candidates_of(need, large, engine)
        whole = judge(need, large, None, engine)
        np.testing.assert_array_equal(judged.scores.total, whole.scores.total[judged.context.rows])
        np.testing.assert_array_equal(judged.scores.values, whole.scores.values[judged.context.rows])


def test_candidates_hold_nearly_all_of_the_best_twenty(large: Snapshot, engine: Engine) -> None:
    few = [first_twenty(candidates_of(need, large, engine)) for need in PEOPLE]
    whole = [first_twenty(judge(need, large, None, engine)) for need in PEOPLE]
    recall = [len(set(a) & set(b)) / len(b) for a, b in zip(few, whole, strict=True) if b]
    assert np.mean(recall) >= 0.99


def test_a_doubt_that_lowers_a_score_lowers_the_rough_one_too(large: Snapshot, engine: Engine) -> None:
    need = replace(
        PEOPLE[1], text="休みは日曜だけ。階段がつらい。家には来てほしくない。", age=50, structured=None
    )
    whole = judge(need, large, None, engine).context
    exact, words = no_doubt(whole), raised(whole)["other_people"]
    rough = rough_scores(whole, replace(engine.weights, weights={"no_doubt": 1.0}), whole.rows)
    assert (exact[~words] < 1.0).any()
    np.testing.assert_allclose(rough[~words], exact[~words], atol=1e-6)
    assert (rough[words] >= exact[words]).all()


def test_what_a_worker_could_ask_is_among_the_candidates_too(large: Snapshot, engine: Engine) -> None:
    need = next(need for need in PEOPLE if need.structured)
    result = match(need, large, engine=engine)
    assert len(result.negotiable) > 20
    fits = [place.fit for place in result.negotiable]
    assert fits == sorted(fits, reverse=True)


def test_two_processes_read_what_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = build_snapshot(records(400))
    one = Engine().catalogue(snapshot)
    monkeypatch.setattr(reading_all, "_CHUNK", 150)
    monkeypatch.setattr(reading_all, "_PROCESSES_FROM", 1)
    two = Engine().catalogue(snapshot)
    assert_equal(one, two)


def assert_equal(one: Catalogue, two: Catalogue) -> None:
    for name in ("pairs", "indptr", "terms", "times", "postings", "entries", "counts", "lengths"):
        np.testing.assert_array_equal(getattr(one.text, name), getattr(two.text, name))
    for name in ("indptr", "concepts", "fields", "starts", "ends", "said", "everybody"):
        np.testing.assert_array_equal(
            getattr(one.concepts.readings, name), getattr(two.concepts.readings, name)
        )


def test_a_place_hidden_changes_no_other_score(large: Snapshot, engine: Engine) -> None:
    before = candidates_of(PEOPLE[1], large, engine)
    best = first_twenty(before)[0]
    hidden = np.arange(len(large)) != best
    smaller = replace(before.context, rows=before.context.rows[hidden[before.context.rows]])
    after = score(smaller, engine.weights)
    for place in first_twenty(before)[1:]:
        assert after.at(place) == before.scores.at(place)
