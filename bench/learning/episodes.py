"""A judged person against the places open to her, as numbers: what the fit learns from."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matcher.collection import read_people, resources_file
from matcher.engine.components import COMPONENTS
from matcher.engine.context import Context
from matcher.engine.learned.place_facets import SPOKEN, column_names
from matcher.engine.match import Engine, judge
from matcher.engine.need import Need
from matcher.engine.vocabulary import vocabulary
from matcher.engine.weights import Weights, default_weights
from matcher.judgements import Judgements, read_judgements
from resources.importing import read_resources
from resources.snapshot import Snapshot, build_snapshot

FloatArray = npt.NDArray[np.float64]

READABLE = ("mizuhama", "shinonome", "hamagiri")
"""The judged cities that rules and training may read."""
TOWNS = Path(__file__).parent / "towns"
_MORE = "_more"
"""A town `x_more` holds further people for the places of the readable city x."""

PLACE_NAMES = (*column_names(), *(f"{prefix}:{code}" for prefix in SPOKEN for code in vocabulary().concepts))


def component_names() -> tuple[str, ...]:
    """The components that are fitted beside the learned part: all that do not come out of it."""
    return tuple(name for name in COMPONENTS if not name.startswith("learned_"))


@dataclass(frozen=True)
class Episode:
    """One judged person. Rows are the m places open to her, in the order of the snapshot.

    `components` (m, c); `need` facet → value; `gains` 2^grade − 1; `forbidden` what a judge read out of the text.
    """

    need_id: str
    structured: bool
    need: Mapping[str, float]
    places: npt.NDArray[np.int64]
    components: FloatArray
    gains: FloatArray
    forbidden: npt.NDArray[np.bool_]
    keys: npt.NDArray[np.str_]
    grades: Mapping[str, int]


@dataclass(frozen=True)
class City:
    """The episodes of one city, and its places as a matrix (n, len(PLACE_NAMES)). `name` without "_more"."""

    name: str
    places: npt.NDArray[np.float32]
    episodes: tuple[Episode, ...]


def folders() -> list[Path]:
    """Every folder of people that may be learned from."""
    own = sorted(folder for folder in TOWNS.iterdir() if folder.is_dir())
    return [*(_shared() / name for name in READABLE), *own]


def read_city(folder: Path) -> City:
    """Every person of a city under the components; people whom nothing serves are left out."""
    name, listed = listed_in(folder)
    snapshot = build_snapshot(read_resources(resources_file(listed)).records)
    judgements = read_judgements(folder)
    plain = default_weights()
    even = Weights(plain.version, dict.fromkeys(component_names(), 1.0), plain.parameters, plain.digest)
    engine = Engine(weights=even)
    served = [
        need
        for need in read_people(folder).needs
        if need.id not in judgements.unmet and any(judgements.grades.get(need.id, {}).values())
    ]
    found = [_episode(need, snapshot, judgements, engine) for need in served]
    return City(name, _place_matrix(found[0][1]), tuple(episode for episode, _ in found))


def listed_in(folder: Path) -> tuple[str, Path]:
    """The city of a folder of people, and the folder that lists its places."""
    name = folder.name.removesuffix(_MORE)
    return name, _shared() / name if folder.name.endswith(_MORE) else folder


def _shared() -> Path:
    return Path(os.environ.get("TSUNAGITE_SHARED", "../shared")) / "eval"


def _episode(
    need: Need, snapshot: Snapshot, judgements: Judgements, engine: Engine
) -> tuple[Episode, Context]:
    judged = judge(need, snapshot, None, engine)
    places = np.flatnonzero(judged.excluded.eligible)
    grades = judgements.grades[need.id]
    keys = snapshot.keys[places]
    episode = Episode(
        need_id=need.id,
        structured=need.structured is not None,
        need=judged.context.need_facets,
        places=places,
        components=judged.scores.values[places],
        gains=np.array([2.0 ** grades.get(key, 0) - 1.0 for key in keys.tolist()]),
        forbidden=np.array(
            [_is_forbidden(need.id, key, judgements) for key in keys.tolist()], dtype=np.bool_
        ),
        keys=keys,
        grades=grades,
    )
    return episode, judged.context


def _is_forbidden(need: str, key: str, judgements: Judgements) -> bool:
    return (need, key) in judgements.forbidden or any(
        (need, key, reason) in judgements.judged for reason in ("avoid", "age", "eligibility", "schedule")
    )


def _place_matrix(context: Context) -> npt.NDArray[np.float32]:
    """The facets of all places of a small city (where every row is considered)."""
    parts: Sequence[FloatArray] = [
        context.column_facets,
        *(np.where(context.concept_flags & flag, scale, 0.0) for flag, scale in SPOKEN.values()),
    ]
    return np.hstack(parts).astype(np.float32)
