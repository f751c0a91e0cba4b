"""The channels through which data leave the house: who reads them, what leaves, and the module that masks it.

channels.csv is the registry. A route that answers somebody who is not signed in, and a form of file, must stand in
it (tests/api/test_channels.py); its hook is the one place where that channel's data are made fit to leave.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Channel:
    """`reader`: anybody, or a role. `routes`: names of routes that answer it. `hook`: a module of this package."""

    name: str
    label_ja: str
    reader: str
    what_leaves: str
    routes: frozenset[str]
    hook: str


@cache
def channels() -> tuple[Channel, ...]:
    """All channels, in the order of the list."""
    text = files("resources.disclosure").joinpath("channels.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(
        Channel(
            name=row["name"],
            label_ja=row["label_ja"],
            reader=row["reader"],
            what_leaves=row["what_leaves"],
            routes=frozenset(row["routes"].split()),
            hook=row["hook"],
        )
        for row in rows
    )
