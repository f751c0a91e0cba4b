"""The small city with other people in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from api.planning.city import City, city_of_collection
from api.planning.question import PlannerQuestion, question_from
from geo.population.model import Population
from tests.conftest import REPOSITORY

Cell = tuple[float, float, str, float]
"""Latitude, longitude, district ("" for none), people; NaN where they are hidden."""

HERE = (35.001042, 136.001563)
"""A cell next to the two 居場所 of T1."""
FAR = (35.3, 136.3)
ASKED: PlannerQuestion = question_from(kinds=["居場所"])


def small_city() -> City:
    return city_of_collection(REPOSITORY / "tests" / "data" / "small_city")[0]


def with_people(city: City, cells: Sequence[Cell]) -> City:
    """The same city with these cells alone."""
    lats, lons, districts, people = zip(*cells, strict=True)
    population = Population(
        codes=np.array([f"C{number:04}" for number in range(len(cells))]),
        lats=np.array(lats),
        lons=np.array(lons),
        district_ids=np.array(districts, dtype=np.str_),
        totals=np.array(people, dtype=np.float64),
        bands=(),
        counts=np.zeros((len(cells), 0)),
    )
    return replace(city, population=population)
