"""The learned part: data that anybody can make again, and towns that mean what they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench.learning.episodes import PLACE_NAMES, TOWNS, City, component_names, read_city
from bench.learning.export import FLOORS, LEARNED
from bench.learning.fit import Settings, fit, predict
from matcher.collection import read_people, resources_file
from matcher.engine.components import COMPONENTS
from matcher.engine.learned.model import learned
from matcher.engine.learned.need_facets import GROUPS
from matcher.engine.match import Engine, judge, match
from matcher.engine.need import Need
from matcher.engine.weights import default_weights
from matcher.evaluation import ndcg
from matcher.judgements import read_judgements
from resources.importing import read_resources
from resources.snapshot import build_snapshot

OWN_PLACES = sorted(folder for folder in TOWNS.iterdir() if (folder / "resources.csv").is_file())
QUICK = Settings(iterations=8)


@pytest.fixture(scope="module")
def town() -> City:
    return read_city(TOWNS / "midorino")


def test_the_data_file_holds_numbers_and_names_and_no_code() -> None:
    with np.load(LEARNED, allow_pickle=False) as data:
        assert set(data.files) == {"version", "need_names", "place_names", "matrix", "reach"}
        assert data["matrix"].shape == (len(data["need_names"]), len(data["place_names"]))
        assert np.isfinite(data["matrix"].astype(np.float64)).all()
        assert all(str(name).split(":")[0] in GROUPS for name in data["need_names"])
        assert set(data["place_names"].tolist()) <= set(PLACE_NAMES), "tables changed: run bench.learning"


def test_weights_belong_to_components_and_respect_the_floors() -> None:
    weights = default_weights().weights
    assert set(weights) == set(COMPONENTS) == {*component_names(), *(f"learned_{group}" for group in GROUPS)}
    assert all(weights[name] >= floor for name, floor in FLOORS.items())


def test_the_same_people_give_the_same_fit(town: City) -> None:
    first, second = fit([town], QUICK), fit([town], QUICK)
    assert np.array_equal(first.matrix, second.matrix)
    assert np.array_equal(first.weights, second.weights)
    assert (first.weights >= 0).all()


def test_a_fit_orders_its_own_people_better_than_no_fit(town: City) -> None:
    fitted = fit([town], QUICK)

    def mean(*, with_fit: bool) -> float:
        values = []
        for person in town.episodes:
            scores = predict(fitted, town, person) if with_fit else np.zeros(len(person.keys))
            order = np.lexsort((person.keys, -scores))
            values.append(ndcg(person.keys[order].tolist(), person.grades))
        return float(np.mean(values))

    assert mean(with_fit=True) > mean(with_fit=False) + 0.3


def test_of_a_person_of_whom_nothing_is_known_the_learned_part_says_little() -> None:
    folder = TOWNS / "midorino"
    snapshot = build_snapshot(read_resources(resources_file(folder)).records)
    judged = judge(Need("A", ""), snapshot, None, Engine())
    column = judged.scores.names.index("learned_wish")
    assert (judged.scores.values[:, column] == 0.5).all()


def test_every_learned_value_lies_between_zero_and_one_and_the_version_is_written() -> None:
    folder = TOWNS / "takane"
    snapshot, engine = build_snapshot(read_resources(resources_file(folder)).records), Engine()
    for need in read_people(folder).needs[:10]:
        result = match(need, snapshot, engine=engine)
        assert learned().version in result.engine
        for suggestion in result.suggestions:
            assert all(0.0 <= suggestion.components[f"learned_{group}"] <= 1.0 for group in GROUPS)


@pytest.mark.parametrize("folder", OWN_PLACES, ids=lambda folder: folder.name)
def test_a_town_grades_only_what_is_open_and_names_only_what_exists(folder: Path) -> None:
    snapshot = build_snapshot(read_resources(resources_file(folder)).records)
    people, judgements = read_people(folder).needs, read_judgements(folder)
    keys, ids = set(snapshot.keys.tolist()), {need.id for need in people}
    assert set(judgements.grades) == ids
    assert judgements.unmet < ids
    engine = Engine()
    for need in people:
        grades = judgements.grades[need.id]
        assert set(grades) <= keys
        assert set(judgements.extensions.get(need.id, ())) <= keys
        closed = judge(need, snapshot, None, engine).excluded
        wrong = [
            key for key, grade in grades.items() if grade > 0 and not closed.eligible[snapshot.row_of(key)]
        ]
        assert not wrong, f"{need.id}: {wrong} are graded and excluded"
        if need.id in judgements.unmet:
            assert max(grades.values()) <= 1
