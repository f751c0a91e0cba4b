"""What stands in unmet_weights.json: made by anybody again, and worth what is asked for cities left out."""

from __future__ import annotations

import json

import numpy as np
import pytest

from bench.learning.episodes import TOWNS, folders
from bench.learning.unmet import WEIGHTS, People, check, fit, read_facts, weights_of
from matcher.engine.unmet.likelihood import FACTS


@pytest.mark.shared
def test_the_data_file_is_what_the_script_makes_and_holds_for_cities_left_out() -> None:
    """A word more in the tables moves the weights a little; a lot means: run bench.learning.unmet again."""
    people = [read_facts(folder) for folder in folders()]
    kept, made = json.loads(WEIGHTS.read_text(encoding="utf-8")), weights_of(people)
    assert kept["weights"] == pytest.approx(made["weights"], abs=0.5)
    assert kept["intercept"] == pytest.approx(made["intercept"], abs=0.5)
    assert kept["least"] == pytest.approx(made["least"], abs=0.1)
    lines = check(people)
    unmet = sum(line.found + line.missed for line in lines)
    assert sum(line.found for line in lines) >= 0.6 * unmet
    assert sum(line.false for line in lines) <= 0.07 * sum(line.served for line in lines)


def test_a_fact_never_gets_a_weight_against_its_sign() -> None:
    """Facts that lie: every one is there for the served and missing for the unmet."""
    facts = np.ones((20, len(FACTS)))
    facts[:10] = 0.0
    weights = fit(facts, np.arange(20) < 10)[1:]
    signs = np.array(list(FACTS.values()))
    assert (weights[signs > 0] == 0.0).all()
    assert (weights[signs < 0] < 0.0).all()


def test_the_people_of_a_town_are_all_read() -> None:
    people = read_facts(TOWNS / "midorino")
    assert isinstance(people, People)
    assert people.facts.shape == (len(people.is_unmet), len(FACTS))
    assert people.is_unmet.sum() == 5
    first_five = people.facts[:, list(FACTS).index("first_five")]
    assert first_five[people.is_unmet].mean() < first_five[~people.is_unmet].mean()
