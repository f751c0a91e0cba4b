"""What a note says itself of being served by nothing: data/unmet_signs.csv, one regular expression a row.

`in_vain`: the person searched, was refused, or knows nobody like this nearby. `only_this`: this one thing would do,
and nothing else. `no_substitute`: what is usually offered was tried or is not it. `peers`: somebody in the same lot.
"""

from __future__ import annotations

import re
from functools import cache

from matcher.engine.data_tables import read_table
from resources.folding import fold_text

IN_VAIN, ONLY_THIS, NO_SUBSTITUTE, PEERS = "in_vain", "only_this", "no_substitute", "peers"


def signs(text: str) -> frozenset[str]:
    """The signs that a text shows."""
    folded = fold_text(text)
    return frozenset(sign for sign, pattern in _patterns().items() if pattern.search(folded))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    parts: dict[str, list[str]] = {}
    for row in read_table("unmet_signs.csv"):
        parts.setdefault(row["sign"], []).append(f"(?:{row['pattern']})")
    return {sign: re.compile("|".join(patterns)) for sign, patterns in parts.items()}
