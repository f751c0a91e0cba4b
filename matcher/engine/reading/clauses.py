"""Clauses of a text, and which of them speak of something unwanted or absent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from matcher.engine.data_tables import read_table
from matcher.engine.vocabulary import Hit
from resources.folding import fold_text

# Quotation marks and brackets end a clause too: a person's own words are a clause of their own. So does "but"
# after a word of liking or disliking (猫は好きだが犬は苦手).
_BUT = (
    "(?<=好き)だが|(?<=嫌い)だが|(?<=苦手)だが|(?<=得意)だが|(?<=平気)だが|(?<=無理)だが|ですが|けれど|けど"
)
_CLAUSE = re.compile(rf"(?:(?!{_BUT})[^、。,.!?「」『』()\[\]【】;\n])+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a folded text, [start, end)."""

    start: int
    end: int

    def holds(self, hit: Hit) -> bool:
        """Whether the word begins in this clause."""
        return self.start <= hit.start < self.end


def clauses(folded: str, hits: Sequence[Hit] = ()) -> list[Clause]:
    """The clauses of a folded text, from left to right.

    A clause that is one of `hits` and nothing else is the first part of a list (カラオケ、体操は勘弁) and belongs
    to the clause after the comma.
    """
    single = {(hit.start, hit.end) for hit in hits}
    found: list[Clause] = []
    list_start: int | None = None
    for match in _CLAUSE.finditer(folded):
        start = match.start() if list_start is None else list_start
        if match.span() in single and folded[match.end() : match.end() + 1] == "、":
            list_start = start
            continue
        found.append(Clause(start, match.end()))
        list_start = None
    if list_start is not None:
        found.append(Clause(list_start, len(folded)))
    return found


def negative_clauses(folded: str, *, side: str, hits: Sequence[Hit] = ()) -> list[Clause]:
    """Clauses that say "not this": `side` "note" (disliked, refused) or "place" (not offered here).

    A marker inside one of `hits` ("話すのが苦手" is a word of its own) does not count.
    """
    return [clause for clause in clauses(folded, hits) if _is_negative(folded, clause, side, hits)]


def _is_negative(folded: str, clause: Clause, side: str, hits: Sequence[Hit]) -> bool:
    text = folded[clause.start : clause.end]
    if any(pardon in text for pardon in markers(side, "not_negative")):
        return False
    meanings = ("dislike", "refusal", "cannot") if side == "note" else ("absent",)
    words = [hit for hit in hits if clause.holds(hit)]
    return any(
        not any(hit.start <= position and position + len(marker) <= hit.end for hit in words)
        for meaning in meanings
        for marker in markers(side, meaning)
        for position in _positions(folded, marker, clause)
    )


def _positions(folded: str, marker: str, clause: Clause) -> Iterator[int]:
    """Where a marker begins in the clause; its last character may be the mark that ends the clause."""
    position = folded.find(marker, clause.start, clause.end + 1)
    while position >= 0:
        yield position
        position = folded.find(marker, position + 1, clause.end + 1)


@cache
def markers(side: str, meaning: str) -> tuple[str, ...]:
    """The folded words of negations.csv with this meaning."""
    rows = read_table("negations.csv")
    return tuple(
        fold_text(row["surface"]) for row in rows if row["side"] == side and row["meaning"] == meaning
    )
