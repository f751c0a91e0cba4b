"""The generator of misspellings, and how good the written model is on a town that trained nothing."""

from __future__ import annotations

import json

import pytest

from bench.duplicates.catalogues import HELD_OUT, TRAINED, catalogue, labelled
from bench.duplicates.scan import blocking_recall, scan
from bench.duplicates.training import fit
from resources.quality.pairs.features import FEATURES
from resources.quality.pairs.model import MODEL


def test_500_twins_among_look_alikes_of_a_town_that_trained_nothing_are_found() -> None:
    made = catalogue("mizuhama", seed=1, places=1700, twins=500, alike=600)
    measured = scan(made)
    assert measured.recall >= 0.94
    assert measured.precision >= 0.9
    assert blocking_recall(made)[1] >= 0.98


def test_the_same_seed_makes_the_same_catalogue_and_another_seed_another_one() -> None:
    one, again, other = (catalogue("namizu", seed=seed, places=90, twins=30, alike=30) for seed in (1, 1, 2))
    assert one == again
    assert one.records != other.records
    assert len(one.records) == 150
    assert len(one.twins) == 30


def test_no_town_trains_that_is_left_out() -> None:
    assert not set(TRAINED) & set(HELD_OUT)


def test_the_fit_writes_plain_numbers_for_every_feature() -> None:
    data = fit([labelled(catalogue(name, seed=1, places=80, twins=30, alike=40)) for name in TRAINED[:2]])
    assert tuple(data["weights"]) == tuple(data["typical"]) == FEATURES
    assert data["calibration"]["slope"] < 0
    assert json.loads(MODEL.read_text(encoding="utf-8")).keys() == data.keys()
    assert json.dumps(data)


@pytest.mark.parametrize("town", HELD_OUT)
def test_every_town_left_out_has_twins_to_find(town: str) -> None:
    assert labelled(catalogue(town, seed=1, places=60, twins=20, alike=20)).labels.sum() >= 18
