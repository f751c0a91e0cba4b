"""Read the engine's own tables in `matcher/engine/data`. A missing file is a programming error."""

from __future__ import annotations

import csv
from importlib.resources import files


def read_text(name: str) -> str:
    """The whole text of one data file."""
    return files("matcher.engine.data").joinpath(name).read_text(encoding="utf-8")


def read_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one CSV table, in the order of the file."""
    return tuple(csv.DictReader(read_text(name).splitlines()))
