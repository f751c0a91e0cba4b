"""How matcher/engine/data/unmet_weights.json comes to be, and what it is worth for cities left out.

    python -m bench.learning.unmet            fit on every city that may be read, write the data file
    python -m bench.learning.unmet --check    leave one city out, print the table, write nothing

With y = 1 for a person whom nothing serves and z = intercept + Σ weight · fact (matcher.engine.unmet.likelihood):

    loss = Σ log(1 + exp(z)) − y · z + ½ · ridge · Σ weight²

each weight bound to its sign, minimised by L-BFGS-B from zero (convex: no seed). `least` is the likelihood above which
the share `FALSE_ALARMS` of the served people lies when their own city is left out of the fit.

A city left out is left out of the weights only. The words (`own_place` rows of the vocabulary, unmet_signs.csv) were
written by people who had read every city here, so the table of --check is kinder than a new city will be.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bench.learning.episodes import folders, listed_in
from bench.learning.export import DATA
from matcher.collection import read_people, resources_file
from matcher.engine.match import Engine, judge
from matcher.engine.unmet.likelihood import FACTS, facts_of
from matcher.judgements import read_judgements
from resources.importing import read_resources
from resources.snapshot import build_snapshot

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

WEIGHTS = DATA / "unmet_weights.json"
VERSION = "2026.11-2"
RIDGE = 1.0
FALSE_ALARMS = 0.03
"""Below the 7 % that are allowed: people of a new city differ from those of the cities left out."""
_COMMENT = (
    "Written by python -m bench.learning.unmet: how much each fact speaks for a need that nothing serves "
    "(matcher/engine/unmet/likelihood.py), and the least likelihood at which the engine says so."
)


@dataclass(frozen=True)
class People:
    """The people of one folder: `facts` (p, number of FACTS), `is_unmet` (p,). `city` without "_more"."""

    city: str
    folder: str
    facts: FloatArray
    is_unmet: BoolArray


@dataclass(frozen=True)
class Line:
    """One folder under a fit that never saw its city."""

    folder: str
    found: int
    missed: int
    false: int
    served: int


def read_facts(folder: Path) -> People:
    """The facts of every judged person of a folder."""
    city, listed = listed_in(folder)
    snapshot = build_snapshot(read_resources(resources_file(listed)).records)
    engine, rows = Engine(), []
    needs = read_people(folder).needs
    for need in needs:
        judged = judge(need, snapshot, None, engine, only_candidates=True)
        facts, _ = facts_of(judged)
        rows.append([facts[name] for name in FACTS])
    unmet = read_judgements(folder).unmet
    is_unmet = np.array([need.id in unmet for need in needs])
    return People(city, folder.name, np.array(rows), is_unmet)


def fit(facts: FloatArray, is_unmet: BoolArray) -> FloatArray:
    """Shape (1 + number of FACTS,): intercept and weights."""
    signs = np.array(list(FACTS.values()))

    def loss(theta: FloatArray) -> tuple[float, FloatArray]:
        z = theta[0] + facts @ theta[1:]
        slope = 1.0 / (1.0 + np.exp(-z)) - is_unmet
        total = np.logaddexp(0.0, z).sum() - z[is_unmet].sum() + 0.5 * RIDGE * float(theta[1:] @ theta[1:])
        return float(total), np.concatenate([[slope.sum()], facts.T @ slope + RIDGE * theta[1:]])

    bounds = [(None, None), *((0.0, None) if sign > 0 else (None, 0.0) for sign in signs)]
    best = minimize(loss, np.zeros(1 + len(signs)), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(best.x, dtype=np.float64)


def left_out(people: Sequence[People]) -> list[FloatArray]:
    """For each folder the z of its people under a fit without their city."""
    return [_z(_fitted([other for other in people if other.city != own.city]), own) for own in people]


def least_z(people: Sequence[People], z: Sequence[FloatArray]) -> float:
    """The z that the share FALSE_ALARMS of the served people reach or pass."""
    served = np.concatenate([values[~own.is_unmet] for own, values in zip(people, z, strict=True)])
    return float(np.quantile(served, 1.0 - FALSE_ALARMS, method="higher"))


def check(people: Sequence[People]) -> list[Line]:
    """Each folder under a fit and a least likelihood that come from the other cities alone."""
    lines = []
    for own in people:
        others = [other for other in people if other.city != own.city]
        said = _z(_fitted(others), own) >= least_z(others, left_out(others))
        lines.append(
            Line(
                own.folder,
                found=int((said & own.is_unmet).sum()),
                missed=int((~said & own.is_unmet).sum()),
                false=int((said & ~own.is_unmet).sum()),
                served=int((~own.is_unmet).sum()),
            )
        )
    return lines


def weights_of(people: Sequence[People]) -> dict[str, object]:
    """The content of the data file."""
    theta = _fitted(people)
    least = least_z(people, left_out(people))
    return {
        "comment": _COMMENT,
        "version": VERSION,
        "people": sum(len(own.is_unmet) for own in people),
        "unmet": int(sum(own.is_unmet.sum() for own in people)),
        "intercept": round(float(theta[0]), 3),
        "weights": {name: round(float(value), 3) for name, value in zip(FACTS, theta[1:], strict=True)},
        "least": round(float(1.0 / (1.0 + np.exp(-least))), 3),
    }


def _fitted(people: Sequence[People]) -> FloatArray:
    return fit(np.vstack([own.facts for own in people]), np.concatenate([own.is_unmet for own in people]))


def _z(theta: FloatArray, people: People) -> FloatArray:
    return np.asarray(theta[0] + people.facts @ theta[1:])


def main() -> int:
    """Fit and write the data file, or with --check print the table of cities left out."""
    parser = argparse.ArgumentParser(prog="bench.learning.unmet", description=__doc__)
    parser.add_argument("--check", action="store_true", help="leave one city out, write nothing")
    people = [read_facts(folder) for folder in folders()]
    if parser.parse_args().check:
        lines = check(people)
        for line in lines:
            print(
                f"{line.folder:<16} found {line.found} missed {line.missed} false {line.false}/{line.served}"
            )
        found, missed = sum(line.found for line in lines), sum(line.missed for line in lines)
        false, served = sum(line.false for line in lines), sum(line.served for line in lines)
        print(f"{'all':<16} found {found} missed {missed} false {false}/{served} ({false / served:.1%})")
        return 0
    text = json.dumps(weights_of(people), ensure_ascii=False, indent=2)
    WEIGHTS.write_text(f"{text}\n", encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
