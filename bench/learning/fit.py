"""The fit: weights ≥ `FLOORS` for the components and the matrix of the learned part, by one convex loss.

For one person, with s the scores of the m places open to her and t = gains / Σ gains (gains 2^grade − 1):

    loss = − Σ_i t_i · log softmax(s)_i

summed over people, plus ½ · ridge · ‖W‖² + ½ · ridge_weights · ‖w‖² (ListNet's top-one cross entropy, Cao et al.
2007). Minimised by L-BFGS-B (scipy) from the least weights (`FLOORS`) and a zero matrix; the loss is convex, so there is no seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bench.learning.episodes import PLACE_NAMES, City, Episode, component_names

FloatArray = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float32]


# The least weights, set by hand: the fit sees too few refusals to learn what they cost, and no judged list tells how
# full a place is. `no_doubt`: of 2.5, 3.5 and 4.5 the three judged cities left out have nDCG@10 .739, .737 and .738 and
# 79, 74 and 68 forbidden places among 2412; their further people lose most of it beyond 3.5.
FLOORS = {"not_disliked": 0.6, "openings": 0.1, "no_doubt": 3.5}


@dataclass(frozen=True, slots=True)
class Settings:
    """Strengths of the two ridges, most iterations, and how often a facet must occur to be fitted.

    `ridge` lies between 6 and 12, which five cities left out could not tell apart (nDCG@10 .671 at 3, .680 at 6,
    .679 at 12); 7 itself was not measured.
    """

    ridge: float = 7.0
    ridge_weights: float = 0.1
    iterations: int = 60
    fewest_people: int = 3
    fewest_places: int = 4


@dataclass(frozen=True)
class Fitted:
    """`weights` (c,) ≥ `FLOORS` of the components; `matrix` (a, b) between the named facets."""

    need_names: tuple[str, ...]
    place_names: tuple[str, ...]
    weights: FloatArray
    matrix: FloatArray


@dataclass(frozen=True)
class _Person:
    rows: npt.NDArray[np.int64]
    values: Matrix
    places: Matrix
    components: Matrix
    target: Matrix


def fit(cities: Sequence[City], settings: Settings) -> Fitted:
    """Fit on `cities`."""
    need_names, columns = _often_enough(cities, settings)
    people = [
        _person(episode, city.places[:, columns], need_names)
        for city in cities
        for episode in city.episodes
        if episode.gains.any()
    ]
    count = people[0].components.shape[1]
    size = (len(need_names), len(columns))

    def loss(theta: FloatArray) -> tuple[float, FloatArray]:
        weights, matrix = theta[:count].astype(np.float32), theta[count:].reshape(size).astype(np.float32)
        total = 0.5 * settings.ridge_weights * float(weights @ weights)
        total += 0.5 * settings.ridge * float(np.vdot(matrix, matrix))
        for_weights, for_matrix = settings.ridge_weights * weights, settings.ridge * matrix
        for person in people:
            scores = person.components @ weights + person.places @ (person.values @ matrix[person.rows])
            scores -= scores.max()
            partition = np.log(np.exp(scores).sum())
            total -= float(person.target @ (scores - partition))
            slope = np.exp(scores - partition) - person.target
            for_weights += person.components.T @ slope
            for_matrix[person.rows] += np.outer(person.values, person.places.T @ slope)
        return total, np.concatenate([for_weights, for_matrix.ravel()]).astype(np.float64)

    least = np.array([FLOORS.get(name, 0.0) for name in component_names()])
    bounds = [(floor, None) for floor in least] + [(None, None)] * (size[0] * size[1])
    best = minimize(
        loss,
        np.concatenate([least, np.zeros(size[0] * size[1])]),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": settings.iterations},
    )
    return Fitted(
        need_names,
        tuple(PLACE_NAMES[column] for column in columns),
        best.x[:count],
        best.x[count:].reshape(size),
    )


def predict(fitted: Fitted, city: City, episode: Episode) -> FloatArray:
    """Scores of the places open to one person, shape (m,)."""
    person = _person(episode, city.places[:, columns_of(fitted)], fitted.need_names)
    return np.asarray(
        person.components @ fitted.weights + person.places @ (person.values @ fitted.matrix[person.rows])
    )


def columns_of(fitted: Fitted) -> list[int]:
    """Where the fitted facets stand in a City's matrix."""
    column = {name: number for number, name in enumerate(PLACE_NAMES)}
    return [column[name] for name in fitted.place_names]


def _often_enough(cities: Sequence[City], settings: Settings) -> tuple[tuple[str, ...], list[int]]:
    """Facets of enough people, and columns of facets of enough places."""
    people = Counter(name for city in cities for episode in city.episodes for name in episode.need)
    places = sum((city.places > 0).sum(axis=0) for city in cities)
    need_names = sorted(name for name, times in people.items() if times >= settings.fewest_people)
    return tuple(need_names), np.flatnonzero(places >= settings.fewest_places).tolist()


def _person(episode: Episode, places: Matrix, need_names: Sequence[str]) -> _Person:
    row = {name: number for number, name in enumerate(need_names)}
    known = [(row[name], value) for name, value in episode.need.items() if name in row]
    total = episode.gains.sum()
    return _Person(
        np.array([number for number, _ in known], dtype=np.int64),
        np.array([value for _, value in known], dtype=np.float32),
        places[episode.places],
        episode.components.astype(np.float32),
        (episode.gains / total if total else episode.gains).astype(np.float32),
    )
