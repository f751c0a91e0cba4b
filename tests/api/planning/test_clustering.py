"""Whether gaps lie together is only said where there are enough districts to say it."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely
from scipy import sparse

from api.planning.city import City, city_of_collection
from api.planning.clustering import clustering_document, clustering_in_words, clustering_of
from api.planning.documents import gap_document
from api.planning.gaps import Answer, gaps
from api.planning.question import question_from
from geo.districts import Districts
from geo.gaps.clustering import Clustering
from geo.population.model import Population
from resources.records import ResourceRecord
from resources.snapshot import build_snapshot

SMALL = Path(__file__).resolve().parents[2] / "data" / "small_city"
STEP = 0.01  # about a kilometre


def town(side: int, *, mixed: bool = False) -> City:
    """side × side districts with 100 people each; places in the western half, or here and there."""
    rows, columns = (part.ravel() for part in np.divmod(np.arange(side * side), side))
    ids = tuple(f"D{number:04}" for number in range(side * side))
    lats, lons = 35.0 + STEP * rows, 136.0 + STEP * columns
    shapes = shapely.box(lons - STEP / 2, lats - STEP / 2, lons + STEP / 2, lats + STEP / 2)
    served = np.random.default_rng(1).random(side * side) < 0.5 if mixed else columns < side // 2
    places = [
        ResourceRecord(
            f"P{n}", "場所", "third_place", lat=lats[n], lon=lons[n], district=ids[n], delivery=("on_site",)
        )
        for n in np.flatnonzero(served).tolist()
    ]
    nobody = np.zeros((side * side, 0))
    people = Population(np.array(ids), lats, lons, np.array(ids), np.full(side * side, 100.0), (), nobody)
    names = dict(zip(ids, ids, strict=True))
    return City(
        "架空市", build_snapshot(places), names, Districts(ids, ids, shapes), people, date(2026, 11, 21)
    )


def answer_of(city: City, minutes: float = 5) -> Answer:
    return gaps(city, question_from(kinds=["居場所"], minutes=minutes))


def test_fewer_than_a_hundred_districts_get_a_sentence_and_no_figure() -> None:
    city = city_of_collection(SMALL)[0]
    document = gap_document(city, answer_of(city))["clustering"]
    assert isinstance(document, dict)
    assert document["computed"] is False
    assert "100区域から" in document["why"]
    assert set(document) == {"computed", "why"}


def test_served_districts_side_by_side_are_found_to_cluster() -> None:
    city = town(10)
    found = clustering_of(city, answer_of(city))
    assert isinstance(found, Clustering)
    assert found.index > 0.7
    assert found.p < 0.01
    assert found.clusters["D0058"] == "LL"  # nothing in the east
    assert found.clusters["D0051"] == "HH"
    document = clustering_document(found)
    assert document["computed"] is True
    words = clustering_in_words(found)
    assert f"{sum(kind == 'LL' for kind in found.clusters.values())}学区" in words


def test_districts_served_here_and_there_are_not_said_to_cluster() -> None:
    city = town(10, mixed=True)
    found = clustering_of(city, answer_of(city))
    assert isinstance(found, Clustering)
    assert found.p > 0.05
    assert "とは言えません" in clustering_in_words(found)


def test_the_same_answer_gives_the_same_figures() -> None:
    city = town(10)
    answer = answer_of(city)
    assert clustering_of(city, answer) == clustering_of(city, answer)


def test_neighbours_handed_in_are_used_instead_of_touching_outlines() -> None:
    city = town(10)
    nobody = sparse.csr_array((100, 100))
    found = clustering_of(city, answer_of(city), nobody)
    assert isinstance(found, Clustering)
    assert len(found.islands) == 100
    assert not found.clusters


@pytest.mark.parametrize(("without", "why"), [("boundaries", "区域"), ("population", "割合が分からない")])
def test_what_is_missing_is_said(without: str, why: str) -> None:
    city = replace(town(10), **{without: None})  # type: ignore[arg-type]
    assert why in clustering_in_words(clustering_of(city, answer_of(city)))


def test_a_prefecture_of_1300_districts_is_tested_in_seconds() -> None:
    city = town(36)
    answer = answer_of(city)
    start = time.process_time()
    assert isinstance(clustering_of(city, answer), Clustering)
    assert time.process_time() - start < 8.0
