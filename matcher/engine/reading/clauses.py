"""Clauses of a text, and which of them speak of something unwanted or absent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from matcher.engine.data_tables import read_table
from resources.folding import fold_text

# Quotation marks and brackets end a clause too: a person's own words are a clause of their own.
_CLAUSE = re.compile(r"[^、。,.!?「」『』()\[\]【】;;\n]+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a folded text, [start, end)."""

    start: int
    end: int


def clauses(folded: str) -> list[Clause]:
    """The clauses of a folded text, from left to right."""
    return [Clause(*match.span()) for match in _CLAUSE.finditer(folded)]


def negative_clauses(folded: str, *, side: str) -> list[Clause]:
    """Clauses that say "not this": `side` "note" (disliked, refused) or "place" (not offered here)."""
    markers, pardons = _markers(side)
    return [
        clause
        for clause in clauses(folded)
        if any(marker in folded[clause.start : clause.end] for marker in markers)
        and not any(pardon in folded[clause.start : clause.end] for pardon in pardons)
    ]


@cache
def _markers(side: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(words that negate, words that look like it and do not), folded."""
    rows = [row for row in read_table("negations.csv") if row["side"] == side]
    pardons = tuple(fold_text(row["surface"]) for row in rows if row["meaning"] == "not_negative")
    markers = tuple(fold_text(row["surface"]) for row in rows if row["meaning"] != "not_negative")
    return markers, pardons
