"""Made catalogues whose duplicates are known, and their candidate pairs with labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt

from bench.duplicates.invented import invented, with_phones
from bench.duplicates.look_alikes import look_alikes
from bench.duplicates.misspelling import twin
from resources.demo import demo_city
from resources.importing import read_resources
from resources.quality.pairs.candidates import candidate_pairs
from resources.quality.pairs.facts import facts_of
from resources.quality.pairs.features import features
from resources.records import ResourceRecord

TOWNS = Path(__file__).parents[1] / "learning" / "towns"
TRAINED = ("hamanoura", "midorino", "setogami", "shiomachi", "takane", "yukishiro", "yatake")
HELD_OUT = ("kawabata", "namizu", "mizuhama")
SEED = 20261121


@dataclass(frozen=True)
class Catalogue:
    """Entries in the order of their keys, and the pairs (a < b) of keys that are one place."""

    name: str
    records: list[ResourceRecord]
    twins: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Labelled:
    """Candidates of a catalogue: features (pairs, features), 1.0 = one place, and the twins no candidate has."""

    town: str
    features: npt.NDArray[np.float64]
    labels: npt.NDArray[np.float64]
    missed: int


@cache
def town(name: str) -> tuple[ResourceRecord, ...]:
    """The written entries of a town; the demo city is 瑞浜市 without the older of the entries it lists twice."""
    if name == "mizuhama":
        lines = (demo_city() / "duplicates.csv").read_text(encoding="utf-8").splitlines()[1:]
        twice = {line.split(",")[1] for line in lines}
        records = read_resources(demo_city() / "resources.csv").records
        return tuple(record for record in records if record.key not in twice)
    return tuple(read_resources(TOWNS / name / "resources.csv").records)


def catalogue(name: str, *, seed: int, places: int, twins: int, alike: int, spread: float = 1.0) -> Catalogue:
    """`places` places of a town (as far as written, then invented), `alike` look-alikes and `twins` twins of them."""
    random = Random(f"{seed} {name}")
    written = with_phones(town(name), random)
    originals = [*written[:places], *invented(written, max(0, places - len(written)), random, spread=spread)]
    originals = [replace(record, key=f"P{number:06d}") for number, record in enumerate(originals)]
    # Like another entry: twins are made of either, so that a branch is listed twice too.
    places_ = [*originals, *look_alikes(originals, alike, random)]
    chosen = [places_[index] for index in random.sample(range(len(places_)), twins)]
    again = [twin(record, random, f"T{number:06d}") for number, record in enumerate(chosen)]
    pairs = frozenset(
        (min(one.key, other.key), max(one.key, other.key)) for one, other in zip(chosen, again, strict=True)
    )
    records = sorted([*places_, *again], key=lambda record: record.key)
    return Catalogue(name, records, pairs)


def labelled(made: Catalogue) -> Labelled:
    """What the product compares of this catalogue."""
    facts = facts_of(made.records)
    first, second = candidate_pairs(facts)
    values = features(facts, first, second, same_phone=None)
    keys = [record.key for record in made.records]
    labels = np.array(
        [(keys[i], keys[j]) in made.twins for i, j in zip(first.tolist(), second.tolist(), strict=True)],
        dtype=np.float64,
    )
    return Labelled(made.name, values, labels, len(made.twins) - int(labels.sum()))


def training_pairs(towns: Sequence[str] = TRAINED, *, rounds: int = 6) -> list[Labelled]:
    """For each town several catalogues, with other invented places, look-alikes and twins each time."""
    return [
        labelled(catalogue(name, seed=SEED + number, places=240, twins=90, alike=130))
        for name in towns
        for number in range(rounds)
    ]
