"""Unmet needs per district: in a collection, the needs for which the engine itself says that nothing serves them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from matcher.collection import NEEDS, read_people
from matcher.engine.match import Engine, match
from resources.snapshot import Snapshot


def unmet_of_collection(folder: Path, snapshot: Snapshot, *, on: date) -> Mapping[str, int] | None:
    """District → number of unmet needs, those that state no district under ""; None where the folder has no needs.jsonl. Raises BadInput."""
    if not (folder / NEEDS).exists():
        return None
    engine = Engine()
    people = read_people(folder).needs
    unmet = [need for need in people if match(need, snapshot, top=1, on=on, engine=engine).unmet]
    return Counter(need.district or "" for need in unmet)
