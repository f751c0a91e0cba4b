"""Write what was fitted: matcher/engine/data/learned.npz and the weights of matcher/engine/data/weights.json."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import numpy as np

from bench.learning.episodes import City, component_names
from bench.learning.fit import FLOORS, Fitted, columns_of
from matcher.engine.learned.need_facets import GROUPS

DATA = Path(__file__).parents[2] / "matcher" / "engine" / "data"
LEARNED, WEIGHTS = DATA / "learned.npz", DATA / "weights.json"

SHRINK = 0.7
"""What is learned counts this much of what the fit gives it: with six cities left out 0.5, 0.7, 0.85 and 1 are alike
(nDCG@10 .676, .679, .680, .679) and 0.7 puts a first choice among the first five most often (.863 against .839)."""

REACH = 5.0
"""A group's value beyond ±REACH is cut off; `cut_off` says how often that is."""
_COMMENT = (
    "Written by python -m bench.learning: weights of the components fitted on judged people together with "
    "learned.npz (bench/learning/fit.py has the loss), those in `floors` at least the value set by hand. A share of "
    "the sum of weights is what one component can add to the score."
)


def export(fitted: Fitted, *, version: str, parameters: dict[str, float]) -> None:
    """Replace both data files."""
    matrix = (SHRINK * fitted.matrix).astype(np.float16)
    digest = hashlib.sha256(matrix.tobytes()).hexdigest()[:8]
    packed = io.BytesIO()
    np.savez_compressed(
        packed,
        version=np.array(f"{version} {digest}"),
        need_names=np.array(fitted.need_names),
        place_names=np.array(fitted.place_names),
        matrix=matrix,
        reach=np.array(REACH),
    )
    LEARNED.write_bytes(packed.getvalue())
    weights = {
        name: round(float(weight), 3) for name, weight in zip(component_names(), fitted.weights, strict=True)
    }
    # A learned component is ½ + z / (2 · reach), so this weight gives z back as the fit saw it.
    weights |= {f"learned_{group}": 2.0 * REACH for group in GROUPS}
    text = json.dumps(
        {
            "comment": _COMMENT,
            "version": version,
            "floors": FLOORS,
            "weights": weights,
            "parameters": parameters,
        },
        ensure_ascii=False,
        indent=2,
    )
    WEIGHTS.write_text(f"{text}\n", encoding="utf-8")


def cut_off(fitted: Fitted, cities: list[City]) -> float:
    """Share of (person, open place, group) whose value is beyond ±REACH."""
    group_of = np.array([GROUPS.index(name.split(":")[0]) for name in fitted.need_names])
    row = {name: number for number, name in enumerate(fitted.need_names)}
    beyond = total = 0
    columns = columns_of(fitted)
    for city in cities:
        for person in city.episodes:
            known = [(row[name], value) for name, value in person.need.items() if name in row]
            for group in range(len(GROUPS)):
                leaning = sum(
                    (value * fitted.matrix[number] for number, value in known if group_of[number] == group),
                    np.zeros(len(columns)),
                )
                values = city.places[np.ix_(person.places, columns)] @ leaning
                beyond += int((np.abs(values) > REACH).sum())
                total += len(values)
    return beyond / total
