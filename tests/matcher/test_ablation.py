"""Other weights for one measurement: only the named ones change, and the result says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.ablation import measured, reweighted, without
from matcher.collection import People, read_people
from matcher.engine.match import Engine, match
from matcher.engine.weights import default_weights
from matcher.evaluating import ENGINE, evaluate
from matcher.judgements import read_judgements
from resources.snapshot import Snapshot


def test_only_the_named_weight_changes_and_the_version_says_so() -> None:
    before = default_weights()
    after = reweighted(before, {"travel": 9.0})
    assert after.weights == {**before.weights, "travel": 9.0}
    assert after.parameters == before.parameters
    assert after.digest != before.digest
    assert after.version != before.version


def test_a_component_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError, match="no such component: wether"):
        without(default_weights(), ["text", "wether"])


def test_a_negative_weight_and_no_weight_at_all_are_refused() -> None:
    weights = default_weights()
    with pytest.raises(ValueError):
        reweighted(weights, {"text": -1.0})
    with pytest.raises(ValueError):
        without(weights, weights.weights)


def test_a_part_without_weight_adds_nothing_to_any_score(people: People, snapshot: Snapshot) -> None:
    reduced = without(default_weights(), [name for name in default_weights().weights if name != "travel"])
    engine = Engine(weights=reduced)
    for need in people.needs:
        for suggestion in match(need, snapshot, engine=engine).suggestions:
            assert suggestion.score == pytest.approx(suggestion.components["travel"])


def test_measured_under_its_own_weights_an_engine_has_its_own_figures(
    small_city: Path, snapshot: Snapshot
) -> None:
    needs, judgements = read_people(small_city).needs, read_judgements(small_city)
    engine = Engine()
    whole = evaluate(needs, snapshot, judgements, engine=engine)[ENGINE]
    assert measured(needs, snapshot, judgements, engine=engine, weights=engine.weights) == whole
    assert engine.ready is not None
    assert engine.weights is default_weights()
